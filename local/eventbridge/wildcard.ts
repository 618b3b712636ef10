import { invalidPattern } from './pattern-error.ts';

/**
 * Compiles text in which `*` stands for any characters; `\*` and `\\` stand for themselves. A match costs one pass over
 * the value, whatever the number of wildcards.
 * @throws AwsError InvalidEventPatternException
 */
export function wildcardMatcher(text: string): (value: string) => boolean {
  const [first = '', ...rest] = pieces(text);
  const last = rest.pop();
  if (last === undefined) return (value) => value === first;
  return (value) => {
    const end = value.length - last.length;
    if (end < first.length || !value.startsWith(first) || !value.endsWith(last)) return false;
    let from = first.length;
    for (const piece of rest) {
      const found = value.indexOf(piece, from);
      if (found < 0 || found + piece.length > end) return false;
      from = found + piece.length;
    }
    return true;
  };
}

/** What stands before, between and behind the wildcards. */
function pieces(text: string): string[] {
  const found: string[] = [];
  let piece = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '*') {
      if (text[at + 1] === '*') throw invalidPattern(`Consecutive wildcard characters at pos ${at + 1}`);
      found.push(piece);
      piece = '';
      continue;
    }
    let literal = character;
    if (character === '\\') {
      at += 1;
      literal = text.charAt(at);
      if (literal !== '*' && literal !== '\\') throw invalidPattern(`Invalid escape character at pos ${at}`);
    }
    piece += literal;
  }
  return [...found, piece];
}
