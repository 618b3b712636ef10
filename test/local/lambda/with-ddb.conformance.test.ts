import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { mappedFunction, ofStream } from './mapped-function.ts';

const page = 'lambda/latest/dg/with-ddb.html';
const dlq = 'arn:aws:sqs:us-east-1:000000000000:dlq';
const onFailure = { DestinationConfig: { OnFailure: { Destination: dlq } } };
const failOnX = 'if (ids.includes("x")) throw new Error("x");';

describe('records and batches', () => {
  documented(
    page,
    'Lambda reads records in batches and invokes your function to process records from the batch.',
    async () => {
      const { start, stream, batches } = mappedFunction('', { ...ofStream, BatchSize: 2 });
      stream.put('a', 'b', 'c');
      await start();
      expect(batches()).toEqual(['ab', 'c']);
    },
  );

  documented(page, '"awsRegion": "us-west-2", "eventName": "INSERT",', async () => {
    const { start, stream, events } = mappedFunction('', ofStream);
    stream.put('a');
    await start();
    expect(events[0]?.Records[0]).toMatchObject({
      eventID: expect.any(String),
      eventVersion: '1.1',
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      eventSourceARN: ofStream.EventSourceArn,
      dynamodb: {
        Keys: { id: { S: 'a' } },
        SequenceNumber: '101',
        SizeBytes: 26,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
  });

  documented(
    page,
    'If the batch that Lambda reads from the event source has only one record in it, Lambda sends only one record to the function.',
    async () => {
      const { start, stream, events } = mappedFunction('', ofStream);
      stream.put('a');
      await start();
      expect(events.map(({ Records }) => Records.length)).toEqual([1]);
    },
  );

  documented(
    page,
    'To avoid invoking the function with a small number of records, you can tell the event source to buffer records for up to 5 minutes by configuring a batching window.',
    async () => {
      const { start, idle, stream, cloud, batches } = mappedFunction('', {
        ...ofStream,
        MaximumBatchingWindowInSeconds: 300,
      });
      await start();
      stream.put('a');
      await idle();
      cloud.clock.pass(299_000);
      stream.put('b');
      await idle();
      expect(batches()).toEqual([]);
      cloud.clock.pass(1_000);
      await idle();
      expect(batches()).toEqual(['ab']);
    },
  );

  documented(page, 'Process only new records, or all existing records.', async () => {
    for (const [position, expected] of [
      ['LATEST', ['b']],
      ['TRIM_HORIZON', ['a', 'b']],
    ] as const) {
      const { start, idle, stream, batches } = mappedFunction('', { ...ofStream, StartingPosition: position });
      stream.put('a');
      await start();
      stream.put('b');
      await idle();
      expect(batches(), position).toEqual(expected);
    }
  });

  documented(page, 'The number of records to send to the function in each batch, up to 10,000.', () => {
    expect(() => mappedFunction('', { ...ofStream, BatchSize: 10_000 })).not.toThrow();
    expect(() => mappedFunction('', { ...ofStream, BatchSize: 10_001 })).toThrow('BatchSize is 10001');
  });

  documented(page, 'Set to false to stop processing records.', async () => {
    const { start, stream, batches } = mappedFunction('', { ...ofStream, Enabled: false });
    stream.put('a');
    await start();
    expect(batches()).toEqual([]);
  });

  documented(page, 'Lambda can process up to 10 batches in each shard simultaneously.', async () => {
    expect(() => mappedFunction('', { ...ofStream, ParallelizationFactor: 11 })).toThrow('from 1 to 10');
    const { start, stream, batches } = mappedFunction('', { ...ofStream, ParallelizationFactor: 10, BatchSize: 1 });
    stream.put('a', 'b', 'c');
    await start();
    expect(batches().toSorted()).toEqual(['a', 'b', 'c']);
  });

  documented(
    page,
    'Lambda needs the following permissions to manage resources related to your DynamoDB stream.',
    () => {
      const isAllowed = (_: unknown, action: string) => action !== 'dynamodb:GetShardIterator';
      const { lambda } = mappedFunction('', ofStream, { ports: { isAllowed } });
      expect(() => lambda.start()).toThrow(/^App\/Mapping: Cannot access stream .* GetShardIterator/);
    },
  );
});

describe('errors', () => {
  documented(
    page,
    'If your function returns an error, Lambda retries the batch until processing succeeds or the data expires.',
    async () => {
      const { start, stream, batches } = mappedFunction('if (n < 3) throw new Error("no");', ofStream);
      stream.put('a', 'b');
      await start();
      expect(batches()).toEqual(['ab', 'ab', 'ab']);
    },
  );

  documented(
    page,
    'If Lambda throttles the function or returns an error without invoking the function, Lambda retries until the records expire or exceed the maximum age that you configure on the event source mapping.',
    async () => {
      const { start, stream, batches, cloud, queues } = mappedFunction('', {
        ...ofStream,
        ...onFailure,
        MaximumRetryAttempts: 0,
      });
      cloud.faults.plan({ service: 'lambda', operation: 'Invoke', kind: 'throttle', count: 2 });
      cloud.faults.plan({ service: 'lambda', operation: 'Invoke', kind: 'error', count: 1 });
      stream.put('a');
      await start();
      expect([batches(), queues.bodies(dlq)]).toEqual([['a'], []]);
    },
  );

  documented(page, 'Splitting a batch does not count towards the retry quota.', async () => {
    const { start, stream, batches } = mappedFunction(failOnX, {
      ...ofStream,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 0,
    });
    stream.put('a', 'b', 'x', 'c');
    await start();
    expect(batches()).toEqual(['abxc', 'ab', 'xc', 'x', 'c']);
  });

  documented(
    page,
    'If the error handling measures fail, Lambda discards the records and continues processing batches from the stream.',
    async () => {
      const { start, idle, stream, batches } = mappedFunction(failOnX, { ...ofStream, MaximumRetryAttempts: 1 });
      stream.put('a', 'x');
      await start();
      stream.put('b');
      await idle();
      expect(batches()).toEqual(['ax', 'ax', 'b']);
    },
  );

  documented(
    page,
    'To retain a record of discarded batches, configure a failed-event destination. Lambda sends a document to the destination queue or topic with details about the batch.',
    async () => {
      const { start, stream, queues } = mappedFunction(failOnX, { ...ofStream, ...onFailure, MaximumRetryAttempts: 0 });
      stream.put('a', 'x');
      await start();
      expect(queues.bodies(dlq)).toHaveLength(1);
    },
  );

  documented(page, '"condition": "RetryAttemptsExhausted", "approximateInvokeCount": 1', async () => {
    const { start, stream, queues, cloud } = mappedFunction(failOnX, {
      ...ofStream,
      ...onFailure,
      MaximumRetryAttempts: 0,
    });
    stream.put('x');
    await start();
    const seconds = `${new Date(cloud.clock.now()).toISOString().slice(0, 19)}Z`;
    expect(JSON.parse(queues.bodies(dlq)[0] ?? '')).toEqual({
      requestContext: {
        requestId: expect.stringMatching(/^[\da-f-]{36}$/),
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:subject',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 1,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: new Date(cloud.clock.now()).toISOString(),
      DDBStreamBatchInfo: {
        shardId: 'shardId-0',
        startSequenceNumber: '101',
        endSequenceNumber: '101',
        approximateArrivalOfFirstRecord: seconds,
        approximateArrivalOfLastRecord: seconds,
        batchSize: 1,
        streamArn: ofStream.EventSourceArn,
      },
    });
  });

  documented(
    page,
    "The actual records aren't included, so you must process this record and retrieve them from the stream before they expire and are lost.",
    async () => {
      const { start, stream, queues } = mappedFunction(failOnX, { ...ofStream, ...onFailure, MaximumRetryAttempts: 0 });
      stream.put('x');
      await start();
      expect(queues.bodies(dlq)[0]).not.toContain('NewImage');
    },
  );

  documented(page, 'The maximum age of a record that Lambda sends to your function.', async () => {
    const { start, stream, batches, cloud, queues } = mappedFunction('', {
      ...ofStream,
      ...onFailure,
      MaximumRecordAgeInSeconds: 60,
    });
    stream.put('a');
    cloud.clock.pass(62_000);
    stream.put('b');
    await start();
    expect(batches()).toEqual(['b']);
    expect(
      queues.bodies(dlq).map((body) => (JSON.parse(body) as { requestContext: object }).requestContext),
    ).toMatchObject([{ condition: 'RecordAgeExceeded' }]);
  });

  documented(page, '-1 means infinite: failed records are retried until the record expires', async () => {
    const { start, stream, batches } = mappedFunction('if (n < 5) throw new Error("no");', {
      ...ofStream,
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: -1,
    });
    stream.put('a');
    await start();
    expect(batches()).toHaveLength(5);
  });
});
