import { AwsError } from '../../errors.ts';
import { invalidRequest } from '../errors.ts';
import type { DataSourceAnswer } from '../resolver/step.ts';
import { canonicalItem, toPlainItem, type Item } from './attribute-values.ts';
import { failure, type Call } from './call.ts';
import { compact, Expressions, type RequestReader } from './request.ts';

export async function getItem(table: string, request: RequestReader, call: Call): Promise<DataSourceAnswer> {
  const expressions = new Expressions();
  const answer = await call(
    'GetItem',
    compact({
      TableName: table,
      Key: request.item('key'),
      ConsistentRead: request.optional('consistentRead'),
      ProjectionExpression: expressions.add(request.optionalObject('projection')),
      ...expressions.members(),
    }),
  );
  return { result: plainOrNull(answer['Item']) };
}

export async function putItem(table: string, request: RequestReader, call: Call): Promise<DataSourceAnswer> {
  const key = request.item('key');
  const item = { ...(request.has('attributeValues') ? request.item('attributeValues') : {}), ...key };
  const written = { key, wanted: item };
  return write(table, request, written, call, async (condition) => {
    await call('PutItem', { TableName: table, Item: item, ...condition(new Expressions()) });
    return toPlainItem(item);
  });
}

export async function updateItem(table: string, request: RequestReader, call: Call): Promise<DataSourceAnswer> {
  const key = request.item('key');
  const expressions = new Expressions();
  const update = expressions.add(request.object('update'));
  // An update's outcome can't be told from the request, so the item never "already looks as wanted".
  return write(table, request, { key }, call, async (condition) => {
    const answer = await call('UpdateItem', {
      TableName: table,
      Key: key,
      UpdateExpression: update,
      ReturnValues: 'ALL_NEW',
      ...condition(expressions),
    });
    return plainOrNull(answer['Attributes']);
  });
}

export async function deleteItem(table: string, request: RequestReader, call: Call): Promise<DataSourceAnswer> {
  const key = request.item('key');
  return write(table, request, { key, wanted: null }, call, async (condition) => {
    const input = { TableName: table, Key: key, ReturnValues: 'ALL_OLD', ...condition(new Expressions()) };
    return plainOrNull((await call('DeleteItem', input))['Attributes']);
  });
}

interface Written {
  readonly key: Item;
  /** What is to be there afterwards; null: nothing. Absent: not known. */
  readonly wanted?: Item | null;
}

/**
 * A write that may be conditional. When the condition fails AppSync reads the item back: if it already is what the
 * write would have made of it that is a success, else the item is `ctx.result` beside the error
 * ("Handling a condition check failure" in AWS's reference).
 */
async function write(
  table: string,
  request: RequestReader,
  written: Written,
  call: Call,
  send: (condition: (expressions: Expressions) => Readonly<Record<string, unknown>>) => Promise<unknown>,
): Promise<DataSourceAnswer> {
  const condition = request.optionalObject('condition');
  const strategy = condition?.optionalObject('conditionalCheckFailedHandler')?.string('strategy') ?? 'Reject';
  if (strategy !== 'Reject') {
    throw invalidRequest(`conditionalCheckFailedHandler: the strategy ${strategy} doesn't run here, only Reject does.`);
  }
  try {
    const result = await send((expressions) => {
      const expression = expressions.add(condition);
      return compact({ ConditionExpression: expression, ...expressions.members() });
    });
    return { result };
  } catch (error) {
    if (!condition || !(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException') throw error;
    const consistent = condition.optional('consistentRead') ?? true;
    const input = { TableName: table, Key: written.key, ConsistentRead: consistent };
    const current = ((await call('GetItem', input))['Item'] ?? null) as Item | null;
    const result = current && toPlainItem(current);
    const ignored = condition.has('equalsIgnore') ? condition.list('equalsIgnore').map(String) : [];
    return looksAsWanted(current, written.wanted, ignored) ? { result } : failure(error, result);
  }
}

function looksAsWanted(current: Item | null, wanted: Item | null | undefined, ignored: readonly string[]): boolean {
  if (wanted === undefined) return false;
  if (!current || !wanted) return current === wanted;
  const heeded = (item: Item): Item =>
    Object.fromEntries(Object.entries(item).filter(([name]) => !ignored.includes(name)));
  return canonicalItem(heeded(current)) === canonicalItem(heeded(wanted));
}

function plainOrNull(item: unknown): Record<string, unknown> | null {
  return item ? toPlainItem(item as Item) : null;
}
