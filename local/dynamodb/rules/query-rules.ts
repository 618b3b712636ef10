import { AwsError } from '../../errors.ts';
import type { Attributes, AttributeValue } from '../attribute-value.ts';
import type { Key, TableKeys } from '../table-keys.ts';

type Input = Readonly<Record<string, unknown>>;

const COMPARED = /([#\w.-]+)\s*(?:=|<=|>=|<|>)\s*(:\w+)|(:\w+)\s*(?:=|<=|>=|<|>)\s*([#\w.-]+)/g;
const BETWEEN = /([#\w.-]+)\s+BETWEEN\s+(:\w+)\s+AND\s+(:\w+)/gi;
const BEGINS = /begins_with\s*\(\s*([#\w.-]+)\s*,\s*(:\w+)\s*\)/gi;

/** What AWS refuses of a Query and the engine lets pass. */
export function checkQuery(input: Input, keys: TableKeys | undefined): void {
  const index = input['IndexName'];
  const key = typeof index === 'string' ? keys?.indexes.get(index) : keys?.own;
  const expression = input['KeyConditionExpression'];
  if (!key || typeof expression !== 'string') return;
  const compared = comparedValues(expression, input);
  for (const [name, value] of compared) {
    const attribute = [key.partition, key.sort].find((each) => each?.name === name);
    if (attribute && !Object.hasOwn(value, attribute.type)) {
      throw invalid('One or more parameter values were invalid: Condition parameter type does not match schema type');
    }
  }
  checkStart(input['ExclusiveStartKey'] as Attributes | undefined, key, compared);
}

/** A place in another partition is none that this Query could have come to. */
function checkStart(
  start: Attributes | undefined,
  { partition }: Key,
  compared: readonly (readonly [string, AttributeValue])[],
): void {
  const wanted = compared.find(([name]) => name === partition.name)?.[1];
  const given = start?.[partition.name];
  if (!wanted || !given || sameScalar(wanted, given)) return;
  throw invalid('The provided starting key is outside query boundaries based on provided conditions');
}

function sameScalar(one: AttributeValue, other: AttributeValue): boolean {
  if (one['N'] !== undefined && other['N'] !== undefined) return Number(one['N']) === Number(other['N']);
  return JSON.stringify(one) === JSON.stringify(other);
}

function comparedValues(expression: string, input: Input): (readonly [string, AttributeValue])[] {
  const names = (input['ExpressionAttributeNames'] ?? {}) as Readonly<Record<string, string>>;
  const values = (input['ExpressionAttributeValues'] ?? {}) as Readonly<Record<string, AttributeValue>>;
  const pairs = [
    ...[...expression.matchAll(COMPARED)].map((match) => [match[1] ?? match[4], match[2] ?? match[3]] as const),
    ...[...expression.matchAll(BETWEEN)].flatMap(([, name, low, high]) => [
      [name, low] as const,
      [name, high] as const,
    ]),
    ...[...expression.matchAll(BEGINS)].map(([, name, value]) => [name, value] as const),
  ];
  return pairs.flatMap(([name = '', placeholder = '']) => {
    const value = values[placeholder];
    return value ? [[names[name] ?? name, value] as const] : [];
  });
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
