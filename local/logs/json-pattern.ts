import { comparison } from './json-comparison.ts';
import { invalid, Tokens, type JsonCondition } from './json-tokens.ts';

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
