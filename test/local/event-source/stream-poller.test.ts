import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../local/errors.ts';
import { newCloud } from '../support/cloud.ts';
import { MemoryStream } from './memory-stream.ts';
import { failed, pollerOf, processed } from './poller.ts';

describe('a poller of a stream', () => {
  it('delivers in order, in batches of its size at most, and each record once', async () => {
    const { stream, poller, batches } = pollerOf({ batchSize: 2 });
    stream.put('a', 'b', 'c');
    poller.start();
    await poller.idle();
    stream.put('d');
    await poller.idle();
    expect(batches()).toEqual(['ab', 'c', 'd']);
  });

  it('begins with new records at LATEST, also those written before its first batch', async () => {
    const { stream, poller, batches } = pollerOf({ startingPosition: 'LATEST' });
    stream.put('a');
    poller.start();
    stream.put('b');
    await poller.idle();
    expect(batches()).toEqual(['b']);
  });

  it('goes on where an earlier process ended', async () => {
    const cloud = newCloud();
    const first = pollerOf({ startingPosition: 'LATEST' }, undefined, { cloud });
    first.poller.start();
    first.stream.put('a');
    await first.poller.idle();
    first.poller.stop();
    first.stream.put('b');
    const second = pollerOf({ startingPosition: 'LATEST' }, undefined, { cloud, stream: first.stream });
    second.poller.start();
    await second.poller.idle();
    expect(second.batches()).toEqual(['b']);
  });

  it('delivers again what was under way when the process ended', async () => {
    const cloud = newCloud();
    const { promise, resolve } = Promise.withResolvers<typeof processed>();
    const first = pollerOf({}, () => promise, { cloud });
    first.stream.put('a');
    first.poller.start();
    await new Promise((done) => setImmediate(done));
    first.poller.stop();
    resolve(processed);
    await first.poller.idle();
    const second = pollerOf({}, undefined, { cloud, stream: first.stream });
    second.poller.start();
    await second.poller.idle();
    expect([first.batches(), second.batches()]).toEqual([['a'], ['a']]);
  });

  it('reads the children of a shard when the parent is processed', async () => {
    const gate = Promise.withResolvers<typeof processed>();
    const { stream, poller, deliveries } = pollerOf({}, ({ shardId }) =>
      shardId === 'shardId-0' ? gate.promise : processed,
    );
    stream.put('a', 'b');
    poller.start();
    stream.split();
    stream.put('c', 'd');
    await new Promise((done) => setTimeout(done, 20));
    expect(deliveries).toHaveLength(1);
    gate.resolve(processed);
    await poller.idle();
    expect(deliveries.map(({ shardId, ids }) => [shardId, ids])).toEqual([
      ['shardId-0', ['a', 'b']],
      ['shardId-0a', ['d']],
      ['shardId-0b', ['c']],
    ]);
  });

  it('waits for the batching window or a full batch', async () => {
    const { stream, poller, batches, cloud } = pollerOf({ batchSize: 3, batchingWindowSeconds: 10 });
    poller.start();
    stream.put('a');
    await poller.idle();
    cloud.clock.pass(9_000);
    stream.put('b');
    await poller.idle();
    expect(batches()).toEqual([]);
    cloud.clock.pass(1_000);
    await poller.idle();
    stream.put('c', 'd', 'e', 'f');
    await poller.idle();
    expect(batches()).toEqual(['ab', 'cde']);
  });

  it('reads again when reading failed', async () => {
    const { stream, poller, batches } = pollerOf();
    stream.failures.push(new AwsError('ProvisionedThroughputExceededException', 'slow down'));
    stream.put('a');
    poller.start();
    await poller.idle();
    expect(batches()).toEqual(['a']);
  });

  it('runs batches of a shard at once, those of one item in order', async () => {
    let running = 0;
    let most = 0;
    const { stream, poller, deliveries } = pollerOf({ parallelizationFactor: 4, batchSize: 1 }, async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((done) => setTimeout(done, 5));
      running -= 1;
      return processed;
    });
    stream.put('a', 'b', 'c', 'd', 'a', 'b', 'c', 'd');
    poller.start();
    await poller.idle();
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
    const numbers = deliveries
      .flatMap(({ records }) => records)
      .filter(({ dynamodb }) => JSON.stringify(dynamodb.Keys).includes('"a"'));
    expect(numbers.map(({ dynamodb }) => dynamodb.SequenceNumber)).toEqual(['101', '105']);
  });
});

