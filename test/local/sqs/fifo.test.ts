import { DeleteMessageCommand } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { administrator, sqsWith } from './account.ts';
import { bodiesOf, receive, send } from './commands.ts';

describe('a FIFO queue', () => {
  const fifo = { 'q.fifo': { FifoQueue: true, ContentBasedDeduplication: true } };

  it('keeps a group back while one of its messages is in flight, and no other', async () => {
    const { client, queues, cloud } = await sqsWith(fifo);
    const { url } = queues[0]!;
    for (const body of ['a1', 'b1', 'a2', 'a3']) await send(client, url, body, { MessageGroupId: body[0] });
    const first = await receive(client, url, { MaxNumberOfMessages: 2 });
    expect(bodiesOf(first)).toEqual(['a1', 'a2']);
    expect(bodiesOf(await receive(client, url))).toEqual(['b1']);
    await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first[0]!.ReceiptHandle }));
    expect(await receive(client, url)).toEqual([]);
    cloud.clock.pass(30_000);
    expect(bodiesOf(await receive(client, url))).toEqual(['b1', 'a2', 'a3']);
  });

  it('deletes nothing whose time is over', async () => {
    const { client, queues, cloud } = await sqsWith(fifo);
    const { url } = queues[0]!;
    await send(client, url, 'a', { MessageGroupId: 'g' });
    const [message] = await receive(client, url);
    cloud.clock.pass(30_000);
    const late = new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message!.ReceiptHandle });
    await expect(client.send(late)).rejects.toThrow('The receipt handle has expired.');
  });

  it('delivers each group once and in order, whatever consumers do', async () => {
    const { sqs, queues, cloud } = await sqsWith(fifo);
    const { arn } = queues[0]!;
    const step = fc.oneof(
      fc.record({ kind: fc.constant('send' as const), group: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ kind: fc.constant('receive' as const), limit: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ kind: fc.constantFrom('delete' as const, 'release' as const), which: fc.nat({ max: 5 }) }),
      fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 40 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const left = new Map<string, string[]>();
        let taken: { body: string; group: string; receiptHandle: string; until: number }[] = [];
        let sent = 0;
        const now = () => cloud.clock.time;
        const held = () => taken.filter(({ until }) => until > now());
        for (const step of steps) {
          if (step.kind === 'send') {
            const body = `${Math.random()}-${(sent += 1)}`;
            sqs.send({ principal: administrator }, arn, { body, messageGroupId: step.group });
            left.set(step.group, [...(left.get(step.group) ?? []), body]);
          } else if (step.kind === 'receive') {
            const blocked = new Set(held().map(({ group }) => group));
            const messages = sqs.receive(administrator, arn, step.limit);
            const byGroup = Map.groupBy(messages, ({ attributes }) => attributes['MessageGroupId']!);
            for (const [group, ofGroup] of byGroup) {
              expect(blocked.has(group)).toBe(false);
              expect(ofGroup.map(({ body }) => body)).toEqual(left.get(group)!.slice(0, ofGroup.length));
            }
            taken = [
              ...taken.filter(({ receiptHandle, body }) => receiptHandle && !messages.some((one) => one.body === body)),
              ...messages.map(({ body, receiptHandle, attributes }) => ({
                body,
                receiptHandle,
                group: attributes['MessageGroupId']!,
                until: now() + 30_000,
              })),
            ];
          } else if (step.kind === 'pass') {
            cloud.clock.pass(step.seconds * 1000);
          } else {
            const message = held()[step.which];
            if (!message) continue;
            taken = taken.filter((other) => other !== message);
            if (step.kind === 'release') sqs.changeVisibility(administrator, arn, message.receiptHandle, 0);
            else {
              sqs.delete(administrator, arn, [message.receiptHandle]);
              left.set(
                message.group,
                left.get(message.group)!.filter((body) => body !== message.body),
              );
            }
          }
        }
        cloud.clock.pass(60_000);
        for (;;) {
          const messages = sqs.receive(administrator, arn, 10);
          if (messages.length === 0) break;
          for (const { body, attributes, receiptHandle } of messages) {
            expect(body).toBe(left.get(attributes['MessageGroupId']!)!.shift());
            sqs.delete(administrator, arn, [receiptHandle]);
          }
        }
        expect([...left.values()].flat()).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
