export interface CardInfo {
  readonly typeCode: string;
  readonly typeName: string;
  readonly schemeCode: string;
  readonly schemeName: string;
  readonly flags: string;
  readonly productCode: string;
  readonly issuer: null;
}

const info = (typeCode: string, typeName: string, schemeCode: string, schemeName: string): CardInfo => {
  return { typeCode, typeName, schemeCode, schemeName, flags: '4128772', productCode: '0', issuer: null };
};

const VISA_CREDIT = info('VC', 'Visa Credit', 'VC', 'Visa');
const VISA_DEBIT = info('VD', 'Visa Debit', 'VC', 'Visa');
const ELECTRON = info('EL', 'Visa Electron', 'VC', 'Visa');
const MASTERCARD_CREDIT = info('MC', 'Mastercard Credit', 'MC', 'Mastercard');
const MASTERCARD_DEBIT = info('MD', 'Mastercard Debit', 'MC', 'Mastercard');
const AMEX = info('AM', 'American Express', 'AM', 'American Express');

/** The published test cards, and the one of the recordings. There are no others here. */
const TEST_CARDS: ReadonlyMap<string, CardInfo> = new Map([
  ['4929421234600821', VISA_CREDIT],
  ['4543059999999982', VISA_CREDIT],
  ['4543059999999990', VISA_CREDIT],
  ['4539791001730106', VISA_DEBIT],
  ['4111111111111111', VISA_CREDIT],
  ['5301250070000191', MASTERCARD_CREDIT],
  ['5413339000001000', MASTERCARD_CREDIT],
  ['5434849999999951', MASTERCARD_CREDIT],
  ['5434849999999993', MASTERCARD_CREDIT],
  ['5573471234567898', MASTERCARD_DEBIT],
  ['374245455400001', AMEX],
  ['4917480000000008', ELECTRON],
]);

export function testCardInfo(number: string): CardInfo | null {
  return TEST_CARDS.get(number) ?? null;
}

/** For the frames, which say at once that a number is not among them. */
export function testCardNumbers(): string[] {
  return [...TEST_CARDS.keys()];
}

export function cvvLengthOf({ schemeCode }: CardInfo): number {
  return schemeCode === 'AM' ? 4 : 3;
}

/** The first six and the last four stay readable: `411111******1111`. */
export function maskOf(number: string): string {
  return `${number.slice(0, 6)}${'*'.repeat(number.length - 10)}${number.slice(-4)}`;
}
