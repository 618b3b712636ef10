import { describe, expect } from 'vitest';
import { AwsError } from '../../../local/errors.ts';
import { documented } from '../support/documented.ts';
import {
  enrichedBy,
  targetDoes,
  deadLetters,
  enrichmentArn,
  ofQueue,
  ofStream,
  runningPipe,
  targetFunction,
} from './running-pipe.ts';

const guide = 'eventbridge/latest/userguide';
const enrichment = { Enrichment: enrichmentArn };
const toFunction = { Target: targetFunction };

describe('errors', () => {
  const page = `${guide}/eb-pipes-error-troubleshooting.html`;

  documented(
    page,
    'EventBridge Pipes automatically retries enrichment and target invocation on any retryable AWS failures with the source service, the enrichment or target services, or EventBridge.',
    async () => {
      let calls = 0;
      const { start, stream, entries } = runningPipe(
        { ...ofStream({ MaximumRetryAttempts: 0 }), ...enrichment },
        enrichedBy((records: unknown[]) => {
          calls += 1;
          if (calls === 1) throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
          if (calls === 2) throw new AwsError('ServiceException', 'no', 500);
          return records;
        }),
      );
      stream.put('a');
      await start();
      expect([calls, entries.length]).toEqual([3, 1]);
    },
  );

  documented(
    page,
    'For stream sources, such as DynamoDB and Kinesis streams, you can configure a DLQ for the pipe and route events.',
    async () => {
      const { start, idle, stream, queues, cloud, entries } = runningPipe(
        {
          ...ofStream({ BatchSize: 1, MaximumRetryAttempts: 1, DeadLetterConfig: { Arn: deadLetters } }),
          ...enrichment,
        },
        enrichedBy((records: { dynamodb: { Keys: { id: { S: string } } } }[]) => {
          if (records[0]?.dynamodb.Keys.id.S === 'x') throw new Error('poison');
          return records;
        }),
      );
      stream.put('x');
      await start();
      stream.put('a');
      await idle();
      const seconds = `${new Date(cloud.clock.now()).toISOString().slice(0, 19)}Z`;
      expect(queues.bodies(deadLetters).map((body) => JSON.parse(body) as unknown)).toEqual([
        {
          context: {
            partnerResourceArn: 'arn:aws:pipes:us-east-1:000000000000:pipe/orders',
            condition: 'RetryAttemptsExhausted',
          },
          version: '1.0',
          timestamp: new Date(cloud.clock.now()).toISOString(),
          DDBStreamBatchInfo: {
            shardId: 'shardId-0',
            startSequenceNumber: '101',
            endSequenceNumber: '101',
            approximateArrivalOfFirstRecord: seconds,
            approximateArrivalOfLastRecord: seconds,
            batchSize: 1,
            streamArn: expect.stringContaining(':table/orders/stream/'),
          },
        },
      ]);
      expect(entries).toHaveLength(1);
    },
  );

  documented(
    page,
    'MaximumRecordAgeInSeconds controls when the pipe poller will give up on the event and deliver it to the DLQ',
    async () => {
      const { start, stream, queues, cloud, entries } = runningPipe(
        ofStream({ MaximumRecordAgeInSeconds: 60, DeadLetterConfig: { Arn: deadLetters } }),
      );
      stream.put('a');
      cloud.clock.pass(62_000);
      await start();
      expect(entries).toEqual([]);
      expect(queues.bodies(deadLetters)[0]).toContain('"condition":"RecordAgeExceeded"');
    },
  );

  documented(page, 'A pipe inherits dead-letter queue (DLQ) behavior from the source.', async () => {
    const { start, idle, queues, cloud, batches } = runningPipe(
      { ...ofQueue(), ...toFunction },
      targetDoes(() => {
        throw new Error('no');
      }),
    );
    queues.put('a');
    await start();
    cloud.clock.pass(30_000);
    await idle();
    // It stays in the queue, whose redrive policy counts how often it is received.
    expect([batches(targetFunction), queues.bodies()]).toEqual([['a', 'a'], ['a']]);
  });
});
