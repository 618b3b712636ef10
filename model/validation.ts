import { invalid, type DomainError } from './errors.ts';

/** Rules for input. Each returns what is wrong with the field, saying what to do, or null. */

type Maybe<T> = T | null | undefined;

/** Characters that no name or title needs and that break what shows it. */
function hasControlCharacter(text: string): boolean {
  return text.split('').some((character) => character < ' ' || character === '\u007f');
}

/** A line of text. Optional fields may be left out, but not be empty. */
export function line(field: string, value: Maybe<string>, min: number, max: number): DomainError | null {
  if (value === null || value === undefined) return null;
  const length = value.trim().length;
  if (length < min || value.length > max) {
    return invalid(field, 'length', `Give \`${field}\` ${min} to ${max} characters; it has ${length}.`);
  }
  if (hasControlCharacter(value)) {
    return invalid(field, 'characters', `Leave control characters and line breaks out of \`${field}\`.`);
  }
  return null;
}

/** A number within bounds, both included. */
export function range(field: string, value: Maybe<number>, min: number, max: number): DomainError | null {
  if (value === null || value === undefined) return null;
  if (value < min || value > max) return invalid(field, 'range', `Give \`${field}\` a value from ${min} to ${max}.`);
  return null;
}

/** Text of any lines, bounded by its size. */
export function size(field: string, bytes: number, max: number): DomainError | null {
  if (bytes > max) return invalid(field, 'size', `Shorten \`${field}\`: it has ${bytes} bytes, ${max} are allowed.`);
  return null;
}

const SLUG_CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789-';

/** Lower-case letters, digits and single hyphens between them. */
export function slug(field: string, value: Maybe<string>): DomainError | null {
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
export function currency(field: string, value: Maybe<string>): DomainError | null {
  if (value === null || value === undefined) return null;
  if (value.length === 3 && value.split('').every((letter) => letter >= 'A' && letter <= 'Z')) return null;
  return invalid(field, 'format', `Write \`${field}\` as an ISO 4217 code, such as \`USD\`.`);
}

/** The first thing that is wrong, or null. */
export function firstOf(checks: readonly (DomainError | null)[]): DomainError | null {
  return checks.find((check) => check !== null) ?? null;
}

export const DEFAULT_LIMIT = 20;

/** Page sizes are the same for every list. */
export function pageLimit(limit: Maybe<number>): DomainError | null {
  return range('limit', limit, 1, 100);
}

export function clientToken(value: string): DomainError | null {
  return line('clientToken', value, 1, 64);
}
