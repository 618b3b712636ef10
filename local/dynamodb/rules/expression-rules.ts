import { AwsError } from '../../errors.ts';
import { attributeSize } from '../attribute-value.ts';
import type { AttributeValue } from '../attribute-value.ts';
import { expressionFacts } from './expression-facts.ts';

type Input = Readonly<Record<string, unknown>>;

export const expressionNames = [
  'ConditionExpression',
  'FilterExpression',
  'KeyConditionExpression',
  'ProjectionExpression',
  'UpdateExpression',
] as const;

const mostOperators = 300;
const mostOperandsOfIn = 100;
const mostLevels = 32;
const longestPlaceholder = 255;
const largestValues = 2 * 1024 * 1024;
const types = ['B', 'BOOL', 'BS', 'L', 'M', 'N', 'NS', 'NULL', 'S', 'SS'];
/** They have an order. */
const scalars = new Set(['S', 'N', 'B']);

/** What AWS refuses of an expression and the engine lets pass. @param isWrite AWS words its refusals otherwise then */
export function checkExpressions(input: Input, isWrite: boolean): void {
  const values = (input['ExpressionAttributeValues'] ?? {}) as Readonly<Record<string, AttributeValue>>;
  for (const name of expressionNames) {
    const expression = input[name];
    if (typeof expression !== 'string') continue;
    const problem = problemOf(expression, name === 'UpdateExpression', values);
    if (problem) throw invalidExpression(name, problem, isWrite);
  }
  checkPlaceholders(input, values);
}

/** As AWS words it. */
export function invalidExpression(name: string, problem: string, isWrite: boolean): AwsError {
  return new AwsError(
    'ValidationException',
    `${isWrite ? '1 validation error detected: ' : ''}Invalid ${name}: ${problem}`,
  );
}

function problemOf(
  expression: string,
  isUpdate: boolean,
  values: Readonly<Record<string, AttributeValue>>,
): string | undefined {
  const facts = expressionFacts(expression, isUpdate);
  const { operators, operandsOfIn, levels, compared, typeNames, bounds, repeated, unknownFunctions } = facts;
  // Names of functions are case sensitive.
  if (unknownFunctions[0]) return `Invalid function name; function: ${unknownFunctions[0]}`;
  if (operators > mostOperators) {
    return `The expression contains too many operators; operator count: ${operators}`;
  }
  if (operandsOfIn > mostOperandsOfIn) {
    return `The IN operator is provided with too many operands; number of operands: ${operandsOfIn}`;
  }
  if (levels > mostLevels) return `The document path has too many nesting levels; nesting levels: ${levels}`;
  for (const { operator, value } of compared) {
    const [type] = Object.keys(values[value] ?? {});
    if (type && types.includes(type) && !scalars.has(type)) {
      return `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`;
    }
  }
  for (const [low, high] of bounds) {
    const problem = problemOfBounds(values[low], values[high]);
    if (problem) return problem;
  }
  if (repeated[0]) {
    const { operator, path } = repeated[0];
    const steps = path.split(/[.[\]]+/).filter(Boolean);
    return `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: [${steps.join(', ')}]`;
  }
  const given = typeNames.flatMap((name) => (values[name] ? [values[name]] : []));
  const wrongType = given.flatMap((value) => Object.keys(value)).find((type) => type !== 'S');
  if (wrongType) {
    return `Incorrect operand type for operator or function; operator or function: attribute_type, operand type: ${wrongType}`;
  }
  const named = given.map((value) => value['S']).filter((name) => typeof name === 'string');
  const unknown = named.find((name) => !types.includes(name));
  if (unknown !== undefined) {
    return `Invalid attribute type name found; type: ${unknown}, valid types: {${types.join(',')}}`;
  }
  return undefined;
}

function problemOfBounds(low: AttributeValue | undefined, high: AttributeValue | undefined): string | undefined {
  const [lowType, lowValue] = Object.entries(low ?? {})[0] ?? [];
  const [highType, highValue] = Object.entries(high ?? {})[0] ?? [];
  if (lowType === undefined || highType === undefined) return undefined;
  const operands = `lower bound operand: AttributeValue: {${lowType}:${String(lowValue)}}, upper bound operand: AttributeValue: {${highType}:${String(highValue)}}`;
  if (lowType !== highType) {
    return `The BETWEEN operator requires same data type for lower and upper bounds; ${operands}`;
  }
  if (!isGreater(lowType, String(lowValue), String(highValue))) return undefined;
  return `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${operands}`;
}

function isGreater(type: string, one: string, other: string): boolean {
  if (type === 'N') return Number(one) > Number(other);
  const encoding = type === 'B' ? 'base64' : 'utf8';
  return Buffer.compare(Buffer.from(one, encoding), Buffer.from(other, encoding)) > 0;
}

function checkPlaceholders(input: Input, values: Readonly<Record<string, AttributeValue>>): void {
  const names = (input['ExpressionAttributeNames'] ?? {}) as Readonly<Record<string, unknown>>;
  const placeholders = [...Object.keys(names), ...Object.keys(values)];
  const long = placeholders.find((placeholder) => Buffer.byteLength(placeholder) > longestPlaceholder);
  if (long) {
    const member = long.startsWith('#') ? 'ExpressionAttributeNames' : 'ExpressionAttributeValues';
    throw new AwsError(
      'ValidationException',
      `${member} contains a key that is longer than ${longestPlaceholder} bytes`,
    );
  }
  const size =
    placeholders.reduce((sum, placeholder) => sum + Buffer.byteLength(placeholder), 0) +
    Object.values(names).reduce<number>((sum, name) => sum + Buffer.byteLength(String(name)), 0) +
    Object.values(values).reduce((sum, value) => sum + attributeSize(value), 0);
  if (size > largestValues) throw new AwsError('ValidationException', 'ExpressionAttributeValues exceeds max size');
}
