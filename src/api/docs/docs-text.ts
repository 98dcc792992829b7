/** A piece of a sentence, printed as plain text or as code. */
export interface Piece {
  readonly text: string;
  readonly isCode: boolean;
}

/** Splits a text at its `code` parts. */
export function piecesOf(text: string): readonly Piece[] {
  return text
    .split('`')
    .map((part, index) => ({ text: part, isCode: index % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}

export function paragraphsOf(text: string): readonly (readonly Piece[])[] {
  return text.split('\n\n').map(piecesOf);
}
