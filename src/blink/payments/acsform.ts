import type { BankRules } from '../wire/bank-address';
import { bankAddressFrom } from '../wire/bank-address';
import type { Tag } from '../wire/markup';
import { hasHandler, tagsOf, typeOf } from '../wire/markup';
import type { ChallengeForm } from './payment';

const LONGEST_MARKUP = 128 * 1024; // entities can be longer than the values they stand for
const MOST_FIELDS = 40;
const LONGEST_VALUE = 32 * 1024;
const LONGEST_VALUES = 64 * 1024;

const HARMLESS: ReadonlySet<string> = new Set([
  'form',
  'input',
  'button',
  'div',
  'p',
  'span',
  'br',
  'label',
  'noscript',
]);
/** Elements and attributes that would make a browser submit the form differently than we do, or to another address. */
const MEANINGFUL: readonly string[] = [
  'form',
  'formaction',
  'formmethod',
  'formenctype',
  'formtarget',
  'disabled',
  'dirname',
  'is',
];
/** Allows names such as `threeDSPageSessions[<uuid>][bfreq]`, and no character that could end an attribute. */
const NAME = /^[!#-%(-;=?-_a-~]{1,200}$/;

/**
 * Reads the form that sends the shopper to the bank's challenge. The markup is not cleaned but read: the result is an
 * address and plain fields, which we print as a form of our own.
 * @returns null for anything but one form that posts hidden fields to a bank
 */
export function challengeFormFrom(markup: unknown, rules: BankRules): ChallengeForm | null {
  const tags = tagsOf(markup, LONGEST_MARKUP);
  if (!tags?.every(isHarmless) || typeof markup !== 'string' || mentionsOfForm(markup) !== 1) return null;
  const form = tags.find(({ name }) => name === 'form');
  const action = form && postsPlainly(form) ? bankAddressFrom(form.attributes.get('action'), rules) : null;
  const fields = fieldsFrom(tags);
  return action && fields ? { action: action.href, fields } : null;
}

/** Counts form tags in the text, since every parser drops a nested form's tag, and with it the sign that something is wrong. */
function mentionsOfForm(markup: string): number {
  return markup.match(/<form/gi)?.length ?? 0;
}

function isHarmless(tag: Tag): boolean {
  return HARMLESS.has(tag.name) && !hasHandler(tag) && !MEANINGFUL.some((name) => tag.attributes.has(name));
}

function postsPlainly({ attributes }: Tag): boolean {
  const encoding = attributes.get('enctype') ?? 'application/x-www-form-urlencoded';
  const charset = attributes.get('accept-charset') ?? 'utf-8';
  return (
    attributes.get('method')?.toLowerCase() === 'post' &&
    encoding.toLowerCase() === 'application/x-www-form-urlencoded' &&
    charset.toLowerCase() === 'utf-8'
  );
}

function fieldsFrom(tags: readonly Tag[]): ChallengeForm['fields'] | null {
  const inputs = tags.filter((tag) => tag.name === 'input' && typeOf(tag) !== 'submit');
  if (inputs.length === 0 || inputs.length > MOST_FIELDS) return null;
  if (!inputs.every((input) => input.isInForm && typeOf(input) === 'hidden')) return null;
  const fields = inputs.map(({ attributes }) => ({
    name: attributes.get('name') ?? '',
    value: attributes.get('value') ?? '',
  }));
  const names = new Set(fields.map(({ name }) => name));
  const areSound = fields.every(({ name, value }) => isSoundName(name) && value.length <= LONGEST_VALUE);
  const length = fields.reduce((sum, { value }) => sum + value.length, 0);
  return areSound && names.size === fields.length && length <= LONGEST_VALUES ? fields : null;
}

/** A browser fills a field named `_charset_` by itself. */
function isSoundName(name: string): boolean {
  return NAME.test(name) && name !== '_charset_';
}
