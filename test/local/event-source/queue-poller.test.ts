import { describe, expect, it } from 'vitest';
import type { DeliveryResult } from '../../../local/event-source/delivery.ts';
import type { QueueMessage } from '../../../local/event-source/ports.ts';
import { QueuePoller } from '../../../local/event-source/queue-poller.ts';
import type { QueueSource } from '../../../local/event-source/queue-poller.ts';
import { AwsError } from '../../../local/errors.ts';
import { newCloud } from '../support/cloud.ts';
import { MemoryQueues, queueArn } from './memory-queue.ts';
import { failed, processed } from './poller.ts';

function queuePoller(
  source: Partial<QueueSource> = {},
  judge: (messages: readonly QueueMessage[]) => DeliveryResult | Promise<DeliveryResult> = () => processed,
  cloud = newCloud(),
  queues = new MemoryQueues(cloud.clock),
) {
  const batches: string[] = [];
  const poller = new QueuePoller({
    source: { queueArn, batchSize: 10, batchingWindowSeconds: 0, concurrency: 2, ...source },
    cloud,
    queues,
    principal: { kind: 'administrator', arn: 'root' },
    deliver: async (messages) => {
      batches.push(messages.map(({ body }) => body).join(''));
      return judge(messages);
    },
  });
  return { cloud, queues, poller, batches };
}

describe('a poller of a queue', () => {
  it('receives what is sent later too', async () => {
    const { poller, queues, batches } = queuePoller();
    poller.start();
    await poller.idle();
    queues.put('a');
    await poller.idle();
    queues.put('b', 'c');
    await poller.idle();
    expect([batches, queues.bodies()]).toEqual([['a', 'b', 'c'], []]);
  });

  it('delivers as many batches at once as it may', async () => {
    let running = 0;
    let most = 0;
    const { poller, queues } = queuePoller({ batchSize: 1 }, async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((done) => setTimeout(done, 5));
      running -= 1;
      return processed;
    });
    queues.put('a', 'b', 'c', 'd', 'e', 'f');
    poller.start();
    await poller.idle();
    expect([most, queues.bodies()]).toEqual([2, []]);
  });

  it('leaves to the next process what was under way when it ended', async () => {
    const first = queuePoller({}, () => new Promise(() => {}));
    first.queues.put('a');
    first.poller.start();
    await new Promise((done) => setImmediate(done));
    first.poller.stop();
    const second = queuePoller({}, undefined, first.cloud, first.queues);
    second.poller.start();
    await second.poller.idle();
    expect(second.batches).toEqual([]);
    first.cloud.clock.pass(30_000);
    await second.poller.idle();
    expect([second.batches, second.queues.bodies()]).toEqual([['a'], []]);
  });

  it('tries again what never reached the code, until the message is visible again', async () => {
    let calls = 0;
    const { poller, queues, cloud, batches } = queuePoller({}, ([message]) => {
      calls += 1;
      if (calls === 2) cloud.clock.time += 30_000;
      // Received for the second time.
      return message?.attributes['ApproximateReceiveCount'] === '2' ? processed : { kind: 'unreached', reason: '' };
    });
    queues.put('a');
    poller.start();
    await poller.idle();
    expect([batches, queues.bodies()]).toEqual([['a', 'a', 'a'], []]);
  });

  it('tries again when receiving is throttled, and gives in where it is denied', async () => {
    for (const [code, expected] of [
      ['ThrottlingException', ['a']],
      ['AccessDenied', []],
    ] as const) {
      const { poller, queues, batches } = queuePoller();
      queues.put('a');
      const receive = queues.receive.bind(queues);
      queues.receive = () => {
        queues.receive = receive;
        throw new AwsError(code, 'no');
      };
      poller.start();
      await poller.idle();
      expect(batches, code).toEqual(expected);
    }
  });

  it('deletes what passed, where a batch failed in part', async () => {
    const { poller, queues } = queuePoller({}, (messages) => ({
      kind: 'partly',
      failed: [messages[0]?.messageId ?? ''],
    }));
    queues.put('a', 'b');
    poller.start();
    await poller.idle();
    expect(queues.bodies()).toEqual(['a']);
  });

  it('deletes nothing of a batch that failed', async () => {
    const { poller, queues } = queuePoller({}, () => failed);
    queues.put('a', 'b');
    poller.start();
    await poller.idle();
    expect(queues.bodies()).toEqual(['a', 'b']);
  });
});
