/**
 * What the sandbox's process and ours tell each other: lines of text. JSON text has no line breaks, so that a line is
 * `define ID JSON-TEXT-OF-THE-FACTORY`, `run ID HANDLER NOW CONTEXT`, or an answer: the JSON text of an Evaluation,
 * or one of these words.
 */
export const READY = 'ready';
/** The code broke the evaluator itself. */
export const BROKEN = 'broken';
/** The answer is longer than `MAX_ANSWER`. */
export const TOO_LONG = 'too-long';

/** Characters. AppSync's largest response has 5 MB. */
export const MAX_ANSWER = 5_242_880;

export function defineLine(id: string, factory: string): string {
  return `define ${id} ${JSON.stringify(factory)}\n`;
}

export function runLine(id: string, handler: string, now: number, context: string): string {
  return `run ${id} ${handler} ${now} ${context}\n`;
}

/** The next `count` words of a line, and the rest of it. */
export function wordsOf(line: string, count: number): string[] {
  const words: string[] = [];
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    const end = line.indexOf(' ', at);
    words.push(line.slice(at, end));
    at = end + 1;
  }
  return [...words, line.slice(at)];
}

/** Puts chunks of text together to lines. */
export class Lines {
  #rest: string[] = [];

  /** @returns the lines that the chunk ends, without their line breaks */
  take(chunk: string): string[] {
    const lines = chunk.split('\n');
    this.#rest.push(lines.shift() ?? '');
    if (lines.length === 0) return [];
    const first = this.#rest.join('');
    this.#rest = [lines.pop() ?? ''];
    return [first, ...lines];
  }
}
