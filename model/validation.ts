import { invalid, type Fault } from './errors.ts';

/** Rules for input. Each returns what is wrong with the field, saying what to do, or null. */

type Maybe<T> = T | null | undefined;

function isBetween(character: string, first: string, last: string): boolean {
  return character >= first && character <= last;
}

function isHighSurrogate(character: string): boolean {
  return isBetween(character, '\ud800', '\udbff');
}

function isLowSurrogate(character: string): boolean {
  return isBetween(character, '\udc00', '\udfff');
}

/** Half an emoji: no text, and no store or client takes it. */
function hasLoneSurrogate(characters: readonly string[]): boolean {
  return characters.some((character, index) =>
    isHighSurrogate(character)
      ? !isLowSurrogate(characters[index + 1] ?? '')
      : isLowSurrogate(character) && !isHighSurrogate(characters[index - 1] ?? ''),
  );
}

/** Control characters, and those that turn around the direction of what follows them. */
function breaksDisplay(character: string): boolean {
  return (
    character < ' ' ||
    character === '\u007f' ||
    isBetween(character, '\u202a', '\u202e') ||
    isBetween(character, '\u2066', '\u2069')
  );
}

function isZeroWidth(character: string): boolean {
  return isBetween(character, '\u200b', '\u200f') || character === '\u2060' || character === '\ufeff';
}

/** A line of text, without the white space around it. Optional fields may be left out, but not be empty. */
export function line(field: string, value: Maybe<string>, min: number, max: number): Fault | null {
  if (value === null || value === undefined) return null;
  const trimmed = value.trim();
  // What is too long is not looked at: a megabyte taken apart would outlast the time that AppSync gives a resolver.
  const characters = trimmed.slice(0, max).split('');
  const visible = characters.filter((character) => !isZeroWidth(character)).length;
  if (visible < min || trimmed.length > max) {
    return invalid(field, 'length', `Give \`${field}\` ${min} to ${max} characters; it has ${trimmed.length}.`);
  }
  if (characters.some((character) => breaksDisplay(character)) || hasLoneSurrogate(characters)) {
    return invalid(field, 'characters', `Leave control characters and line breaks out of \`${field}\`.`);
  }
  return null;
}

const LINE_BREAKS = '\n\r\t';

/** Text of any lines. */
export function text(field: string, value: Maybe<string>): Fault | null {
  if (value === null || value === undefined) return null;
  const characters = value.split('');
  const controls = characters.some((character) => character < ' ' && !LINE_BREAKS.includes(character));
  if (!controls && !hasLoneSurrogate(characters)) return null;
  return invalid(field, 'characters', `Leave control characters out of \`${field}\`; line breaks and tabs are fine.`);
}

/** A text that says something. */
export function filled(field: string, value: string): Fault | null {
  return value.trim().length > 0 ? null : invalid(field, 'length', `Write something in \`${field}\`.`);
}

/** A number within bounds, both included. */
export function range(field: string, value: Maybe<number>, min: number, max: number): Fault | null {
  if (value === null || value === undefined) return null;
  if (value < min || value > max) return invalid(field, 'range', `Give \`${field}\` a value from ${min} to ${max}.`);
  return null;
}

/** The version of what is edited, as its author has seen it. */
export function version(value: number): Fault | null {
  return range('version', value, 1, 2_147_483_647);
}

/** Text of any lines, bounded by its size. */
export function size(field: string, bytes: number, max: number): Fault | null {
  if (bytes > max) return invalid(field, 'size', `Shorten \`${field}\`: it has ${bytes} bytes, ${max} are allowed.`);
  return null;
}

const SLUG_CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789-';

/** Lower-case letters, digits and single hyphens between them. */
export function slug(field: string, value: Maybe<string>): Fault | null {
  if (value === null || value === undefined) return null;
  const wellFormed =
    value.length >= 3 &&
    value.length <= 80 &&
    value.split('').every((character) => SLUG_CHARACTERS.includes(character)) &&
    value.split('-').every((word) => word.length > 0);
  if (wellFormed) return null;
  return invalid(
    field,
    'format',
    `Write \`${field}\` with 3 to 80 lower-case letters, digits and single hyphens, such as \`first-steps\`.`,
  );
}

/** ISO 4217 as it is written: three capital letters. */
export function currency(field: string, value: Maybe<string>): Fault | null {
  if (value === null || value === undefined) return null;
  if (value.length === 3 && value.split('').every((letter) => letter >= 'A' && letter <= 'Z')) return null;
  return invalid(field, 'format', `Write \`${field}\` as an ISO 4217 code, such as \`USD\`.`);
}

const DIGITS = '0123456789';

/** A time of day as clocks show it: `00:00` to `23:59`. */
export function timeOfDay(field: string, value: Maybe<string>): Fault | null {
  if (value === null || value === undefined) return null;
  const [hours = '', minutes = '', ...more] = value.split(':');
  const wellFormed =
    more.length === 0 &&
    [hours, minutes].every((part) => part.length === 2 && part.split('').every((digit) => DIGITS.includes(digit))) &&
    hours < '24' &&
    minutes < '60';
  if (wellFormed) return null;
  return invalid(
    field,
    'format',
    `Write \`${field}\` as a time of day from \`00:00\` to \`23:59\`, such as \`07:30\`.`,
  );
}

/** Whether the input names the field, be it as null. To APPSYNC_JS null and what is left out are equal. */
export function isGiven(input: object, field: string): boolean {
  return Object.keys(input).includes(field);
}

/** The first thing that is wrong, or null. */
export function firstOf(checks: readonly (Fault | null)[]): Fault | null {
  return checks.find((check) => check !== null) ?? null;
}

export const DEFAULT_LIMIT = 20;

/** Page sizes are the same for every list. */
export function pageLimit(limit: Maybe<number>): Fault | null {
  return range('limit', limit, 1, 100);
}

export function clientToken(value: string): Fault | null {
  return line('clientToken', value, 1, 64);
}

/** A `nextToken` that is not of this list. */
export function wrongToken(): Fault {
  return invalid('nextToken', 'format', 'Give the `nextToken` of the page before, unchanged, or none.');
}
