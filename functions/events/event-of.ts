import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Cause } from '../../model/cause.ts';
import type { DomainEvent } from '../../model/events.ts';
import { describeChange } from './describe.ts';

type Image = Readonly<Record<string, AttributeValue>>;

/** Of an item that its time to live has removed there is no other cause. */
const EXPIRED: Cause = { actor: 'dynamodb', request: '', origin: 'time-to-live' };
const UNKNOWN: Cause = { actor: 'unknown', request: '', origin: 'unknown' };

/**
 * A record of the table's stream as an event, or null where nothing happened: an identical item was put again, or
 * bookkeeping has changed.
 * @throws Error where the item's entity is not known
 */
export function eventOf(record: DynamoDBRecord): DomainEvent | null {
  const { dynamodb = {}, eventID = '' } = record;
  const old = dynamodb.OldImage as Image | undefined;
  const fresh = dynamodb.NewImage as Image | undefined;
  const changed = changedAttributes(old, fresh);
  if (changed.length === 0) return null;
  const before = old && unmarshall(old);
  const after = fresh && unmarshall(fresh);
  const { pk, sk } = (after ?? before) as { pk: string; sk: string };
  const described = describeChange(String((after ?? before)?.['entity']), before, after);
  if (!described) return null;
  return {
    id: eventID,
    time: new Date((dynamodb.ApproximateCreationDateTime ?? 0) * 1000).toISOString(),
    cause: after ? (after['cause'] as Cause) : removalCause(record),
    key: { pk, sk },
    changed,
    ...(old ? { before: hashOf(old) } : {}),
    ...(fresh ? { after: hashOf(fresh) } : {}),
    ...described,
  } as DomainEvent;
}

function removalCause({ userIdentity }: DynamoDBRecord): Cause {
  const identity = userIdentity as { principalId?: string } | undefined;
  return identity?.principalId === 'dynamodb.amazonaws.com' ? EXPIRED : UNKNOWN;
}

/** In alphabetical order. The stamp of who wrote it is no change of its own. */
function changedAttributes(before: Image = {}, after: Image = {}): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  names.delete('cause');
  return [...names].filter((name) => !isDeepStrictEqual(before[name], after[name])).sort();
}

/** Of an item as DynamoDB writes it, its maps and sets in one fixed order, so that equal items have equal hashes. */
function hashOf(image: Image): string {
  return createHash('sha256')
    .update(JSON.stringify(ordered(image)))
    .digest('hex');
}

const SETS: ReadonlySet<string> = new Set(['SS', 'NS', 'BS']);

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    entries.map(([name, part]) => [name, SETS.has(name) && Array.isArray(part) ? [...(part as string[])].sort() : ordered(part)]),
  );
}
