import { AwsError } from '../../errors.ts';
import { itemSize } from '../attribute-value.ts';
import type { Attributes } from '../attribute-value.ts';
import { expressionNames, invalidExpression } from './expression-rules.ts';

type Message = Readonly<Record<string, unknown>>;

const READS = new Set(['GetItem', 'Query', 'Scan', 'BatchGetItem', 'TransactGetItems']);
const largestTransaction = 4 * 1024 * 1024;

/** The engine's answer as AWS gives it. @throws AwsError where AWS refuses after it has read */
export function answerAsOnAws(
  operation: string,
  input: Message,
  answer: Record<string, unknown>,
): Record<string, unknown> {
  if (operation === 'Query' || operation === 'Scan') {
    // The item that didn't fit into the page any more is counted by the engine.
    const scanned = answer['ScannedCount'];
    if (answer['LastEvaluatedKey'] && typeof scanned === 'number' && scanned !== input['Limit']) {
      answer['ScannedCount'] = scanned - 1;
    }
  }
  if (operation === 'TransactGetItems') checkSize(answer['Responses'] as readonly { Item?: Attributes }[] | undefined);
  return answer;
}

function checkSize(responses: readonly { Item?: Attributes }[] = []): void {
  const size = responses.reduce((sum, { Item }) => sum + (Item ? itemSize(Item) : 0), 0);
  if (size <= largestTransaction) return;
  throw new AwsError(
    'ValidationException',
    'Collection size of items exceeded, which can also be caused by the aggregate size of the items in the transaction ' +
      'exceeding the 4MB limit',
  );
}

const UNDEFINED =
  /^An expression attribute (?:value|name) used in .* is not defined; attribute (?:value|name): ([:#].*)$/;
const MISSING = /^missing field `(\w+)` at line/;

/** The engine's refusal in AWS's words. */
export function errorAsOnAws(operation: string, input: Message, error: AwsError): AwsError {
  if (error.code !== 'ValidationException') return error;
  const undefined_ = UNDEFINED.exec(error.message)?.[1];
  const expression = undefined_ && expressionNames.find((name) => textOf(input[name]).includes(undefined_));
  if (expression) return invalidExpression(expression, error.message, !READS.has(operation));
  const missing = MISSING.exec(error.message)?.[1];
  if (!missing) return error;
  const member = missing.charAt(0).toLowerCase() + missing.slice(1);
  return new AwsError(
    error.code,
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
