import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attributes } from './attribute-value.ts';
import type { EngineClient } from './engine-client.ts';
import { describeTable } from './tables.ts';

/** DynamoDB's limit for BatchWriteItem. */
const BATCH = 25;

const FILE = 'tables.json';

/** Copies all items of tables to a folder: the way for an engine whose files aren't ours. */
export async function copyTables(client: EngineClient, names: readonly string[], folder: string): Promise<void> {
  const tables: Record<string, Attributes[]> = {};
  for (const name of names) tables[name] = await allItems(client, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, FILE), JSON.stringify(tables));
}

/** Brings the tables' items back to what `copyTables` wrote. */
export async function restoreTables(client: EngineClient, folder: string): Promise<void> {
  const tables = JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Record<string, Attributes[]>;
  for (const [name, items] of Object.entries(tables)) {
    const attributes = (await describeTable(client, name))?.KeySchema?.map((key) => key.AttributeName) ?? [];
    const keyOf = (item: Attributes) => Object.fromEntries(attributes.map((attribute) => [attribute, item[attribute]]));
    const kept = new Set(items.map((item) => JSON.stringify(keyOf(item))));
    const surplus = (await allItems(client, name)).map(keyOf).filter((key) => !kept.has(JSON.stringify(key)));
    await writeAll(client, name, [
      ...surplus.map((Key) => ({ DeleteRequest: { Key } })),
      ...items.map((Item) => ({ PutRequest: { Item } })),
    ]);
  }
}

async function allItems(client: EngineClient, name: string): Promise<Attributes[]> {
  const items: Attributes[] = [];
  let start: unknown;
  do {
    const page = await client.call('Scan', { TableName: name, ConsistentRead: true, ExclusiveStartKey: start });
    items.push(...(page['Items'] as Attributes[]));
    start = page['LastEvaluatedKey'];
  } while (start);
  return items;
}

async function writeAll(client: EngineClient, name: string, requests: readonly unknown[]): Promise<void> {
  const pending = [...requests];
  while (pending.length > 0) {
    const answer = await client.call('BatchWriteItem', { RequestItems: { [name]: pending.splice(0, BATCH) } });
    pending.push(...((answer['UnprocessedItems'] as Record<string, unknown[]>)[name] ?? []));
  }
}