describe('what is discarded', () => {
  it('is the batch when its retries are used up; the next batch follows', async () => {
    const { stream, poller, batches, discarded } = pollerOf({ retryAttempts: 1 }, ({ ids }) =>
      ids.includes('x') ? failed : processed,
    );
    stream.put('a', 'x');
    poller.start();
    await poller.idle();
    stream.put('b');
    await poller.idle();
    expect(batches()).toEqual(['ax', 'ax', 'b']);
    expect(discarded).toMatchObject([{ condition: 'RetryAttemptsExhausted', invocations: 2, shardId: 'shardId-0' }]);
  });

  it('is a record that is too old, before it is delivered', async () => {
    const { stream, poller, batches, discarded, cloud } = pollerOf({ recordAgeSeconds: 60 });
    stream.put('a');
    cloud.clock.pass(70_000);
    stream.put('b');
    poller.start();
    await poller.idle();
    expect(batches()).toEqual(['b']);
    expect(discarded).toMatchObject([
      { condition: 'RecordAgeExceeded', invocations: 0, records: [{ eventID: 'event-101' }] },
    ]);
  });

  it('is not what never reached the code', async () => {
    let calls = 0;
    const { stream, poller, discarded } = pollerOf({ retryAttempts: 0 }, () => {
      calls += 1;
      return calls < 3 ? { kind: 'unreached', reason: 'throttled' } : processed;
    });
    stream.put('a');
    poller.start();
    await poller.idle();
    expect([calls, discarded]).toEqual([3, []]);
  });
});

it('whatever fails, is delivered twice, or crashes: each record is processed, those of one item in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a', 'b', 'c', 'split'), { minLength: 1, maxLength: 25 }),
      fc.infiniteStream(fc.constantFrom('ok', 'ok', 'ok', 'fail', 'unreached', 'partly', 'crash')),
      fc.record({
        batchSize: fc.integer({ min: 1, max: 4 }),
        parallelizationFactor: fc.integer({ min: 1, max: 3 }),
        bisects: fc.boolean(),
      }),
      async (writes, fates, source) => {
        const cloud = newCloud();
        const stream = new MemoryStream(() => cloud.clock.now());
        const seen = new Map<string, string[]>();
        let crashes = 0;
        const run = async (): Promise<void> => {
          const crash = Promise.withResolvers<true>();
          const { poller } = pollerOf(
            source,
            ({ records }) => {
              const fate = fates.next().value;
              if (fate === 'fail') return failed;
              if (fate === 'unreached') return { kind: 'unreached', reason: '' };
              const count = fate === 'partly' ? Math.floor(records.length / 2) : records.length;
              for (const { dynamodb } of records.slice(0, count)) {
                const key = JSON.stringify(dynamodb.Keys);
                const numbers = seen.get(key) ?? [];
                if (!numbers.includes(dynamodb.SequenceNumber)) numbers.push(dynamodb.SequenceNumber);
                seen.set(key, numbers);
              }
              if (fate === 'crash' && crashes < 3) {
                crashes += 1;
                poller.stop();
                crash.resolve(true);
              }
              if (fate !== 'partly' || count === records.length) return processed;
              return { kind: 'partly', failed: records.slice(count).map(({ dynamodb }) => dynamodb.SequenceNumber) };
            },
            { cloud, stream },
          );
          poller.start();
          const isCrashed = await Promise.race([crash.promise, poller.idle().then(() => false)]);
          poller.stop();
          if (isCrashed) await run();
        };
        const expected = new Map<string, string[]>();
        for (const write of writes) {
          if (write === 'split') stream.split();
          else {
            const key = JSON.stringify({ id: { S: write } });
            expected.set(key, [...(expected.get(key) ?? []), ...stream.put(write)]);
          }
        }
        await run();
        expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(expected));
      },
    ),
    { numRuns: 30, interruptAfterTimeLimit: 10_000 },
  );
}, 60_000);
