const { fromCharCode } = String;
const charCodeAt = Function.prototype.call.bind(String.prototype.charCodeAt) as (text: string, at: number) => number;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function hex(value: number, digits: number): string {
  return `0000${value.toString(16).toUpperCase()}`.slice(-digits);
}

/** Bytes of the text in UTF-8, an unpaired surrogate as U+FFFD. */
function toUtf8(text: string): number[] {
  const escaped = encodeURIComponent(text.toWellFormed());
  const bytes: number[] = [];
  for (let i = 0; i < escaped.length; i += 1) {
    if (escaped[i] !== '%') bytes.push(charCodeAt(escaped, i));
    else bytes.push(parseInt(escaped.slice(i + 1, (i += 2) + 1), 16));
  }
  return bytes;
}

/** The text of UTF-8 bytes; what is not UTF-8 is read as Latin-1. */
function fromUtf8(bytes: readonly number[]): string {
  const escaped = bytes.map((byte) => `%${hex(byte, 2)}`).join('');
  try {
    return decodeURIComponent(escaped);
  } catch {
    return bytes.map((byte) => fromCharCode(byte)).join('');
  }
}

/** Characters beyond printable ASCII, and those with a meaning in a string literal, as a JavaScript string literal has them. */
function escapeCharacter(character: string): string {
  const named = { '\b': '\\b', '\n': '\\n', '\t': '\\t', '\f': '\\f', '\r': '\\r' }[character];
  if (named) return named;
  if (`'"\\/`.includes(character)) return `\\${character}`;
  const code = charCodeAt(character, 0);
  return code < 0x20 || code > 0x7f ? `\\u${hex(code, 4)}` : character;
}

export const encoding = {
  escapeJavaScript: (value: string): string => String(value).split('').map(escapeCharacter).join(''),

  /** `application/x-www-form-urlencoded`: unlike a URI component, a space is `+` and only `.-*_` stay besides letters and digits. */
  urlEncode: (value: string): string =>
    encodeURIComponent(String(value).toWellFormed())
      .split('%20')
      .join('+')
      .split('')
      .map((character) => (`!'()~`.includes(character) ? `%${hex(charCodeAt(character, 0), 2)}` : character))
      .join(''),

  urlDecode: (value: string): string => decodeURIComponent(String(value).split('+').join(' ')),

  base64Encode(value: string): string {
    const bytes = toUtf8(String(value));
    let text = '';
    for (let i = 0; i < bytes.length; i += 3) {
      const [first = 0, second = 0, third = 0] = bytes.slice(i, i + 3);
      const group = (first << 16) | (second << 8) | third;
      const characters = [18, 12, 6, 0].map((shift) => ALPHABET[(group >> shift) & 63]).join('');
      text += `${characters.slice(0, Math.min(bytes.length - i, 3) + 1)}==`.slice(0, 4);
    }
    return text;
  },

  base64Decode(value: string): string {
    const bytes: number[] = [];
    let bits = 0;
    let held = 0;
    for (const character of String(value)) {
      const digit = ALPHABET.indexOf(character === '-' ? '+' : character === '_' ? '/' : character);
      if (digit < 0) continue;
      bits = ((bits << 6) | digit) & 0xffff;
      held += 6;
      if (held >= 8) bytes.push((bits >> (held -= 8)) & 0xff);
    }
    return fromUtf8(bytes);
  },
};
