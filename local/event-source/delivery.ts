import type { FaultKind, Faults } from '../faults.ts';
import type { StreamRecord } from './ports.ts';

/** What became of a batch that was delivered. */
export type DeliveryResult =
  | { readonly kind: 'processed'; /** Of a tumbling window. */ readonly state?: unknown }
  /** Some failed: their ids, `SequenceNumber`, `eventID` or `messageId`. */
  | { readonly kind: 'partly'; readonly failed: readonly string[]; readonly state?: unknown }
  | { readonly kind: 'failed'; readonly call: FailedCall }
  /** Throttled, or the service failed: the code never saw the batch, and no retry is used up. */
  | { readonly kind: 'unreached'; readonly reason: string };

/** What a report of a discarded batch says of its last call. */
export interface FailedCall {
  readonly requestId: string;
  readonly statusCode: number;
  readonly functionError?: string;
}

/** Why a batch is given up. */
export type DiscardCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** A batch of a stream's shard that is given up. */
export interface DiscardedBatch {
  readonly condition: DiscardCondition;
  readonly streamArn: string;
  readonly shardId: string;
  readonly records: readonly StreamRecord[];
  /** How often it was delivered. */
  readonly invocations: number;
  readonly call?: FailedCall;
}

/** The kinds of faults that a delivery may meet. */
export const deliveryFaults: readonly FaultKind[] = ['duplicate', 'reorder'];

/**
 * Delivers as the faults planned for the operation `Deliver` let it go: twice, or the later ones first. What has an
 * order keeps it: records of one item, messages of one group.
 * @param orderOf those with the same one stay in order
 */
export async function deliverFaulty<T>(
  { faults, service }: { readonly faults: Faults; readonly service: string },
  items: readonly T[],
  orderOf: (item: T) => string,
  deliver: (items: readonly T[]) => Promise<DeliveryResult>,
): Promise<DeliveryResult> {
  const fault = faults.strike(service, 'Deliver', deliveryFaults);
  const arranged = fault === 'reorder' ? reordered(items, orderOf) : items;
  const result = await deliver(arranged);
  return fault === 'duplicate' ? deliver(arranged) : result;
}

function reordered<T>(items: readonly T[], orderOf: (item: T) => string): T[] {
  return [...Map.groupBy(items, orderOf).values()].reverse().flat();
}
