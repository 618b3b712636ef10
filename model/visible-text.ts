import { invalid, type Fault } from './errors.ts';

const JOINERS = '\u200c\u200d';

/** Characters that nobody sees, or that turn around what is read: a name with them passes for another one. */
function deceives(character: string): boolean {
  return (
    (character >= '\u200b' && character <= '\u200f') ||
    (character >= '\u202a' && character <= '\u202e') ||
    (character >= '\u2060' && character <= '\u2069') ||
    character === '\u00ad' ||
    character === '\u061c' ||
    character === '\u180e' ||
    character === '\ufeff'
  );
}

/** A letter or sign beyond Latin, which a joiner may join: Persian is written so, and families of emoji are. */
function isJoinable(character: string | undefined): boolean {
  return character !== undefined && character > '\u02ff' && !deceives(character);
}

/** What others read of a person hides nothing. @param max characters: what is longer is refused elsewhere */
export function visibleText(field: string, value: string | null | undefined, max: number): Fault | null {
  const characters = (value ?? '').slice(0, max).split('');
  const wrong = characters.some(
    (character, index) =>
      deceives(character) &&
      !(
        JOINERS.includes(character) &&
        isJoinable(characters[index - 1]) &&
        (isJoinable(characters[index + 1]) || index === characters.length - 1)
      ),
  );
  if (!wrong) return null;
  return invalid(
    field,
    'characters',
    `Leave invisible characters, and those that turn text around, out of \`${field}\`.`,
  );
}
