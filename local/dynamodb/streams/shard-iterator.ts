import { AwsError } from '../../errors.ts';

/** A place in a shard, as a text that clients hand back. */
export interface ShardIterator {
  readonly streamArn: string;
  readonly shardId: string;
  /** Id of the record that was read last. */
  readonly after: number;
  /** Milliseconds since the epoch. */
  readonly madeAt: number;
}

const lifetimeMs = 15 * 60 * 1000;

export function writeIterator({ streamArn, shardId, after, madeAt }: ShardIterator): string {
  return `${streamArn}|1|${Buffer.from([shardId, after, madeAt].join('|')).toString('base64')}`;
}

/** @throws AwsError ValidationException, ExpiredIteratorException */
export function readIterator(text: unknown, now: number): ShardIterator {
  const [streamArn, version, place] = typeof text === 'string' ? text.split('|') : [];
  const [shardId, after, madeAt] = Buffer.from(place ?? '', 'base64')
    .toString()
    .split('|');
  if (!streamArn || version !== '1' || !shardId || !/^\d+$/.test(after ?? '') || !/^\d+$/.test(madeAt ?? '')) {
    throw new AwsError('ValidationException', 'Invalid ShardIterator');
  }
  if (Number(madeAt) + lifetimeMs < now) {
    throw new AwsError('ExpiredIteratorException', 'The shard iterator has expired: it is older than 15 minutes.');
  }
  return { streamArn, shardId, after: Number(after), madeAt: Number(madeAt) };
}
