import type { Filter } from './filters.ts';
import type { StreamRecord } from './ports.ts';

/** How a poller reads a DynamoDB stream, defaults filled in. */
export interface StreamSource {
  readonly streamArn: string;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly batchSize: number;
  /** 0: a batch goes as soon as there is a record. */
  readonly batchingWindowSeconds: number;
  /** Batches of a shard at once; records of one item stay in order. */
  readonly parallelizationFactor: number;
  /** Infinity: until the records expire. */
  readonly retryAttempts: number;
  /** Infinity: until they expire. */
  readonly recordAgeSeconds: number;
  /** Splits a batch that failed as a whole; a split is no retry. */
  readonly bisects: boolean;
  /** Of a batch that failed in part only the failed ones are retried; else all from the first failed one on. */
  readonly retriesOnlyFailed: boolean;
  readonly tumblingWindowSeconds?: number;
  /** Records that don't pass count as processed. */
  readonly filter?: Filter<StreamRecord>;
}

/** A record on its way. */
export interface Entry {
  readonly record: StreamRecord;
  isDone: boolean;
}

/** DynamoDB keeps a stream's records for a day: older ones are gone, whatever the source says. */
const retentionSeconds = 24 * 60 * 60;

/** Milliseconds since the epoch; with a resolution of seconds, as in the record. */
export function creationTime({ dynamodb }: StreamRecord): number {
  return dynamodb.ApproximateCreationDateTime * 1000;
}

export function isTooOld(record: StreamRecord, source: StreamSource, now: number): boolean {
  return now - creationTime(record) > Math.min(source.recordAgeSeconds, retentionSeconds) * 1000;
}

/** Records of one item stay in order: the text of its keys. */
export function itemOf({ dynamodb }: StreamRecord): string {
  return JSON.stringify(dynamodb.Keys);
}

/** What a function or Pipe takes at once. */
const payloadBytes = 6 * 1024 * 1024;

/** How many of the entries make the next batch: no more than the size allows, nor than fit in 6 MB of JSON. */
export function batchLength(entries: readonly Entry[], batchSize: number): number {
  let bytes = 0;
  for (const [index, { record }] of entries.entries()) {
    if (index === batchSize) return index;
    // JSON is longer than DynamoDB's size, but seldom as much as this; only then it is worth measuring.
    bytes += record.dynamodb.SizeBytes * 4 + 1000;
    if (bytes > payloadBytes && jsonBytes(entries.slice(0, index + 1)) > payloadBytes) return Math.max(index, 1);
  }
  return entries.length;
}

function jsonBytes(entries: readonly Entry[]): number {
  return Buffer.byteLength(JSON.stringify(entries.map(({ record }) => record)));
}
