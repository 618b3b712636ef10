import type { DeliveryResult } from '../event-source/delivery.ts';
import { reportedFailures, resultOf } from '../event-source/item-failures.ts';
import type { QueueMessage, StreamRecord } from '../event-source/ports.ts';
import type { DeliveredWindow } from '../event-source/tumbling-window.ts';

/** What a function answered to a batch. */
export interface BatchAnswer {
  readonly requestId: string;
  readonly payload: unknown;
  readonly functionError?: string;
}

/** The event of a batch of stream records; in a tumbling window it says which, and of which shard. */
export function streamEvent(
  records: readonly StreamRecord[],
  {
    shardId,
    streamArn,
    window,
  }: { readonly shardId: string; readonly streamArn: string; readonly window?: DeliveredWindow },
) {
  if (!window) return { Records: records };
  return {
    Records: records,
    window: { start: seconds(window.start), end: seconds(window.end) },
    state: window.state,
    shardId,
    eventSourceARN: streamArn,
    isFinalInvokeForWindow: window.isFinal,
    isWindowTerminatedEarly: window.isTerminatedEarly,
  };
}

export function queueEvent(messages: readonly QueueMessage[], queueArn: string, region: string) {
  return {
    Records: messages.map(({ messageId, receiptHandle, body, attributes, messageAttributes, md5OfBody }) => ({
      messageId,
      receiptHandle,
      body,
      attributes,
      messageAttributes,
      md5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: region,
    })),
  };
}

/**
 * What the answer says of the batch.
 * @param ids of its items, where the mapping reads `batchItemFailures`
 */
export function judged(answer: BatchAnswer, ids: readonly string[] | undefined, isWindowed: boolean): DeliveryResult {
  const { requestId, payload, functionError } = answer;
  if (functionError) return { kind: 'failed', call: { requestId, statusCode: 200, functionError } };
  const state = (payload as { readonly state?: unknown } | null)?.state;
  // "If the response does not contain a state property, Lambda considers this a failed invocation."
  if (isWindowed && state === undefined) return { kind: 'failed', call: { requestId, statusCode: 200 } };
  return resultOf(ids ? reportedFailures(payload, new Set(ids)) : [], requestId, state);
}

/** As in the documentation's events: without milliseconds. */
function seconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
