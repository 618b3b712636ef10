import type { DiscardedBatch } from './delivery.ts';
import { creationTime } from './stream-source.ts';

/** Where a discarded batch was in its stream: what a dead-letter queue gets in place of the records. */
export function streamBatchInfo({ shardId, streamArn, records }: DiscardedBatch) {
  const [first, last] = [records[0], records.at(-1)];
  return {
    shardId,
    startSequenceNumber: first?.dynamodb.SequenceNumber,
    endSequenceNumber: last?.dynamodb.SequenceNumber,
    approximateArrivalOfFirstRecord: first && seconds(creationTime(first)),
    approximateArrivalOfLastRecord: last && seconds(creationTime(last)),
    batchSize: records.length,
    streamArn,
  };
}

function seconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
