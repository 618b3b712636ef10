import { toPlain, type AttributeValue } from '../appsync/dynamodb/attribute-values.ts';
import type { ConsoleEntities, ConsoleItems, ConsoleTable } from './answers.ts';

/** A DynamoDB operation in its JSON wire format, as the account's administrator. */
export type AskDynamoDb = (
  operation: string,
  input: Readonly<Record<string, unknown>>,
) => Promise<Record<string, unknown>>;

type Item = Readonly<Record<string, AttributeValue>>;

/** A page of a Scan. */
interface Page {
  readonly Items?: readonly Item[];
  readonly LastEvaluatedKey?: Item;
}

/** Items that are counted at most, and looked through at most for one answer. */
const LOOKED_AT = 20_000;
const SCAN_PAGE = 500;
const ITEMS_PAGE = 50;

export interface ItemsFilter {
  readonly entityAttribute: string | null;
  /** Only items that the attribute says to be this; an empty text: only those that have none. */
  readonly entity: string | null;
  /** Only items with this text in their key. */
  readonly text: string | null;
  readonly from: string | null;
}

/** How many items of each kind a table holds. A console may scan what nobody else may: the table is a laptop's. */
export async function countEntities(ask: AskDynamoDb, table: string, attribute: string): Promise<ConsoleEntities> {
  const counts = new Map<string, number>();
  let others = 0;
  const isWhole = await scan(ask, { TableName: table, ...projected(attribute) }, undefined, (items) => {
    for (const { [attribute]: value } of items) {
      const name = value?.['S'];
      if (typeof name === 'string') counts.set(name, (counts.get(name) ?? 0) + 1);
      else others += 1;
    }
    return true;
  });
  const entities = [...counts].map(([name, count]) => ({ name, count }));
  entities.sort((one, other) => (one.name < other.name ? -1 : 1));
  return { entities, others, isWhole: isWhole === null };
}

/** A page of items, and where the next begins. */
export async function listItems(ask: AskDynamoDb, table: ConsoleTable, filter: ItemsFilter): Promise<ConsoleItems> {
  const found: Item[] = [];
  const start = filter.from === null ? undefined : (JSON.parse(filter.from) as Item);
  const last = await scan(ask, { TableName: table.name, ...conditions(table, filter) }, start, (items) => {
    found.push(...items);
    return found.length < ITEMS_PAGE;
  });
  const items = found.map((item) =>
    Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toPlain(value)])),
  );
  return { items, next: last === null ? null : JSON.stringify(last) };
}

/** Scans until there is no more, `take` has enough or too much was looked at. @returns where it ended; null: at the end */
async function scan(
  ask: AskDynamoDb,
  input: Readonly<Record<string, unknown>>,
  start: Item | undefined,
  take: (items: readonly Item[]) => boolean,
): Promise<Item | null> {
  let from = start;
  for (let looked = 0; looked < LOOKED_AT; looked += SCAN_PAGE) {
    const page = (await ask('Scan', {
      ...input,
      Limit: SCAN_PAGE,
      ...(from ? { ExclusiveStartKey: from } : {}),
    })) as Page;
    const isEnough = !take(page.Items ?? []);
    from = page.LastEvaluatedKey;
    if (!from) return null;
    if (isEnough) return from;
  }
  return from ?? null;
}

function projected(attribute: string): object {
  return { ProjectionExpression: '#entity', ExpressionAttributeNames: { '#entity': attribute } };
}

function conditions({ key }: ConsoleTable, { entityAttribute, entity, text }: ItemsFilter): object {
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = {};
  const parts: string[] = [];
  if (entityAttribute !== null && entity !== null) {
    names['#entity'] = entityAttribute;
    parts.push(entity === '' ? 'attribute_not_exists(#entity)' : '#entity = :entity');
    if (entity !== '') values[':entity'] = { S: entity };
  }
  if (text) {
    key.forEach((name, index) => (names[`#key${index}`] = name));
    values[':text'] = { S: text };
    parts.push(`(${key.map((_, index) => `contains(#key${index}, :text)`).join(' OR ')})`);
  }
  if (parts.length === 0) return {};
  return {
    FilterExpression: parts.join(' AND '),
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
  };
}
