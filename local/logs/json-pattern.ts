import { comparison } from './json-comparison.ts';

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

/**
 * Compiles `{ $.a = "b" && ($.n > 3 || $.x IS NULL) }`. A message that is no JSON object never matches.
 * @throws Error for what AWS refuses, and by name for what isn't run here
 */
export function jsonPattern(source: string): (message: string) => boolean {
  if (!source.endsWith('}')) throw invalid(source);
  const tokens = new Tokens(source.slice(1, -1));
  const condition = anyOf(tokens);
  if (tokens.peek !== undefined) throw invalid(tokens.peek);
  return (message) => {
    const root = parsed(message);
    return root !== undefined && condition(root);
  };
}

export function invalid(what: string): Error {
  return new Error(`Invalid JSON filter pattern: ${what}`);
}

/** `||` binds less than `&&`. */
function anyOf(tokens: Tokens): JsonCondition {
  const conditions = [allOf(tokens)];
  while (tokens.takeIf('||')) conditions.push(allOf(tokens));
  return (root) => conditions.some((condition) => condition(root));
}

function allOf(tokens: Tokens): JsonCondition {
  const conditions = [single(tokens)];
  while (tokens.takeIf('&&')) conditions.push(single(tokens));
  return (root) => conditions.every((condition) => condition(root));
}

function single(tokens: Tokens): JsonCondition {
  if (!tokens.takeIf('(')) return comparison(tokens);
  const condition = anyOf(tokens);
  if (!tokens.takeIf(')')) throw invalid('a parenthesis is not closed');
  return condition;
}

function parsed(message: string): unknown {
  // Cheaper than an exception for each line that is text.
  if (!/^\s*\{/.test(message)) return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
