import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { queueArn } from '../event-source/memory-queue.ts';
import { mappedFunction, ofQueue } from './mapped-function.ts';

const page = 'lambda/latest/dg/with-sqs.html';
const partial = { ...ofQueue, FunctionResponseTypes: ['ReportBatchItemFailures'] };

describe('a queue as an event source', () => {
  documented(
    page,
    'When your function successfully processes a batch, Lambda deletes its messages from the queue.',
    async () => {
      const { start, queues, batches } = mappedFunction('', ofQueue);
      queues.put('a', 'b');
      await start();
      expect([batches(), queues.bodies()]).toEqual([['ab'], []]);
    },
  );

  documented(
    page,
    '"eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:my-queue"',
    async () => {
      const { start, queues, events } = mappedFunction('', ofQueue);
      const [messageId] = queues.put('Test message.');
      await start();
      expect(events[0]?.Records).toEqual([
        {
          messageId,
          receiptHandle: expect.any(String),
          body: 'Test message.',
          attributes: { ApproximateReceiveCount: '1' },
          messageAttributes: {},
          md5OfBody: expect.any(String),
          eventSource: 'aws:sqs',
          eventSourceARN: queueArn,
          awsRegion: 'us-east-1',
        },
      ]);
    },
  );

  documented(
    page,
    'By default, Lambda polls up to 10 messages in your queue at once and sends that batch to your function.',
    async () => {
      const { start, queues, events } = mappedFunction('', ofQueue);
      queues.put('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm');
      await start();
      expect(events.map(({ Records }) => Records.length).toSorted()).toEqual([10, 3]);
    },
  );

  documented(
    page,
    'you can tell the event source to buffer records for up to 5 minutes by configuring a batch window.',
    async () => {
      const { start, idle, queues, batches, cloud } = mappedFunction('', {
        ...ofQueue,
        MaximumBatchingWindowInSeconds: 20,
      });
      await start();
      queues.put('a');
      await idle();
      cloud.clock.pass(19_000);
      queues.put('b');
      await idle();
      expect(batches()).toEqual([]);
      cloud.clock.pass(1_000);
      await idle();
      expect(batches()).toEqual(['ab']);
    },
  );

  documented(
    page,
    'Lambda continues to poll messages from the SQS standard queue until the batch window expires, the invocation payload size quota is reached, or the configured maximum batch size is reached.',
    async () => {
      const { start, queues, batches } = mappedFunction('', {
        ...ofQueue,
        BatchSize: 3,
        MaximumBatchingWindowInSeconds: 20,
      });
      queues.put('a', 'b', 'c', 'd');
      await start();
      expect(batches()).toEqual(['abc']);
    },
  );

  documented(
    page,
    'By default, if your function encounters an error while processing a batch, all messages in that batch become visible in the queue again.',
    async () => {
      const { start, idle, queues, batches, cloud } = mappedFunction('if (n === 1) throw new Error("no");', ofQueue);
      queues.put('a', 'b');
      await start();
      expect(queues.bodies()).toEqual(['a', 'b']);
      cloud.clock.pass(30_000);
      await idle();
      expect(batches()).toEqual(['ab', 'ab']);
    },
  );

  documented(
    page,
    'When your function returns an error, Lambda leaves it in the queue. After the visibility timeout occurs, Lambda receives the message again.',
    async () => {
      const { start, idle, queues, batches, cloud } = mappedFunction('throw new Error("no");', ofQueue);
      queues.put('a');
      await start();
      cloud.clock.pass(29_999);
      await idle();
      expect(batches()).toEqual(['a']);
      cloud.clock.pass(1);
      await idle();
      expect(batches()).toEqual(['a', 'a']);
    },
  );

  documented(page, 'Amazon SQS ensures that messages in the same group are delivered to Lambda in order.', async () => {
    const fifo = `${queueArn}.fifo`;
    const { start, queues, batches } = mappedFunction('', { EventSourceArn: fifo, BatchSize: 2 });
    const sender = { principal: { kind: 'administrator', arn: 'root' } } as const;
    for (const body of 'abcde') queues.send(sender, fifo, { body, messageGroupId: '1' });
    await start();
    expect(batches().join('')).toBe('abcde');
  });

  documented(
    page,
    'Lambda sorts the messages into groups and sends only one batch at a time for a group.',
    async () => {
      const fifo = `${queueArn}.fifo`;
      const { start, queues, logged } = mappedFunction(
        'console.log("BEGIN"); await new Promise((done) => setTimeout(done, 5)); console.log("DONE");',
        { EventSourceArn: fifo, BatchSize: 1 },
      );
      const sender = { principal: { kind: 'administrator', arn: 'root' } } as const;
      for (const body of 'abcd') queues.send(sender, fifo, { body, messageGroupId: '1' });
      await start();
      expect(logged().match(/BEGIN|DONE/g)).toEqual(Array.from({ length: 4 }, () => ['BEGIN', 'DONE']).flat());
    },
  );

  documented(page, 'Lambda needs the following permissions to manage messages in your Amazon SQS queue.', () => {
    const isAllowed = (_: unknown, action: string) => action !== 'sqs:GetQueueAttributes';
    const { lambda } = mappedFunction('', ofQueue, { ports: { isAllowed } });
    expect(() => lambda.start()).toThrow(
      'App/Mapping: The provided execution role does not have permissions to call GetQueueAttributes on SQS',
    );
  });

  documented(
    page,
    'For a standard queue, this can be up to 10,000 records. For a FIFO queue, the maximum is 10.',
    () => {
      const window = { MaximumBatchingWindowInSeconds: 1 };
      expect(() => mappedFunction('', { ...ofQueue, ...window, BatchSize: 10_000 })).not.toThrow();
      expect(() => mappedFunction('', { ...ofQueue, ...window, BatchSize: 10_001 })).toThrow('BatchSize is 10001');
      expect(() => mappedFunction('', { EventSourceArn: `${queueArn}.fifo`, BatchSize: 11 })).toThrow(
        'BatchSize is 11',
      );
    },
  );

  documented(
    page,
    'For a batch size over 10, you must also set the MaximumBatchingWindowInSeconds parameter to at least 1 second.',
    () => {
      expect(() => mappedFunction('', { ...ofQueue, BatchSize: 11 })).toThrow('Maximum batch window in seconds');
    },
  );

  documented(page, 'This applies only to standard queues.', () => {
    const mapping = { EventSourceArn: `${queueArn}.fifo`, MaximumBatchingWindowInSeconds: 1 };
    expect(() => mappedFunction('', mapping)).toThrow('Batching window is not supported for FIFO queues');
  });

  documented(
    page,
    'If your batch window is greater than 0, and (batch window) + (function timeout) > (queue visibility timeout), then your effective queue visibility timeout is (batch window) + (function timeout) + 30s.',
    async () => {
      const { start, idle, queues, batches, cloud } = mappedFunction('', {
        ...ofQueue,
        MaximumBatchingWindowInSeconds: 60,
      });
      await start();
      queues.put('a');
      await idle();
      cloud.clock.pass(60_000);
      await idle();
      expect([batches(), queues.bodies()]).toEqual([['a'], []]);
    },
  );

  documented(
    page,
    'The status of the event source mapping. Set to true to enable the event source mapping.',
    async () => {
      const { start, queues, batches } = mappedFunction('', { ...ofQueue, Enabled: false });
      queues.put('a');
      await start();
      expect(batches()).toEqual([]);
    },
  );
});

