import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import { AUDIT } from '../../model/keys.ts';
import type { TestBackend } from './backend.ts';
import { lever } from './levers.ts';

/** A change of the table's, as its stream tells it. */
export interface Written {
  readonly kind: StreamRecord['eventName'];
  readonly pk: string;
  readonly sk: string;
}

/** Reads what is written from now on, but for the index of the audit trail, which grows by itself. */
async function watchTable({ url, operator: { table, tableName } }: TestBackend): Promise<() => Promise<Written[]>> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const streams = new DynamoDBStreamsClient({ region: 'us-east-1', endpoint: url, credentials });
  const { Table } = await table.send(new DescribeTableCommand({ TableName: tableName }));
  const StreamArn = Table?.LatestStreamArn;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const iterators = await Promise.all(
    (StreamDescription?.Shards ?? []).map(async ({ ShardId }) => {
      const from = new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'LATEST' });
      return (await streams.send(from)).ShardIterator;
    }),
  );
  return async () => {
    const pages = await Promise.all(
      iterators.map(async (ShardIterator) => (await streams.send(new GetRecordsCommand({ ShardIterator }))).Records),
    );
    streams.destroy();
    return pages.flatMap((records = []) => records.map(writtenBy)).filter(({ pk }) => !pk.startsWith(AUDIT));
  };
}

function writtenBy({ eventName, dynamodb }: StreamRecord): Written {
  return { kind: eventName, pk: dynamodb?.Keys?.['pk']?.S ?? '', sk: dynamodb?.Keys?.['sk']?.S ?? '' };
}

/**
 * What a call writes by the time it is answered, once all that went before it has had its consequences. What falls due
 * meanwhile, such as a job that waits for a mentor's next edits, waits until then.
 */
async function writtenDuring<Result>(
  backend: TestBackend,
  call: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly written: readonly Written[] }> {
  expect(await lever(backend, 'POST', 'idle', { timeoutMs: 50_000, hold: true })).toEqual({ idle: true });
  try {
    const written = await watchTable(backend);
    const result = await call();
    return { result, written: await written() };
  } finally {
    await lever(backend, 'DELETE', 'idle');
  }
}

/** What a call answers, after making sure that it has written nothing: no item has changed, so no event can follow. */
export async function writingNothing<Result>(backend: TestBackend, call: () => Promise<Result>): Promise<Result> {
  const { result, written } = await writtenDuring(backend, call);
  expect(written, 'what is written').toEqual([]);
  return result;
}
