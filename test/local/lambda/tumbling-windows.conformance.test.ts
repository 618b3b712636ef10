import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { mappedFunction, ofStream } from './mapped-function.ts';

const page = 'lambda/latest/dg/with-ddb.html';
const failOnX = 'if (ids.includes("x")) throw new Error("x");';
const window = { ...ofStream, TumblingWindowInSeconds: 60 };
const summing = 'return { state: { sum: (event.state.sum ?? 0) + event.Records.length } };';
const noon = Date.parse('2026-07-30T17:00:00Z');

describe('tumbling windows', () => {
  documented(page, 'However, with tumbling windows, you can maintain your state across invocations.', async () => {
    const { start, idle, stream, events, cloud } = mappedFunction(summing, window);
    cloud.clock.time = noon;
    await start();
    stream.put('a', 'b');
    await idle();
    stream.put('c');
    await idle();
    expect(events.map(({ state }) => state)).toEqual([{}, { sum: 2 }]);
  });

  documented(page, '"window": { "start": "2020-07-30T17:00:00Z", "end": "2020-07-30T17:05:00Z" }', async () => {
    const { start, idle, stream, events, cloud } = mappedFunction(summing, { ...window, TumblingWindowInSeconds: 300 });
    cloud.clock.time = noon + 77_000;
    await start();
    stream.put('a');
    await idle();
    expect(events[0]).toMatchObject({
      window: { start: '2026-07-30T17:00:00Z', end: '2026-07-30T17:05:00Z' },
      state: {},
      shardId: 'shardId-0',
      eventSourceARN: ofStream.EventSourceArn,
      isFinalInvokeForWindow: false,
      isWindowTerminatedEarly: false,
    });
  });

  documented(
    page,
    'At the end of the window, the flag isFinalInvokeForWindow is set to true to indicate that this is the final state and that it’s ready for processing.',
    async () => {
      const { start, idle, stream, events, cloud } = mappedFunction(summing, window);
      cloud.clock.time = noon;
      await start();
      stream.put('a');
      await idle();
      cloud.clock.pass(59_999);
      await idle();
      expect(events).toHaveLength(1);
      cloud.clock.pass(1);
      await idle();
      expect(events[1]).toMatchObject({ Records: [], state: { sum: 1 }, isFinalInvokeForWindow: true });
    },
  );

  documented(page, 'your final invocation completes, and then the state is dropped.', async () => {
    const { start, idle, stream, events, cloud } = mappedFunction(summing, window);
    cloud.clock.time = noon;
    await start();
    stream.put('a');
    await idle();
    cloud.clock.pass(61_000);
    await idle();
    stream.put('b');
    await idle();
    expect(events.at(-1)).toMatchObject({ state: {}, window: { start: '2026-07-30T17:01:00Z' } });
  });

  documented(page, 'Each record in a stream belongs to a specific window.', async () => {
    const { start, stream, events, cloud, batches } = mappedFunction(summing, window);
    cloud.clock.time = noon;
    stream.put('a', 'b');
    cloud.clock.pass(61_000);
    stream.put('c');
    await start();
    expect(batches()).toEqual(['ab', '', 'c']);
    expect(events.map(({ isFinalInvokeForWindow }) => isFinalInvokeForWindow)).toEqual([false, true, false]);
  });

  documented(
    page,
    'If the response does not contain a state property, Lambda considers this a failed invocation.',
    async () => {
      const { start, stream, batches } = mappedFunction('return n < 3 ? {} : { state: {} };', window);
      stream.put('a');
      await start();
      expect(batches()).toEqual(['a', 'a', 'a']);
    },
  );

  documented(page, 'If it exceeds that size, Lambda terminates the window early.', async () => {
    const { start, stream, events, cloud } = mappedFunction(
      'return { state: event.isFinalInvokeForWindow ? {} : { big: "x".repeat(1024 * 1024) } };',
      window,
    );
    cloud.clock.time = noon;
    stream.put('a');
    await start();
    expect(events[1]).toMatchObject({ isFinalInvokeForWindow: true, isWindowTerminatedEarly: true });
  });

  documented(
    page,
    'If invocation is unsuccessful, your Lambda function suspends further processing until a successful invocation.',
    async () => {
      const { start, idle, stream, events, cloud } = mappedFunction(
        'if (event.isFinalInvokeForWindow && n < 5) throw new Error("not yet"); return { state: {} };',
        window,
      );
      cloud.clock.time = noon;
      await start();
      stream.put('a');
      await idle();
      cloud.clock.pass(61_000);
      stream.put('b');
      await idle();
      expect(events.map(({ isFinalInvokeForWindow: isFinal, Records }) => [isFinal, Records.length])).toEqual([
        [false, 1],
        [true, 0],
        [true, 0],
        [true, 0],
        [true, 0],
        [false, 1],
      ]);
    },
  );

  documented(
    page,
    'When the shard ends, Lambda considers the window closed, and the child shards start their own window in a fresh state.',
    async () => {
      const { start, idle, stream, events, cloud } = mappedFunction(summing, window);
      cloud.clock.time = noon;
      await start();
      stream.put('a');
      await idle();
      stream.split();
      await idle();
      stream.put('b');
      await idle();
      expect(events.map(({ shardId, state, isFinalInvokeForWindow: isFinal }) => [shardId, state, isFinal])).toEqual([
        ['shardId-0', {}, false],
        ['shardId-0', { sum: 1 }, true],
        ['shardId-0a', {}, false],
      ]);
    },
  );

  documented(
    page,
    'Tumbling windows fully support the existing retry policies maxRetryAttempts and maxRecordAge.',
    async () => {
      const { start, idle, stream, batches } = mappedFunction(`${failOnX} return { state: {} };`, {
        ...window,
        MaximumRetryAttempts: 1,
      });
      stream.put('x');
      await start();
      stream.put('a');
      await idle();
      expect(batches()).toEqual(['x', 'x', 'a']);
    },
  );
});
