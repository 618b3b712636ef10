import { invalid, type Fault } from './errors.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const LONGEST = 35;

function consistsOf(text: string, characters: string): boolean {
  return text
    .toLowerCase()
    .split('')
    .every((character) => characters.includes(character));
}

/** A language as BCP 47 writes it, by its form: `de`, `pt-BR`, `zh-Hant-TW`. */
export function language(field: string, value: string | null | undefined): Fault | null {
  if (value === null || value === undefined) return null;
  const [primary = '', ...others] = value.slice(0, LONGEST + 1).split('-');
  const wellFormed =
    value.length <= LONGEST &&
    primary.length >= 2 &&
    primary.length <= 3 &&
    consistsOf(primary, LETTERS) &&
    others.every((part) => part.length >= 1 && part.length <= 8 && consistsOf(part, LETTERS + DIGITS)) &&
    (others[others.length - 1] ?? 'xx').length > 1;
  if (wellFormed) return null;
  return invalid(field, 'format', `Write \`${field}\` as a BCP 47 tag, such as \`de\` or \`pt-BR\`.`);
}
