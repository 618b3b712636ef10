import { jsonPattern } from './json-pattern.ts';

/** Whether a log event's message is to be delivered. */
export type FilterPattern = (message: string) => boolean;

interface Term {
  readonly sign: '' | '?' | '-';
  readonly text: string;
}

/**
 * Compiles a filter pattern: empty, terms, or a JSON expression.
 * @throws Error in the words of PutSubscriptionFilter for what AWS refuses, and by name for what isn't run here
 */
export function filterPattern(source: string): FilterPattern {
  const pattern = source.trim();
  if (pattern === '' || /^"\s*"$/.test(pattern)) return () => true;
  if (pattern.startsWith('{')) return jsonPattern(pattern);
  if (pattern.startsWith('[')) throw new Error("space-delimited filter patterns aren't run by the local Logs");
  if (/(^|\s)[?-]?%/.test(pattern))
    throw new Error("regular expressions in filter patterns aren't run by the local Logs");
  return termPattern(termsIn(pattern));
}

function termPattern(terms: readonly Term[]): FilterPattern {
  const optional = terms.filter(({ sign }) => sign === '?');
  if (optional.length > 0 && optional.length < terms.length) {
    throw new Error("terms with ? beside others aren't run by the local Logs");
  }
  if (optional.length > 0) return (message) => optional.some(({ text }) => message.includes(text));
  return (message) => terms.every(({ sign, text }) => message.includes(text) === (sign === ''));
}

/** Quoted or bare, behind `?` or `-`. */
const term = /\s*([?-]?)(?:"((?:\\.|[^"\\])*)"|([^\s"]+))/y;

function termsIn(pattern: string): Term[] {
  const terms: Term[] = [];
  let end = 0;
  while (end < pattern.length) {
    term.lastIndex = end;
    const found = term.exec(pattern);
    if (!found) throw new Error(`Invalid filter pattern: ${pattern}`);
    const [, sign = '', quoted, bare = ''] = found;
    if (quoted === undefined && !/^\w+$/.test(bare)) throw new Error(`Invalid character(s) in term '${bare}'`);
    terms.push({ sign: sign as Term['sign'], text: quoted?.replaceAll(/\\(.)/g, '$1') ?? bare });
    end = term.lastIndex;
  }
  return terms;
}
