import type { DataSourceAnswer } from '../resolver/step.ts';
import { invalidRequest } from '../errors.ts';
import { canonicalItem, toPlainItem, toWireItem, type Item } from './attribute-values.ts';
import type { Call } from './call.ts';
import { compact, Expressions, type RequestReader } from './request.ts';

interface TableKeys {
  readonly keys: readonly Item[];
  /** Key attributes that were fetched only to tell the items apart. */
  readonly added: readonly string[];
}

/** `{ data: { TABLE: [item or null, in the order of the keys] }, unprocessedKeys: { TABLE: [key] } }`. */
export async function batchGetItem(request: RequestReader, call: Call): Promise<DataSourceAnswer> {
  const tables = new Map<string, TableKeys>();
  const input: Record<string, unknown> = {};
  const asked = request.object('tables');
  for (const table of asked.names()) {
    const given = asked.object(table);
    const keys = given.list('keys').map((key, index) => toWireItem(key, `tables.${table}.keys[${index}]`));
    const projection = project(given, keys);
    tables.set(table, { keys, added: projection.added });
    input[table] = compact({ Keys: keys, ConsistentRead: given.optional('consistentRead'), ...projection.members });
  }
  const answer = await call('BatchGetItem', { RequestItems: input });
  const responses = (answer['Responses'] ?? {}) as Record<string, Item[]>;
  const unprocessed = (answer['UnprocessedKeys'] ?? {}) as Record<string, { Keys: Item[] }>;
  const data: Record<string, unknown> = {};
  const unprocessedKeys: Record<string, unknown> = {};
  for (const [table, { keys, added }] of tables) {
    data[table] = inOrder(keys, responses[table] ?? [], added);
    unprocessedKeys[table] = (unprocessed[table]?.Keys ?? []).map(toPlainItem);
  }
  return { result: { data, unprocessedKeys } };
}

/** A projection without the key attributes gets them, for DynamoDB answers in no order. */
function project(
  given: RequestReader,
  keys: readonly Item[],
): { members: Record<string, unknown>; added: readonly string[] } {
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
  const asked = request.object('tables');
  const tables = asked.names().map((table) => ({
    table,
    items: asked.list(table).map((item, index) => toWireItem(item, `tables.${table}[${index}]`)),
  }));
  if (tables.length === 0) throw invalidRequest("Value for field '$[tables]' not found.");
  const input = Object.fromEntries(
    tables.map(({ table, items }) => [table, items.map((item) => ({ [kind]: { [member]: item } }))]),
  );
  const answer = await call('BatchWriteItem', { RequestItems: input });
  const left = (answer['UnprocessedItems'] ?? {}) as Record<string, UnprocessedWrite[]>;
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
  return { result: { data, [unprocessed]: leftOver } };
}
