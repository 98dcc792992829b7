import dotenv from 'dotenv';
import fc from 'fast-check';
import { variablesCutIn } from '../src/server/config/env-file';

describe('an .env file', () => {
  it.each([
    ['a colour', 'BRAND_COLOUR=#0b5fff'],
    ['a colour behind a blank', 'BRAND_COLOUR= #0b5fff'],
    ['a password', 'SMTP_URL=smtp://user:pass#word@mail.example'],
    ['the end of a key', 'KEY=abc#'],
    ['a number of a shop', 'MERCHANT_NAME=Pizza #1'],
    ['a value that only begins with a quote', 'KEY="abc#def'],
    ['a value with more behind its quotes', 'KEY="abc#def"ghi'],
    ['a value with blanks before its name', '   KEY = ab#c'],
    ['an exported one', 'export KEY=ab#c'],
    ['one with a colon', 'KEY: ab#c'],
    ['one between the lines of another', "A='1\n2'\r\nKEY=ab#c\r\nB=3"],
    ['one after a quote that was never closed', "A='1\nKEY=ab#c"],
  ])('names what dotenv cuts: %s', (_, file) => {
    const [name = ''] = variablesCutIn(file);
    expect(name).toMatch(/^(?:KEY|BRAND_COLOUR|SMTP_URL|MERCHANT_NAME)$/);
    expect(dotenv.parse(file)[name] ?? '').not.toContain('#');
  });

  it.each([
    ['a value in quotes', `A="a#b"\nB='#c'\nC=\`d#\``],
    ['a value in quotes with a comment behind it', 'A="a#b" # what it is\nB="#"# it'],
    ['a value in quotes of several lines', 'A="a\nb#c\nKEY=x#y"'],
    ['a quote within quotes', String.raw`A="a\"#b"`],
    ['a comment that everybody reads as one', 'PORT=3000 # where to listen\nB= # nothing'],
    ['a comment line', '# A=b#c\n  #B=c#d'],
    ['no value at all', '\n\nnothing here#\n='],
    ['an empty file', ''],
  ])('does not name %s', (_, file) => {
    expect(variablesCutIn(file)).toEqual([]);
  });

  it('names every value without quotes that holds a # with something behind it', () => {
    const piece = fc.constantFrom('#', ' ', '"', "'", '`', 'a', '=', '\\', '\n', 'KEY=', 'B=');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const value = pieces.join('');
        if (!/^[^\s#"'`\\=]+#[^\s]/.test(value)) return;
        expect(variablesCutIn(`NAME=${value}`)).toContain('NAME');
      }),
      { seed: 5, numRuns: 2_000 },
    );
  });
});
