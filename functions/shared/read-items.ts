import { setTimeout as delay } from 'node:timers/promises';
import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Key } from '../../model/keys.ts';

/** DynamoDB's limit a request. */
const BATCH = 100;
const ATTEMPTS = 8;
const FIRST_MS = 20;

/** Items by `pk sk`. */
export type ItemsByKey = ReadonlyMap<string, Key>;

/** Where items are read. */
export interface Reader {
  readonly table: DynamoDBDocumentClient;
  readonly tableName: string;
  /** Default: true, at twice the price. */
  readonly consistentRead?: boolean;
}

/**
 * All the items that exist.
 * @param attributes names of those that are wanted besides the keys. Default: all
 * @throws Error where the table does not give them all, after some attempts
 */
export async function readItems(
  reader: Reader,
  keys: Iterable<Key>,
  attributes?: readonly string[],
): Promise<ItemsByKey> {
  const wanted = new Map([...keys].map(({ pk, sk }) => [`${pk} ${sk}`, { pk, sk }]));
  const items = new Map<string, Key>();
  const waiting = [...wanted.values()];
  while (waiting.length > 0) {
    for (const item of await readBatch(reader, waiting.splice(0, BATCH), attributes)) {
      items.set(`${item.pk} ${item.sk}`, item);
    }
  }
  return items;
}

/** The item with this key among those read, or null. */
export function itemIn<Item extends Key>(items: ItemsByKey, { pk, sk }: Key): Item | null {
  return (items.get(`${pk} ${sk}`) as Item | undefined) ?? null;
}

async function readBatch(
  { table, tableName, consistentRead = true }: Reader,
  keys: readonly Key[],
  attributes?: readonly string[],
): Promise<Key[]> {
  const names = attributes && [...new Set(['pk', 'sk', ...attributes])];
  const projection = names && {
    ProjectionExpression: names.map((_, index) => `#a${index}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#a${index}`, name])),
  };
  const found: Key[] = [];
  let left = [...keys] as Record<string, unknown>[];
  for (let attempt = 1; left.length > 0; attempt += 1) {
    if (attempt > ATTEMPTS) throw new Error(`${left.length} items could not be read in ${ATTEMPTS} attempts.`);
    if (attempt > 1) await delay(Math.random() * FIRST_MS * 2 ** attempt);
    const { Responses, UnprocessedKeys } = await table.send(
      new BatchGetCommand({
        RequestItems: { [tableName]: { Keys: left, ConsistentRead: consistentRead, ...projection } },
      }),
    );
    found.push(...((Responses?.[tableName] ?? []) as Key[]));
    left = UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return found;
}
