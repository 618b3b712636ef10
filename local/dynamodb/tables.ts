import { setTimeout as delay } from 'node:timers/promises';
import { AwsError, DeploymentError } from '../errors.ts';
import type { EngineClient } from './engine-client.ts';
import { tableChanges } from './table-changes.ts';
import type { TableDefinition, TableShape } from './table-definition.ts';

/** What DescribeTable tells, as far as it is used here. */
export interface TableDescription extends TableShape {
  readonly TableId?: string;
  readonly TableStatus?: string;
  readonly LatestStreamArn?: string;
  readonly GlobalSecondaryIndexes?: readonly (NonNullable<TableShape['GlobalSecondaryIndexes']>[number] & {
    readonly IndexStatus?: string;
  })[];
}

/** How often to look whether a table has become active, in milliseconds. */
const POLL = 20;

/**
 * Makes the declared table: creates it, or brings an existing one in line.
 *
 * @throws DeploymentError when the existing one has other keys
 */
export async function makeTable(
  client: EngineClient,
  address: string,
  table: TableDefinition,
): Promise<TableDescription> {
  const existing = await describeTable(client, table.name);
  if (existing) {
    const { conflict, updates } = tableChanges(existing, table.create);
    if (conflict) {
      throw new DeploymentError(`${address}: the table ${table.name} ${conflict}. Start with --fresh to make it anew.`);
    }
    for (const update of updates) {
      await client.call('UpdateTable', { TableName: table.name, ...update });
      await active(client, table.name);
    }
  } else {
    await client.call('CreateTable', table.create);
  }
  const description = await active(client, table.name);
  await setTimeToLive(client, table);
  return description;
}

/** Undefined when there is no such table. */
export async function describeTable(client: EngineClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.call('DescribeTable', { TableName: name }))['Table'] as TableDescription;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

async function active(client: EngineClient, name: string): Promise<TableDescription> {
  for (;;) {
    const description = await describeTable(client, name);
    const states = [description?.TableStatus, ...(description?.GlobalSecondaryIndexes ?? []).map((i) => i.IndexStatus)];
    if (description && states.every((state) => state === 'ACTIVE')) return description;
    await delay(POLL);
  }
}

async function setTimeToLive(client: EngineClient, { name: TableName, ttlAttribute }: TableDefinition): Promise<void> {
  const answer = await client.call('DescribeTimeToLive', { TableName });
  const { TimeToLiveStatus: status, AttributeName: current } = answer['TimeToLiveDescription'] as Record<
    string,
    string
  >;
  const update = (AttributeName: string, Enabled: boolean) =>
    client.call('UpdateTimeToLive', { TableName, TimeToLiveSpecification: { AttributeName, Enabled } });
  const enabled = status === 'ENABLED' || status === 'ENABLING';
  if (enabled && current && current !== ttlAttribute) await update(current, false);
  if (ttlAttribute && !(enabled && current === ttlAttribute)) await update(ttlAttribute, true);
}
