import { AwsError } from '../../errors.ts';
import { invalidRequest } from '../errors.ts';
import type { DataSourceAnswer } from '../resolver/data-source-answer.ts';
import { canonicalItem, toPlainItem, type Item } from './attribute-values.ts';
import { failure, type Call } from './call.ts';
import type { OnConditionFailed } from './condition-function.ts';
import { compact, Expressions, RequestReader } from './request.ts';

/** The table of a data source, for writes of single items. */
export interface ItemTable {
  readonly name: string;
  readonly call: Call;
  readonly onConditionFailed: OnConditionFailed;
}

export async function getItem(table: string, request: RequestReader, call: Call): Promise<DataSourceAnswer> {
  request.only('version', 'operation', 'key', 'consistentRead', 'projection');
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

export function putItem(table: ItemTable, request: RequestReader): Promise<DataSourceAnswer> {
  return write(table, request, 'attributeValues', (given) => {
    const item = { ...(given.has('attributeValues') ? given.item('attributeValues') : {}), ...given.item('key') };
    return {
      wanted: item,
      send: async (condition) => {
        await table.call('PutItem', { TableName: table.name, Item: item, ...condition(new Expressions()) });
        return toPlainItem(item);
      },
    };
  });
}

export function updateItem(table: ItemTable, request: RequestReader): Promise<DataSourceAnswer> {
  return write(table, request, 'update', (given) => {
    const Key = given.item('key');
    const expressions = new Expressions();
    const UpdateExpression = expressions.add(given.object('update'));
    // An update's outcome can't be told from the request, so the item never "already looks as wanted".
    return {
      wanted: undefined,
      send: async (condition) => {
        const input = { TableName: table.name, Key, UpdateExpression, ReturnValues: 'ALL_NEW' };
        return plainOrNull((await table.call('UpdateItem', { ...input, ...condition(expressions) }))['Attributes']);
      },
    };
  });
}

export function deleteItem(table: ItemTable, request: RequestReader): Promise<DataSourceAnswer> {
  return write(table, request, 'key', (given) => {
    const Key = given.item('key');
    return {
      wanted: null,
      send: async (condition) => {
        const input = { TableName: table.name, Key, ReturnValues: 'ALL_OLD', ...condition(new Expressions()) };
        return plainOrNull((await table.call('DeleteItem', input))['Attributes']);
      },
    };
  });
}

interface Write {
  /** What is to be there afterwards; null: nothing; undefined: not known. */
  readonly wanted: Item | null | undefined;
  readonly send: (condition: (expressions: Expressions) => Readonly<Record<string, unknown>>) => Promise<unknown>;
}

const CONDITION_MEMBERS = ['equalsIgnore', 'consistentRead', 'conditionalCheckFailedHandler'];

/**
 * A write that may be conditional. When the condition fails AppSync reads the item back: if it already is what the
 * write would have made of it that is a success, else the strategy decides ("Handling a condition check failure" in
 * AWS's reference).
 * @param content the member of the request that tells what to write
 */
async function write(
  table: ItemTable,
  request: RequestReader,
  content: string,
  read: (request: RequestReader) => Write,
): Promise<DataSourceAnswer> {
  request.only('version', 'operation', 'key', content, 'condition');
  const condition = request.optionalObject('condition');
  const functionArn = condition && functionOf(condition);
  const { wanted, send } = read(request);
  try {
    const result = await send((expressions) => {
      const expression = expressions.add(condition, ...CONDITION_MEMBERS);
      return compact({ ConditionExpression: expression, ...expressions.members() });
    });
    return { result };
  } catch (error) {
    if (!condition || !(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException') throw error;
    const consistent = condition.optional('consistentRead') ?? true;
    const input = { TableName: table.name, Key: request.item('key'), ConsistentRead: consistent };
    const current = ((await table.call('GetItem', input))['Item'] ?? null) as Item | null;
    const result = current && toPlainItem(current);
    const ignored = condition.has('equalsIgnore') ? condition.list('equalsIgnore').map(String) : [];
    if (looksAsWanted(current, wanted, ignored)) return { result };
    if (functionArn === undefined) return failure(error, result);
    const decision = await table.onConditionFailed(functionArn, request.values, current);
    if (decision.action === 'fail') return { result, error: decision.error };
    if (decision.action === 'discard') return { result };
    if (decision.action !== 'retry') return failure(error, result);
    return write(table, retryOf(request, condition, decision.retryMapping, content), content, read);
  }
}

/** The function of the strategy Custom. */
function functionOf(condition: RequestReader): string | undefined {
  const handler = condition.optionalObject('conditionalCheckFailedHandler')?.only('strategy', 'lambdaArn');
  const strategy = handler?.string('strategy') ?? 'Reject';
  if (strategy === 'Custom') return handler?.string('lambdaArn');
  if (strategy !== 'Reject') throw invalidRequest(`Unsupported strategy '${strategy}'.`);
  return undefined;
}

/** The same operation on the same item, once more: with the members that the function gave, and never with a function. */
function retryOf(
  request: RequestReader,
  condition: RequestReader,
  retryMapping: Readonly<Record<string, unknown>>,
  content: string,
): RequestReader {
  const retry = new RequestReader(retryMapping, 'retryMapping').only(
    'condition',
    ...(content === 'key' ? [] : [content]),
  );
  const given = retry.optionalObject('condition')?.values ?? {};
  // A condition of its own brings its own names and values.
  const inherited = 'expression' in given ? {} : condition.values;
  const merged = { ...inherited, ...given, conditionalCheckFailedHandler: null };
  return new RequestReader({ ...request.values, ...retryMapping, condition: merged });
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
