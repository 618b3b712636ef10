import type { DeliveryResult } from './delivery.ts';

/**
 * What a response says of the items of its batch, by "Success and failure conditions": without a list all are
 * processed; a list that can't be read fails them all.
 * @param ids of the batch's items; an unknown one fails all
 */
export function reportedFailures(response: unknown, ids: ReadonlySet<string>): readonly string[] | 'all' {
  const list = isRecord(response) ? response['batchItemFailures'] : undefined;
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) return 'all';
  const failed = list.map((item: unknown) => (isRecord(item) ? item['itemIdentifier'] : undefined));
  return failed.every((id): id is string => typeof id === 'string' && ids.has(id)) ? failed : 'all';
}

/** @param requestId of the call that answered */
export function resultOf(failures: readonly string[] | 'all', requestId: string, state?: unknown): DeliveryResult {
  if (failures === 'all') return { kind: 'failed', call: { requestId, statusCode: 200 } };
  return failures.length === 0 ? { kind: 'processed', state } : { kind: 'partly', failed: failures, state };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
