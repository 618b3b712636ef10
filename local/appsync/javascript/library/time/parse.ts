import { namesOf } from './names.ts';
import { parsePattern, type Element } from './pattern.ts';
import { ParsedFields } from './parsed-fields.ts';
import { zoneOf, type Zone } from './zone.ts';
import { refuse } from '../refusal.ts';

/** Thrown inside an optional section, or at the end of all attempts. */
class Mismatch {
  readonly at: number;

  constructor(at: number) {
    this.at = at;
  }
}

const OFFSET_FORMS = [
  /[+-]\d\d(?:\d\d)?/y,
  /[+-]\d{4}/y,
  /[+-]\d\d:\d\d/y,
  /[+-]\d{4}(?:\d\d)?/y,
  /[+-]\d\d:\d\d(?::\d\d)?/y,
];
const LOCALIZED_OFFSET = /GMT(?:[+-]\d{1,2}(?::\d\d(?::\d\d)?)?)?/y;
const ZONE_ID = /[A-Za-z][A-Za-z0-9~/._+-]*|[+-]\d\d(?::\d\d)?/y;

/** Fields that are numbers of a fixed width when their letter stands twice. */
function isFixedWidth(element: Element | undefined): element is Extract<Element, { kind: 'field' }> {
  if (element?.kind !== 'field') return false;
  return element.letter === 'S' || (element.count === 2 && 'uydMLHhKkmsD'.includes(element.letter));
}

class Parser {
  readonly #text: string;
  readonly #fields = new ParsedFields();
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(elements: readonly Element[]): ParsedFields {
    this.#all(elements);
    if (this.#at < this.#text.length) throw new Mismatch(this.#at);
    return this.#fields;
  }

  #all(elements: readonly Element[]): void {
    elements.forEach((element, index) => {
      if (element.kind === 'text') this.#literal(element.text);
      else if (element.kind === 'optional') this.#optional(element.elements);
      else this.#field(element, reserved(elements.slice(index + 1)));
    });
  }

  #optional(elements: readonly Element[]): void {
    const start = this.#at;
    const known = this.#fields.copy();
    try {
      this.#all(elements);
    } catch (thrown) {
      if (!(thrown instanceof Mismatch)) throw thrown;
      this.#at = start;
      this.#fields.restore(known);
    }
  }

  #literal(text: string): void {
    if (!this.#text.startsWith(text, this.#at)) throw new Mismatch(this.#at);
    this.#at += text.length;
  }

  /** @param later digits that the fields which follow at once need */
  #field({ letter, count, width }: Extract<Element, { kind: 'field' }>, later: number): void {
    if (width > 0) while (this.#text[this.#at] === ' ') this.#at += 1;
    if ('XxZO'.includes(letter)) this.#offset(letter, count);
    else if (letter === 'V' || letter === 'z') this.#zone();
    else if ('GaE'.includes(letter) || ('MLQqec'.includes(letter) && count > 2)) this.#name(letter, count);
    else if (letter === 'S') this.#fields.set('S', Number(`${this.#digits(count, count)}000000000`.slice(0, 9)));
    else if ('uy'.includes(letter)) this.#year(letter, count, later);
    else this.#fields.set(letter, Number(this.#digits(count === 1 ? 1 : count, count === 1 ? 19 : count, later)));
  }

  #digits(least: number, most: number, later = 0): string {
    let end = this.#at;
    while (end < this.#text.length && (this.#text[end] ?? '') >= '0' && (this.#text[end] ?? '') <= '9') end += 1;
    const length = Math.min(most, Math.max(least, end - this.#at - (most > least ? later : 0)));
    if (end - this.#at < length) throw new Mismatch(this.#at);
    const found = this.#text.slice(this.#at, this.#at + length);
    this.#at += length;
    return found;
  }

  /** Two letters are years from 2000. Four and more stand for as many digits, or more with a sign in front. */
  #year(letter: string, count: number, later: number): void {
    if (count === 2) return this.#fields.set(letter, 2000 + Number(this.#digits(2, 2)));
    const start = this.#at;
    const sign = this.#text[this.#at];
    if (sign === '-' || sign === '+') this.#at += 1;
    const found = this.#digits(count, 19, later);
    const isLong = found.length > count;
    if (count >= 4 && sign !== '-' && isLong !== (sign === '+')) throw new Mismatch(start);
    this.#fields.set(letter, sign === '-' ? -Number(found) : Number(found));
  }

  #name(letter: string, count: number): void {
    const names = namesOf(letter, count);
    const index = names.findIndex((name) => this.#text.startsWith(name, this.#at));
    if (index < 0) throw new Mismatch(this.#at);
    this.#at += names[index]?.length ?? 0;
    this.#fields.set(letter, 'MLQqec'.includes(letter) ? index + 1 : index);
  }

  #offset(letter: string, count: number): void {
    if (letter === 'O' || (letter === 'Z' && count === 4)) {
      return this.#fields.setZone(this.#match(LOCALIZED_OFFSET), true);
    }
    const form = letter === 'Z' ? (count === 5 ? 5 : 2) : count;
    const hasZ = letter === 'X' || (letter === 'Z' && count === 5);
    if (hasZ && this.#text[this.#at] === 'Z') {
      this.#at += 1;
      return this.#fields.setZone('Z', true);
    }
    return this.#fields.setZone(this.#match(OFFSET_FORMS[form - 1] ?? LOCALIZED_OFFSET), true);
  }

  #zone(): void {
    this.#fields.setZone(this.#match(ZONE_ID), false);
  }

  #match(form: RegExp): string {
    form.lastIndex = this.#at;
    const found = form.exec(this.#text)?.[0];
    if (found === undefined) throw new Mismatch(this.#at);
    this.#at += found.length;
    return found;
  }
}

function reserved(following: readonly Element[]): number {
  const end = following.findIndex((element) => !isFixedWidth(element));
  const adjacent = (end < 0 ? following : following.slice(0, end)).filter(isFixedWidth);
  return adjacent.reduce((sum, { count }) => sum + count, 0);
}

/**
 * The moment that a text stands for, in milliseconds since the epoch.
 * @param zone of a text that doesn't say its own
 */
export function parse(text: string, pattern: string, zone?: Zone): number {
  const elements = parsePattern(pattern);
  try {
    return new Parser(text).parse(elements).toInstant(zone, zoneOf);
  } catch (thrown) {
    if (!(thrown instanceof Mismatch)) throw thrown;
    return refuse(`java.time.format.DateTimeParseException: Text '${text}' could not be parsed at index ${thrown.at}`);
  }
}
