import type { Capacity } from '../usage-sums.ts';
import type { KeyCapacity } from '../usage.ts';
import type { Attributes } from './attribute-value.ts';
import { itemSize } from './attribute-value.ts';
import { consumedByTable, isRead, writeUnits } from './capacity.ts';
import type { ItemAccess } from './item-access.ts';
import type { TableKeys } from './table-keys.ts';

type KeysByTable = ReadonlyMap<string, TableKeys>;

type Message = Readonly<Record<string, unknown>>;

/** In the place of an index's partition that the request does not name. */
const UNNAMED = '?';
const READ_UNIT = 4096;

/**
 * Which partition keys the units of a request went to. A request that touches several items is shared out by their
 * size, as far as request and answer tell it; an index's units go to its partition where the written item names it,
 * else to `?`.
 */
export function capacityByKey(
  operation: string,
  requested: readonly ItemAccess[],
  reply: Message,
  keys: KeysByTable,
): KeyCapacity[] {
  const accesses = operation === 'BatchGetItem' ? withItems(requested, reply, keys) : requested;
  return consumedByTable(reply).flatMap(
    ({ TableName: table = '', CapacityUnits: units = 0, GlobalSecondaryIndexes: indexes = {} }) => {
      const touching = accesses.filter((access) => access.table === table);
      const ofIndexes = isRead(operation) ? [] : Object.entries(indexes);
      const inIndexes = ofIndexes.reduce((sum, [, index]) => sum + (index.CapacityUnits ?? 0), 0);
      return [
        ...shares(operation, touching, units - inIndexes, keys),
        ...ofIndexes.flatMap(([name, index]) => indexShares(touching, name, index.CapacityUnits ?? 0, keys)),
      ];
    },
  );
}

/** The items that a batch has found, in the place of their keys. */
function withItems(accesses: readonly ItemAccess[], reply: Message, keys: KeysByTable): ItemAccess[] {
  const responses = (reply['Responses'] ?? {}) as Readonly<Record<string, readonly Attributes[]>>;
  return accesses.map((access) => {
    const { table } = access;
    const known = keys.get(table);
    const identity = known?.identity(access);
    const item = (responses[table] ?? []).find((found) => known?.identity({ ...access, item: found }) === identity);
    return item ? { ...access, item } : access;
  });
}

/** The same for a refused request, whose units are known as a sum only. */
export function failureByKey(
  operation: string,
  accesses: readonly ItemAccess[],
  { rcu, wcu }: Capacity,
  keys: KeysByTable,
): KeyCapacity[] {
  return rcu + wcu === 0 ? [] : shares(operation, accesses, rcu + wcu, keys);
}

function shares(operation: string, accesses: readonly ItemAccess[], units: number, keys: KeysByTable): KeyCapacity[] {
  const total = accesses.reduce((sum, access) => sum + weight(operation, access), 0);
  return accesses.flatMap((access) => {
    const [value] = keys.get(access.table)?.leadingKeys(access) ?? [];
    if (value === undefined) return [];
    const key = `${access.table}${access.index ? `/index/${access.index}` : ''} ${value}`;
    const share = (units * weight(operation, access)) / total;
    return { key, ...(isRead(operation) ? { rcu: share, wcu: 0 } : { rcu: 0, wcu: share }) };
  });
}

function indexShares(accesses: readonly ItemAccess[], index: string, units: number, keys: KeysByTable): KeyCapacity[] {
  const named = accesses.flatMap(({ table, item }) => {
    const value: Attributes[string] | undefined = item?.[keys.get(table)?.indexes.get(index)?.partition.name ?? ''];
    return value ? `${table}/index/${index} ${String(Object.values(value)[0])}` : [];
  });
  const values =
    named.length > 0 ? named : accesses.slice(0, 1).map(({ table }) => `${table}/index/${index} ${UNNAMED}`);
  return values.map((key) => ({ key, rcu: 0, wcu: units / values.length }));
}

function weight(operation: string, { action, item }: ItemAccess): number {
  if (operation === 'BatchGetItem') return item ? Math.max(1, Math.ceil(itemSize(item) / READ_UNIT)) : 1;
  return isRead(operation) || (action !== 'PutItem' && action !== 'BatchWriteItem') ? 1 : writeUnits(item);
}
