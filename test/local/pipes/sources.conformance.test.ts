import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { targetDoes, ofQueue, ofStream, runningPipe, targetFunction } from './running-pipe.ts';

const guide = 'eventbridge/latest/userguide';
const toFunction = { Target: targetFunction };

describe('a stream as the source', () => {
  const page = `${guide}/eb-pipes-dynamodb.html`;
  const failOn = (id: string) =>
    targetDoes((records: { dynamodb: { Keys: { id: { S: string } } } }[]) => {
      if (records.some(({ dynamodb }) => dynamodb.Keys.id.S === id)) throw new Error(id);
    });

  documented(
    page,
    'EventBridge Pipes maintains the order of records from the data stream when sending that data to the destination.',
    async () => {
      const { start, stream, details } = runningPipe(ofStream({ BatchSize: 3 }));
      stream.put('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
      await start();
      expect(
        details()
          .map(({ dynamodb }) => (dynamodb as { Keys: { id: { S: string } } }).Keys.id.S)
          .join(''),
      ).toBe('abcdefgh');
    },
  );

  documented(page, '"eventSource": "aws:dynamodb" }, { "eventID": "2"', async () => {
    const { start, stream, calls } = runningPipe(
      toFunction,
      targetDoes(() => null),
    );
    stream.put('a', 'b');
    await start();
    expect(calls[0]?.payload).toMatchObject([{ eventSource: 'aws:dynamodb' }, { eventSource: 'aws:dynamodb' }]);
  });

  documented(
    page,
    'you can tell the pipe to buffer records for up to five minutes by configuring a batching window.',
    async () => {
      const { start, idle, stream, entries, cloud } = runningPipe(ofStream({ MaximumBatchingWindowInSeconds: 300 }));
      await start();
      stream.put('a');
      await idle();
      expect(entries).toEqual([]);
      cloud.clock.pass(300_000);
      await idle();
      expect(entries).toHaveLength(1);
    },
  );

  documented(page, 'Start reading the stream with the most recent record in the shard.', async () => {
    const { start, idle, stream, entries } = runningPipe(ofStream({ StartingPosition: 'LATEST' }));
    stream.put('a');
    await start();
    stream.put('b');
    await idle();
    expect(entries).toHaveLength(1);
  });

  documented(
    page,
    'Halve each batch and retry each half until all the records are processed or there is one failed message remaining in the batch.',
    async () => {
      const parameters = { OnPartialBatchItemFailure: 'AUTOMATIC_BISECT', MaximumRetryAttempts: 0 };
      const { start, stream, batches } = runningPipe({ ...ofStream(parameters), ...toFunction }, failOn('x'));
      stream.put('a', 'b', 'x', 'c');
      await start();
      expect(batches(targetFunction)).toEqual(['abxc', 'ab', 'xc', 'x', 'c']);
    },
  );
});

describe('a queue as the source', () => {
  const page = `${guide}/eb-pipes-sqs.html`;

  documented(
    page,
    'When your pipe successfully processes a batch, EventBridge deletes its messages from the queue.',
    async () => {
      const { start, queues, entries } = runningPipe(ofQueue());
      queues.put('a', 'b');
      await start();
      expect([entries.length, queues.bodies()]).toEqual([2, []]);
    },
  );

  documented(
    page,
    'By default, EventBridge polls up to 10 messages in your queue simultaneously and sends that batch to your pipe.',
    async () => {
      const { start, queues, batches } = runningPipe(
        { ...ofQueue(), ...toFunction },
        targetDoes(() => null),
      );
      queues.put('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l');
      await start();
      expect(batches(targetFunction)).toEqual(['abcdefghij', 'kl']);
    },
  );

  documented(
    page,
    'By default, if your pipe encounters an error while processing a batch, all messages in that batch become visible in the queue again.',
    async () => {
      let calls = 0;
      const { start, idle, queues, cloud, batches } = runningPipe(
        { ...ofQueue(), ...toFunction },
        targetDoes(() => {
          calls += 1;
          if (calls === 1) throw new Error('no');
        }),
      );
      queues.put('a', 'b');
      await start();
      cloud.clock.pass(30_000);
      await idle();
      expect([batches(targetFunction), queues.bodies()]).toEqual([['ab', 'ab'], []]);
    },
  );

  documented(
    page,
    'EventBridge requires the following permissions to manage resources that are related to your Amazon SQS queue.',
    () => {
      const { pipes } = runningPipe(ofQueue(), { ports: { isAllowed: (_, action) => action !== 'sqs:DeleteMessage' } });
      expect(() => pipes.start()).toThrow('sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes');
    },
  );

  for (const [quote, response, left] of [
    ['An empty batchItemFailure list', { batchItemFailures: [] }, []],
    ['A null batchItemFailure list', { batchItemFailures: null }, []],
    ['An empty EventResponse', {}, []],
    ['A null EventResponse', null, []],
    ['An empty string itemIdentifier', { batchItemFailures: [{ itemIdentifier: '' }] }, ['a', 'b']],
    ['A null itemIdentifier', { batchItemFailures: [{ itemIdentifier: null }] }, ['a', 'b']],
    ['An itemIdentifier with a bad key name', { batchItemFailures: [{ id: 'message-1' }] }, ['a', 'b']],
    [
      "An itemIdentifier value with a message ID that doesn't exist",
      { batchItemFailures: [{ itemIdentifier: 'gone' }] },
      ['a', 'b'],
    ],
  ] as const) {
    documented(page, quote, async () => {
      const { start, queues } = runningPipe(
        { ...ofQueue(), ...toFunction },
        targetDoes(() => response),
      );
      queues.put('a', 'b');
      await start();
      expect(queues.bodies()).toEqual(left);
    });
  }
});

describe('filtering', () => {
  const page = `${guide}/eb-pipes-event-filtering.html`;
  const filtered = (pattern: unknown) => ({ FilterCriteria: { Filters: [{ Pattern: JSON.stringify(pattern) }] } });

  documented(
    page,
    "If an Amazon SQS message doesn't satisfy your filter criteria, EventBridge automatically removes the message from the queue.",
    async () => {
      const { start, queues, details } = runningPipe(ofQueue({}, filtered({ body: { City: ['Seattle'] } })));
      queues.put('{"City":"Seattle"}', '{"City":"Rome"}');
      await start();
      expect([details().length, queues.bodies()]).toEqual([1, []]);
    },
  );

  documented(
    page,
    'when they are valid JSON they can be filtered with JSON patterns as if the body was not escaped.',
    async () => {
      const { start, queues, details } = runningPipe(ofQueue({}, filtered({ body: { n: [{ numeric: ['>', 5] }] } })));
      queues.put('{"n":6}', '{"n":5}');
      await start();
      expect(details().map(({ body }) => body)).toEqual(['{"n":6}']);
    },
  );

  documented(
    page,
    'After your filter criteria processes a Kinesis or DynamoDB record, the streams iterator advances past this record.',
    async () => {
      const { start, idle, stream, entries, pipes } = runningPipe(ofStream({}, filtered({ eventName: ['REMOVE'] })));
      stream.put('a', 'b');
      await start();
      pipes.stop();
      pipes.start();
      await idle();
      expect(entries).toEqual([]);
    },
  );
});
