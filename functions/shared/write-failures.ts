import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

type PlainItem = Readonly<Record<string, unknown>>;

/** An item whose condition failed, as it stands; null where there is none. */
export interface FailedCondition {
  /** Place in the transaction; 0 for a write of its own. */
  readonly index: number;
  readonly item: PlainItem | null;
}

/** The conditions that a write failed by, where that is all that was wrong. It must ask for the standing items. */
export function failedConditions(error: unknown): readonly FailedCondition[] {
  if (error instanceof ConditionalCheckFailedException) return [{ index: 0, item: plain(error.Item) }];
  const reasons = reasonsOf(error);
  if (reasons.some(({ Code }) => Code !== 'None' && Code !== 'ConditionalCheckFailed')) return [];
  return reasons.flatMap(({ Code, Item }, index) =>
    Code === 'ConditionalCheckFailed' ? [{ index, item: plain(Item) }] : [],
  );
}

/** Whether the table refuses the write for what it says, or for what stands in the item: no retry can help. */
export function isImpossible(error: unknown): boolean {
  if (error instanceof Error && error.name === 'ValidationException') return true;
  return reasonsOf(error).some(({ Code }) => Code === 'ValidationError');
}

function reasonsOf(error: unknown) {
  return error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
}

function plain(item: Record<string, AttributeValue> | undefined): PlainItem | null {
  return item && Object.keys(item).length > 0 ? unmarshall(item) : null;
}
