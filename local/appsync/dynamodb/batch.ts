import type { DataSourceAnswer } from '../resolver/data-source-answer.ts';
import { AwsError } from '../../errors.ts';
import { invalidRequest } from '../errors.ts';
import { canonicalItem, toPlainItem, toWireItem, type Item } from './attribute-values.ts';
import { failure, type Call } from './call.ts';
import { compact, Expressions, type RequestReader } from './request.ts';

type Json = Readonly<Record<string, unknown>>;

/** How often AppSync asks again for what a batch left unprocessed. */
const FURTHER_ATTEMPTS = 1;

/** What is left is an error beside the partial result ("Error handling" in AWS's tutorial for batches). */
const THROTTLED = new AwsError(
  'ProvisionedThroughputExceededException',
  'The level of configured provisioned throughput for the table was exceeded. ' +
    'Consider increasing your provisioning level with the UpdateTable API.',
);

interface TableKeys {
  readonly keys: readonly Item[];
  /** Key attributes that were fetched only to tell the items apart. */
  readonly added: readonly string[];
}

/** `{ data: { TABLE: [item or null, in the order of the keys] }, unprocessedKeys: { TABLE: [key] } }`. */
export async function batchGetItem(request: RequestReader, call: Call): Promise<DataSourceAnswer> {
  const tables = new Map<string, TableKeys>();
  const input: Record<string, unknown> = {};
  const asked = tablesOf(request);
  for (const table of asked.names()) {
    const given = asked.object(table).only('keys', 'consistentRead', 'projection');
    const keys = given.list('keys').map((key, index) => toWireItem(key, `tables.${table}.keys[${index}]`));
    const projection = project(given, keys);
    tables.set(table, { keys, added: projection.added });
    input[table] = compact({ Keys: keys, ConsistentRead: given.optional('consistentRead'), ...projection.members });
  }
  const found = new Map<string, Item[]>();
  const outcome = await inAttempts(input, async (RequestItems) => {
    const answer = await call('BatchGetItem', { RequestItems });
    for (const [table, items] of Object.entries((answer['Responses'] ?? {}) as Record<string, Item[]>)) {
      found.set(table, [...(found.get(table) ?? []), ...items]);
    }
    return (answer['UnprocessedKeys'] ?? {}) as Json;
  });
  const left = outcome.left as Record<string, { readonly Keys: readonly Item[] } | undefined>;
  const data: Record<string, unknown> = {};
  const unprocessedKeys: Record<string, unknown> = {};
  for (const [table, { keys, added }] of tables) {
    data[table] = inOrder(keys, found.get(table) ?? [], added);
    unprocessedKeys[table] = (left[table]?.Keys ?? []).map(toPlainItem);
  }
  return answerOf({ data, unprocessedKeys }, outcome.error);
}

/** A projection without the key attributes gets them, for DynamoDB answers in no order. */
function project(given: RequestReader, keys: readonly Item[]): { members: Json; added: readonly string[] } {
  const expressions = new Expressions();
  const text = expressions.add(given.optionalObject('projection'));
  if (text === undefined) return { members: {}, added: [] };
  const members = expressions.members();
  const names = { ...(members['ExpressionAttributeNames'] as Record<string, string> | undefined) };
  const projected = text.split(',').map((path) => names[path.trim()] ?? path.trim());
  const added = Object.keys(keys[0] ?? {}).filter((name) => !projected.includes(name));
  const aliases = added.map((name, index) => {
    names[`#appsyncKey${index}`] = name;
    return `#appsyncKey${index}`;
  });
  return {
    members: compact({
      ProjectionExpression: [text, ...aliases].join(','),
      ExpressionAttributeNames: Object.keys(names).length > 0 ? names : undefined,
    }),
    added,
  };
}

function inOrder(keys: readonly Item[], items: readonly Item[], added: readonly string[]): unknown[] {
  const names = Object.keys(keys[0] ?? {});
  const keyOf = (item: Item): string =>
    canonicalItem(Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]] as const] : []))));
  const byKey = new Map(items.map((item) => [keyOf(item), item]));
  return keys.map((key) => {
    const item = byKey.get(canonicalItem(key));
    if (!item) return null;
    return toPlainItem(Object.fromEntries(Object.entries(item).filter(([name]) => !added.includes(name))));
  });
}

const WRITES = {
  BatchPutItem: { request: 'PutRequest', member: 'Item', unprocessed: 'unprocessedItems' },
  BatchDeleteItem: { request: 'DeleteRequest', member: 'Key', unprocessed: 'unprocessedKeys' },
} as const;

type UnprocessedWrite = Readonly<Record<string, Readonly<Record<string, Item>>>>;

/** `{ data: { TABLE: [item or key; null where unprocessed] }, unprocessedItems | unprocessedKeys: { TABLE: […] } }`. */
export async function batchWrite(
  operation: keyof typeof WRITES,
  request: RequestReader,
  call: Call,
): Promise<DataSourceAnswer> {
  const { request: kind, member, unprocessed } = WRITES[operation];
  const asked = tablesOf(request);
  const tables = asked.names().map((table) => ({
    table,
    items: asked.list(table).map((item, index) => toWireItem(item, `tables.${table}[${index}]`)),
  }));
  const input = Object.fromEntries(
    tables.map(({ table, items }) => [table, items.map((item) => ({ [kind]: { [member]: item } }))]),
  );
  const outcome = await inAttempts(input, async (RequestItems) => {
    const answer = await call('BatchWriteItem', { RequestItems });
    return (answer['UnprocessedItems'] ?? {}) as Json;
  });
  const left = outcome.left as Record<string, UnprocessedWrite[] | undefined>;
  const data: Record<string, unknown> = {};
  const leftOver: Record<string, unknown> = {};
  for (const { table, items } of tables) {
    const unwritten = (left[table] ?? []).flatMap((entry): Item[] => {
      const item = entry[kind]?.[member];
      return item ? [item] : [];
    });
    const names = new Set(unwritten.map(canonicalItem));
    data[table] = items.map((item) => (names.has(canonicalItem(item)) ? null : toPlainItem(item)));
    leftOver[table] = unwritten.map(toPlainItem);
  }
  return answerOf({ data, [unprocessed]: leftOver }, outcome.error);
}

function tablesOf(request: RequestReader): RequestReader {
  const tables = request.only('version', 'operation', 'tables').object('tables');
  if (tables.names().length === 0) throw invalidRequest("Value for field '$[tables]' not found.");
  return tables;
}

/** Sends a batch until nothing is left of it, or the attempts are used up, or one fails. */
async function inAttempts(
  input: Json,
  send: (requestItems: Json) => Promise<Json>,
): Promise<{ readonly left: Json; readonly error?: unknown }> {
  let left = input;
  for (let attempt = 0; attempt <= FURTHER_ATTEMPTS; attempt += 1) {
    try {
      left = await send(left);
    } catch (error) {
      return { left, error };
    }
    if (Object.keys(left).length === 0) return { left };
  }
  return { left, error: THROTTLED };
}

/** The members of a batch's result are there also where it failed. */
function answerOf(result: Json, error: unknown): DataSourceAnswer {
  return error === undefined ? { result } : failure(error, result);
}
