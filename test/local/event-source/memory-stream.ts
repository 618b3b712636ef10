import type { AwsError } from '../../../local/errors.ts';
import type { StreamRecord, Streams, StreamShard } from '../../../local/event-source/ports.ts';

export const streamArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/2026-01-01T00:00:00.000';

interface Shard {
  readonly shardId: string;
  readonly parentShardId?: string;
  readonly records: StreamRecord[];
  isClosed: boolean;
}

/** A stream in memory, of one open shard until it is split. */
export class MemoryStream implements Streams {
  readonly #now: () => number;
  readonly #watchers = new Set<() => void>();
  readonly #shards: Shard[] = [{ shardId: 'shardId-0', records: [], isClosed: false }];
  #last = 100;
  /** Errors that the next reads fail with. */
  readonly failures: AwsError[] = [];

  /** @param now in milliseconds */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Adds a record for each id. @returns their sequence numbers */
  put(...ids: readonly string[]): string[] {
    const open = this.#shards.filter(({ isClosed }) => !isClosed);
    const numbers = ids.map((id) => {
      this.#last += 1;
      const record = recordOf(id, String(this.#last), this.#now());
      open.find(({ shardId }) => isIn(shardId, id))?.records.push(record);
      return record.dynamodb.SequenceNumber;
    });
    this.#tell();
    return numbers;
  }

  split(): void {
    const open = this.#shards.filter(({ isClosed }) => !isClosed);
    for (const shard of open) shard.isClosed = true;
    for (const { shardId } of open) {
      for (const side of ['a', 'b']) {
        this.#shards.push({ shardId: `${shardId}${side}`, parentShardId: shardId, records: [], isClosed: false });
      }
    }
    this.#tell();
  }

  shards(): readonly StreamShard[] {
    return this.#shards.map(({ shardId, parentShardId, records, isClosed }) => ({
      shardId,
      ...(parentShardId && { parentShardId }),
      startingSequenceNumber: records[0]?.dynamodb.SequenceNumber ?? '0',
      ...(isClosed && { endingSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber ?? '0' }),
    }));
  }

  async records(_: unknown, __: string, shardId: string, after: string | undefined, limit: number) {
    const failure = this.failures.shift();
    if (failure) throw failure;
    const { records = [] } = this.#shards.find((shard) => shard.shardId === shardId) ?? {};
    return records.filter(({ dynamodb }) => Number(dynamodb.SequenceNumber) > Number(after ?? 0)).slice(0, limit);
  }

  latest(_: string, shardId: string): string | undefined {
    return this.#shards.find((shard) => shard.shardId === shardId)?.records.at(-1)?.dynamodb.SequenceNumber;
  }

  watch(_: string, onChange: () => void): () => void {
    this.#watchers.add(onChange);
    return () => this.#watchers.delete(onChange);
  }

  #tell(): void {
    for (const onChange of this.#watchers) onChange();
  }
}

/** Each split sends an item to one of its shard's own children. */
function isIn(shardId: string, id: string): boolean {
  const sides = shardId.replace(/^shardId-0/, '');
  return [...sides.matchAll(/./g)].every(([side], depth) => side === 'ab'[(id.charCodeAt(0) >> depth) & 1]);
}

function recordOf(id: string, sequenceNumber: string, now: number): StreamRecord {
  const image = { id: { S: id }, n: { N: sequenceNumber } };
  return {
    eventID: `event-${sequenceNumber}`,
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(now / 1000),
      Keys: { id: image.id },
      NewImage: image,
      SequenceNumber: sequenceNumber,
      SizeBytes: 26,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: streamArn,
  };
}
