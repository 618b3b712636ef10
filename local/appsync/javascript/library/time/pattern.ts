import { refuse } from '../refusal.ts';

/** A part of a pattern of Java's DateTimeFormatter. */
export type Element =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'field';
      readonly letter: string;
      readonly count: number;
      /** By `p`: filled up with spaces on the left. */
      readonly width: number;
    }
  | { readonly kind: 'optional'; readonly elements: readonly Element[] };

const LETTER = /^[A-Za-z]$/;
/** How often a letter may be repeated. */
const MOST: Readonly<Record<string, number>> = {
  ...{ G: 5, u: 19, y: 19, D: 3, M: 5, L: 5, d: 2, Q: 5, q: 5, Y: 19, w: 2, W: 1, E: 5, e: 5, c: 5, F: 1, a: 1 },
  ...{ h: 2, K: 2, k: 2, H: 2, m: 2, s: 2, S: 9, A: 19, n: 19, N: 19, V: 2, z: 4, O: 4, X: 5, x: 5, Z: 5 },
};

function invalid(message: string): never {
  return refuse(`java.lang.IllegalArgumentException: ${message}`);
}

/** Reads a pattern from left to right. */
class PatternReader {
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  /** Up to the end, or to the bracket that closes an optional section. */
  read(isOptional: boolean): Element[] {
    const elements: Element[] = [];
    while (this.#at < this.#pattern.length) {
      const character = this.#pattern[this.#at] ?? '';
      if (LETTER.test(character)) {
        elements.push(this.#field());
        continue;
      }
      this.#at += 1;
      if (character === "'") elements.push({ kind: 'text', text: this.#quoted() });
      else if (character === '[') elements.push({ kind: 'optional', elements: this.read(true) });
      else if (character === ']' && isOptional) return elements;
      else if (character === ']') invalid('Pattern invalid as it contains ] without previous [');
      else if ('{}#'.includes(character)) invalid(`Pattern includes reserved character: '${character}'`);
      else elements.push({ kind: 'text', text: character });
    }
    return elements;
  }

  #field(): Element {
    const [letter, count] = this.#run();
    if (letter !== 'p') return this.#checked(letter, count, 0);
    if (!LETTER.test(this.#pattern[this.#at] ?? '')) invalid(`Pad letter 'p' must be followed by valid pad pattern`);
    return this.#checked(...this.#run(), count);
  }

  #checked(letter: string, count: number, width: number): Element {
    const most = Object.hasOwn(MOST, letter) ? MOST[letter] : undefined;
    if (most === undefined) invalid(`Unknown pattern letter: ${letter}`);
    if (count > most) invalid(`Too many pattern letters: ${letter}`);
    if (letter === 'V' && count !== 2) invalid(`Pattern letter count must be 2: ${letter}`);
    if (letter === 'O' && count !== 1 && count !== 4) invalid(`Pattern letter count must be 1 or 4: ${letter}`);
    if (letter === 'c' && count === 2) invalid(`Invalid pattern "cc"`);
    return { kind: 'field', letter, count, width };
  }

  /** A letter and how often it is repeated. */
  #run(): [string, number] {
    const letter = this.#pattern[this.#at] ?? '';
    const start = this.#at;
    while (this.#pattern[this.#at] === letter) this.#at += 1;
    return [letter, this.#at - start];
  }

  /** Text up to the next quote; two of them stand for one. */
  #quoted(): string {
    let text = '';
    for (;;) {
      const end = this.#pattern.indexOf("'", this.#at);
      if (end < 0) invalid(`Pattern ends with an incomplete string literal: ${this.#pattern}`);
      text += this.#pattern.slice(this.#at, end);
      this.#at = end + 1;
      if (this.#pattern[this.#at] !== "'") return text === '' ? "'" : text;
      text += "'";
      this.#at += 1;
    }
  }
}

export function parsePattern(pattern: string): Element[] {
  return new PatternReader(pattern).read(false);
}
