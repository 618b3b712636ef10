/**
 * Java's `Pattern` on top of JavaScript's regular expressions, for `util.matches`, `replace` and `replaceAll`.
 * Both agree on most of the syntax; what Java alone has is translated, or refused by name.
 */

const exec = Function.prototype.call.bind(RegExp.prototype.exec) as (
  pattern: RegExp,
  text: string,
) => RegExpExecArray | null;

const METACHARACTERS = '\\^$.|?*+()[]{}';
/** Without MULTILINE, Java's `$` also stands before a final line terminator. */
const END = '(?=(?:\\r\\n|[\\n\\r\\u0085\\u2028\\u2029])?$)';
const ESCAPES: Readonly<Record<string, string>> = {
  A: '^',
  z: '$',
  Z: END,
  h: '[ \\t\\xA0]',
  R: '(?:\\r\\n|[\\n\\r])',
  e: '\\x1B',
  a: '\\x07',
};
const POSIX: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7F',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\/:-@\\[-`{-~',
  Space: ' \\t\\n\\x0B\\f\\r',
  XDigit: '0-9a-fA-F',
};

function quote(text: string): string {
  return text
    .split('')
    .map((character) => (METACHARACTERS.includes(character) ? `\\${character}` : character))
    .join('');
}

/** Reads a Java pattern from left to right and writes the JavaScript one. */
class PatternReader {
  readonly #source: string;
  #at = 0;
  #inClass = false;
  #needsUnicode = false;

  constructor(source: string) {
    this.#source = source;
  }

  /** @param mode further flags for the JavaScript expression */
  read(mode = ''): RegExp {
    const flags = this.#flags();
    let target = '';
    while (this.#at < this.#source.length) target += this.#next(flags);
    return new RegExp(target, `${flags}${mode}${this.#needsUnicode ? 'u' : ''}`);
  }

  /** Flags in front of the pattern, as in `(?i)`. */
  #flags(): string {
    if (!this.#source.startsWith('(?')) return '';
    const end = this.#source.indexOf(')');
    const flags = this.#source.slice(2, end);
    if (end < 3 || !flags.split('').every((flag) => 'imsu'.includes(flag))) return '';
    this.#at = end + 1;
    return flags.split('u').join('');
  }

  #next(flags: string): string {
    const character = this.#source[this.#at] ?? '';
    if (character === '\\') return this.#escape();
    this.#at += 1;
    if (this.#inClass) return this.#inCharacterClass(character);
    if (character === '[') {
      this.#inClass = true;
      return '[';
    }
    if (character === '$' && !flags.includes('m')) return END;
    const isQuantifier = '*+?}'.includes(character);
    if ((isQuantifier && this.#source[this.#at] === '+') || this.#source.startsWith('(?>', this.#at - 1)) {
      throw new SyntaxError(`Possessive quantifiers and atomic groups are not run here: ${this.#source}`);
    }
    return character;
  }

  #inCharacterClass(character: string): string {
    if (character === '[' || this.#source.startsWith('&&', this.#at - 1)) {
      throw new SyntaxError(`Character classes within character classes are not run here: ${this.#source}`);
    }
    if (character === ']') this.#inClass = false;
    return character;
  }

  #escape(): string {
    const letter = this.#source[this.#at + 1] ?? '';
    this.#at += 2;
    if (letter === 'Q') return this.#quoted();
    if (letter === 'p' || letter === 'P') return this.#property(letter);
    return (this.#inClass ? undefined : ESCAPES[letter]) ?? `\\${letter}`;
  }

  /** All up to `\E` stands for itself. */
  #quoted(): string {
    const end = this.#source.indexOf('\\E', this.#at);
    const text = this.#source.slice(this.#at, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#source.length : end + 2;
    return quote(text);
  }

  #property(letter: 'p' | 'P'): string {
    const isBraced = this.#source[this.#at] === '{';
    const end = isBraced ? this.#source.indexOf('}', this.#at) : this.#at;
    const name = isBraced ? this.#source.slice(this.#at + 1, end) : (this.#source[this.#at] ?? '');
    this.#at = end + 1;
    const members = POSIX[name];
    if (members === undefined) {
      this.#needsUnicode = true;
      return `\\${letter}{${name.startsWith('Is') ? name.slice(2) : name}}`;
    }
    if (!this.#inClass) return `[${letter === 'P' ? '^' : ''}${members}]`;
    if (letter === 'P') throw new SyntaxError(`\\P{${name}} within a character class is not run here`);
    return members;
  }
}

/** In Java's replacement text `$1` and `${name}` are groups, and a backslash takes the next character as it is. */
function expand(replacement: string, match: RegExpExecArray): string {
  let text = '';
  for (let i = 0; i < replacement.length; i += 1) {
    const character = replacement[i] ?? '';
    const next = replacement[i + 1] ?? '';
    if (character === '\\') {
      text += next;
      i += 1;
    } else if (character === '$' && next === '{') {
      const end = replacement.indexOf('}', i);
      text += match.groups?.[replacement.slice(i + 2, end)] ?? '';
      i = end;
    } else if (character === '$' && next >= '0' && next <= '9') {
      text += match[Number(next)] ?? '';
      i += 1;
    } else if (character === '$') {
      throw new TypeError('Illegal group reference');
    } else {
      text += character;
    }
  }
  return text;
}

function replace(text: string, pattern: string, replacement: string, isGlobal: boolean): string {
  const expression = new PatternReader(String(pattern)).read('g');
  let result = '';
  let end = 0;
  for (let match = exec(expression, text); match; match = isGlobal ? exec(expression, text) : null) {
    result += text.slice(end, match.index) + expand(String(replacement), match);
    end = match.index + match[0].length;
    if (match[0] === '') expression.lastIndex += 1;
  }
  return result + text.slice(end);
}

/** Whether the pattern is found anywhere in the value. */
export function matches(pattern: string, value: string): boolean {
  return exec(new PatternReader(String(pattern)).read(), String(value)) !== null;
}

export const replaceFirst = (text: string, pattern: string, replacement: string): string =>
  replace(text, pattern, replacement, false);
export const replaceAll = (text: string, pattern: string, replacement: string): string =>
  replace(text, pattern, replacement, true);
