import { invalidRequest } from '../errors.ts';
import { isObject } from '../properties.ts';

/** DynamoDB's JSON: `{ S: 'text' }`, `{ N: '1' }`, … */
export type AttributeValue = Readonly<Record<string, unknown>>;
export type Item = Readonly<Record<string, AttributeValue>>;

/**
 * A typed value as resolvers write it, in DynamoDB's own form. Resolvers give numbers as numbers (`{ N: 1 }`), and
 * null as `{ NULL: null }`.
 */
export function toWire(value: unknown, at: string): AttributeValue {
  const [[type, content] = [], ...others] = isObject(value) ? Object.entries(value) : [];
  if (type === undefined || others.length > 0) throw notTyped(at);
  switch (type) {
    case 'S':
    case 'B':
      return { [type]: String(content) };
    case 'N':
      return { N: String(content) };
    case 'BOOL':
      return { BOOL: content === true || content === 'true' };
    case 'NULL':
      return { NULL: true };
    case 'SS':
    case 'NS':
    case 'BS':
      if (!Array.isArray(content)) throw notTyped(at);
      return { [type]: content.map(String) };
    case 'L':
      if (!Array.isArray(content)) throw notTyped(at);
      return { L: content.map((entry: unknown, index) => toWire(entry, `${at}[${index}]`)) };
    case 'M':
      if (!isObject(content)) throw notTyped(at);
      return { M: toWireItem(content, at) };
    default:
      throw notTyped(at);
  }
}

/** A map of names to typed values: a key, an item, or expression values. */
export function toWireItem(values: unknown, at: string): Item {
  if (!isObject(values)) throw invalidRequest(`Expected JSON object for field '$[${at}]'.`);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toWire(value, `${at}.${name}`)]));
}

function notTyped(at: string): Error {
  return invalidRequest(`Expected a typed attribute value, such as {"S": "text"}, for field '$[${at}]'.`);
}

/** A value as `ctx.result` shows it: numbers as numbers, sets as lists, binary in base64. */
export function toPlain(value: AttributeValue): unknown {
  const [[type, content] = []] = Object.entries(value);
  switch (type) {
    case 'N':
      return Number(content);
    case 'NULL':
      return null;
    case 'NS':
      return (content as unknown[]).map(Number);
    case 'L':
      return (content as AttributeValue[]).map(toPlain);
    case 'M':
      return toPlainItem(content as Item);
    default:
      return content;
  }
}

export function toPlainItem(item: Item): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toPlain(value)]));
}

/** A text that is the same for values that DynamoDB holds to be equal. */
export function canonical(value: AttributeValue): string {
  const [[type, content] = []] = Object.entries(value);
  switch (type) {
    case 'N':
      return `N:${Number(content)}`;
    case 'SS':
    case 'BS':
      return `${type}:${JSON.stringify([...(content as string[])].sort())}`;
    case 'NS':
      return `NS:${JSON.stringify((content as string[]).map(Number).sort((a, b) => a - b))}`;
    case 'L':
      return `L:[${(content as AttributeValue[]).map(canonical).join()}]`;
    case 'M':
      return `M:${canonicalItem(content as Item)}`;
    default:
      return `${type}:${JSON.stringify(content)}`;
  }
}

export function canonicalItem(item: Item): string {
  const names = Object.keys(item).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(item[name] ?? {})}`).join()}}`;
}
