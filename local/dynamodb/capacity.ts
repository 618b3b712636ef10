import type { AwsError } from '../errors.ts';
import type { Capacity } from '../usage-sums.ts';
import { itemSize } from './attribute-value.ts';
import type { Attributes } from './attribute-value.ts';
import { itemAccesses } from './item-access.ts';

type Message = Readonly<Record<string, unknown>>;

const READS = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems']);
const CONDITIONAL_WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);
const WRITE_UNIT = 1024;

/** The request as the engine gets it, so that its answer says what it cost, a failed condition's included. */
export function askCapacity(operation: string, input: Message): Message {
  return {
    ...input,
    ReturnConsumedCapacity: isKnown(input['ReturnConsumedCapacity']) ? 'INDEXES' : input['ReturnConsumedCapacity'],
    ...(CONDITIONAL_WRITES.has(operation) &&
      input['ConditionExpression'] !== undefined && { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
  };
}

/** What else a caller asks for is the engine's to refuse. */
function isKnown(asked: unknown): boolean {
  return asked === undefined || asked === 'NONE' || asked === 'TOTAL' || asked === 'INDEXES';
}

/** The answer as the caller asked for it. */
export function answerAsAsked(input: Message, answer: Record<string, unknown>): Record<string, unknown> {
  const asked = input['ReturnConsumedCapacity'];
  if (asked === 'INDEXES') return answer;
  const consumed = answer['ConsumedCapacity'];
  delete answer['ConsumedCapacity'];
  if (asked !== 'TOTAL' || !consumed) return answer;
  const totals = tablesIn(consumed).map(
    ({ Table: _, GlobalSecondaryIndexes: __, LocalSecondaryIndexes: ___, ...total }) => total,
  );
  return { ...answer, ConsumedCapacity: Array.isArray(consumed) ? totals : totals[0] };
}

export function isRead(operation: string): boolean {
  return READS.has(operation);
}

/** What an answer says of each table. */
export function consumedByTable(answer: Message): readonly ConsumedCapacity[] {
  return tablesIn(answer['ConsumedCapacity'] ?? []);
}

function tablesIn(consumed: unknown): readonly ConsumedCapacity[] {
  return [consumed].flat() as ConsumedCapacity[];
}

/** True where `askCapacity` asked for an old item that the caller must not see. */
export function hidesOldItem(operation: string, input: Message): boolean {
  return CONDITIONAL_WRITES.has(operation) && input['ReturnValuesOnConditionCheckFailure'] !== 'ALL_OLD';
}

/** What a request consumed, by its answer. */
export function consumedCapacity(operation: string, answer: Message): Capacity {
  const capacity = { rcu: 0, wcu: 0 };
  for (const { CapacityUnits = 0, ReadCapacityUnits } of consumedByTable(answer)) {
    // A transaction that repeats its token writes nothing and is answered by reads.
    const reads = READS.has(operation) ? CapacityUnits : (ReadCapacityUnits ?? 0);
    capacity.rcu += reads;
    capacity.wcu += READS.has(operation) ? 0 : CapacityUnits - reads;
  }
  return capacity;
}

export interface ConsumedCapacity {
  readonly TableName?: string;
  readonly CapacityUnits?: number;
  readonly ReadCapacityUnits?: number;
  readonly Table?: unknown;
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, { readonly CapacityUnits?: number }>>;
  readonly LocalSecondaryIndexes?: unknown;
}

/**
 * What a refused write consumed, which no answer says. AWS: a failed condition consumes the existing item's units,
 * at least one. A transaction that a condition cancels has been prepared: its items' units, doubled, by the
 * sizes known from the request and the reasons.
 */
export function capacityOfFailure(operation: string, input: Message, error: AwsError): Capacity {
  if (error.code === 'ConditionalCheckFailedException') {
    return { rcu: 0, wcu: writeUnits(error.details['Item'] as Attributes | undefined) };
  }
  const reasons = error.details['CancellationReasons'] as { Code?: string; Item?: Attributes }[] | undefined;
  if (operation !== 'TransactWriteItems' || !reasons?.some(({ Code }) => Code === 'ConditionalCheckFailed')) {
    return { rcu: 0, wcu: 0 };
  }
  const units = itemAccesses(operation, input).map(({ item }, index) =>
    Math.max(writeUnits(item), writeUnits(reasons[index]?.Item)),
  );
  return { rcu: 0, wcu: 2 * units.reduce((sum, each) => sum + each, 0) };
}

/** Of one item. */
export function writeUnits(item: Attributes | undefined): number {
  return item ? Math.max(1, Math.ceil(itemSize(item) / WRITE_UNIT)) : 1;
}