describe('reporting batch item failures', () => {
  documented(
    page,
    'To avoid reprocessing all messages in a failed batch, you can configure your event source mapping to make only the failed messages visible again.',
    async () => {
      const { start, idle, queues, batches, cloud } = mappedFunction(
        'return { batchItemFailures: n === 1 ? [1, 3].map((at) => ({ itemIdentifier: event.Records[at].messageId })) : [] };',
        partial,
      );
      queues.put('a', 'b', 'c', 'd', 'e');
      await start();
      expect(queues.bodies()).toEqual(['b', 'd']);
      cloud.clock.pass(30_000);
      await idle();
      expect([batches(), queues.bodies()]).toEqual([['abcde', 'bd'], []]);
    },
  );

  documented(
    page,
    'If your function throws an exception, the entire batch is considered a complete failure.',
    async () => {
      const { start, queues } = mappedFunction('throw new Error("no");', partial);
      queues.put('a', 'b');
      await start();
      expect(queues.bodies()).toEqual(['a', 'b']);
    },
  );

  for (const [quote, response] of [
    ['An empty batchItemFailures list', '{ batchItemFailures: [] }'],
    ['A null batchItemFailures list', '{ batchItemFailures: null }'],
    ['An empty EventResponse', '{}'],
    ['A null EventResponse', 'null'],
  ] as const) {
    documented(page, quote, async () => {
      const { start, queues } = mappedFunction(`return ${response};`, partial);
      queues.put('a', 'b');
      await start();
      expect(queues.bodies()).toEqual([]);
    });
  }

  for (const [quote, item] of [
    ['An empty string itemIdentifier', '{ itemIdentifier: "" }'],
    ['A null itemIdentifier', '{ itemIdentifier: null }'],
    ['An itemIdentifier with a bad key name', '{ id: event.Records[0].messageId }'],
    ["An itemIdentifier value with a message ID that doesn't exist", '{ itemIdentifier: "gone" }'],
  ] as const) {
    documented(page, quote, async () => {
      const { start, queues } = mappedFunction(`return { batchItemFailures: [${item}] };`, partial);
      queues.put('a', 'b');
      await start();
      expect(queues.bodies()).toEqual(['a', 'b']);
    });
  }
});
