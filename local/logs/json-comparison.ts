import { invalid } from './json-tokens.ts';
import type { JsonCondition, Tokens } from './json-tokens.ts';

const operators = ['=', '!=', '>', '<', '>=', '<='] as const;
type Operator = (typeof operators)[number];

const keywords: Readonly<Record<string, unknown>> = { NULL: null, TRUE: true, FALSE: false };

/** `$.x = "text"`, `$.n >= 3`, `$.x IS NULL`, `$.x NOT EXISTS`. */
export function comparison(tokens: Tokens): JsonCondition {
  const find = selector(tokens.take());
  const word = tokens.take();
  if (word === 'IS') return isKeyword(find, tokens.take());
  if (word === 'NOT' && tokens.take() === 'EXISTS') return (root) => find(root) === undefined;
  if (word === 'EXISTS') throw invalid("EXISTS isn't supported, only NOT EXISTS");
  const operator = operators.find((one) => one === word);
  if (!operator) throw invalid(word);
  const value = tokens.take();
  if (value.startsWith('%')) throw new Error("regular expressions in filter patterns aren't run by the local Logs");
  if (value.startsWith('"')) return compareText(find, operator, value.slice(1, -1).replaceAll(/\\(.)/g, '$1'));
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)
    ? compareNumber(find, operator, Number(value))
    : compareText(find, operator, value);
}

type Find = (root: unknown) => unknown;

/** `$.users[0].email`. @returns undefined for what isn't there */
function selector(source: string): Find {
  if (!/^\$(?:\.[\w-]+|\[\d+\])+$/.test(source)) throw invalid(`${source} is no property selector`);
  const steps = [...source.matchAll(/\.([\w-]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
  return (root) =>
    steps.reduce<unknown>((value, step) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value) !== (typeof step === 'number')) {
        return undefined;
      }
      return Object.hasOwn(value, step) ? (value as Readonly<Record<string | number, unknown>>)[step] : undefined;
    }, root);
}

function isKeyword(find: Find, keyword: string): JsonCondition {
  if (!Object.hasOwn(keywords, keyword)) throw invalid(`IS ${keyword}`);
  const expected = keywords[keyword];
  return (root) => find(root) === expected;
}

function compareNumber(find: Find, operator: Operator, expected: number): JsonCondition {
  return (root) => {
    const actual = find(root);
    if (typeof actual !== 'number') return false;
    switch (operator) {
      case '=':
        return actual === expected;
      case '!=':
        return actual !== expected;
      case '>':
        return actual > expected;
      case '<':
        return actual < expected;
      case '>=':
        return actual >= expected;
      case '<=':
        return actual <= expected;
    }
  };
}

/** What is there and is neither an object nor a list is compared; `*` stands for any text. */
function compareText(find: Find, operator: Operator, expected: string): JsonCondition {
  if (operator !== '=' && operator !== '!=') throw invalid(`${operator} compares numbers only`);
  const pattern = expected.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  const form = new RegExp(`^${pattern.join('.*')}$`, 's');
  return (root) => {
    const actual = find(root);
    if (typeof actual !== 'string' && typeof actual !== 'number' && typeof actual !== 'boolean') return false;
    return form.test(String(actual)) === (operator === '=');
  };
}
