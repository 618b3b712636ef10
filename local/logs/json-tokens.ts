/** Judges the JSON of a message. */
export type JsonCondition = (root: unknown) => boolean;

const token = /\s*(&&|\|\||[()]|[<>!]=|[<>=]|"(?:\\.|[^"\\])*"|\$(?:\.[\w-]+|\[\d+\])+|[^\s()<>=!&|"]+|[!&|])/y;

/** The tokens of an expression, read one by one. */
export class Tokens {
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(source: string) {
    const tokens: string[] = [];
    let end = 0;
    while (source.slice(end).trim() !== '') {
      token.lastIndex = end;
      const found = token.exec(source)?.[1];
      if (found === undefined) throw invalid(source.slice(end));
      tokens.push(found);
      end = token.lastIndex;
    }
    this.#tokens = tokens;
  }

  get peek(): string | undefined {
    return this.#tokens[this.#next];
  }

  /** @throws Error where nothing is left */
  take(): string {
    const found = this.#tokens[this.#next];
    if (found === undefined) throw invalid('it ends too early');
    this.#next += 1;
    return found;
  }

  /** Takes the token if it comes next. */
  takeIf(expected: string): boolean {
    if (this.peek !== expected) return false;
    this.#next += 1;
    return true;
  }
}

export function invalid(what: string): Error {
  return new Error(`Invalid JSON filter pattern: ${what}`);
}
