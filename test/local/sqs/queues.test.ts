import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { Iam } from '../../../local/iam/iam.ts';
import { declared } from '../iam/account.ts';
import { newCloud } from '../support/cloud.ts';
import { administrator, queueArn, sqsWith, startSqs } from './account.ts';

const deploy = (properties: Record<string, unknown>) => startSqs(newCloud(), new Iam(newCloud()), { q: properties });

describe('a queue of a template', () => {
  it('has the name, URL and ARN that the template hands on', () => {
    const cloud = newCloud();
    const { sqs } = startSqs(cloud, new Iam(cloud), {});
    const deployQueue = sqs.resourceTypes['AWS::SQS::Queue'];
    expect(deployQueue(declared('AWS::SQS::Queue', 'Own', { QueueName: 'own' }))).toEqual({
      ref: 'http://127.0.0.1:4566/000000000000/own',
      attributes: {
        Arn: queueArn('own'),
        QueueName: 'own',
        QueueUrl: 'http://127.0.0.1:4566/000000000000/own',
      },
    });
    const fifo = deployQueue(declared('AWS::SQS::Queue', 'Unnamed', { FifoQueue: true }));
    expect(fifo.attributes?.['QueueName']).toMatch(/^Stack-Unnamed-[\dA-F]{12}\.fifo$/);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ Surprise: 1 }, 'Stack/q: Surprise'],
    [{ DelaySeconds: 901 }, 'Stack/q: DelaySeconds must be a whole number from 0 to 900.'],
    [{ VisibilityTimeout: 43_201 }, 'VisibilityTimeout'],
    [{ MessageRetentionPeriod: 59 }, 'MessageRetentionPeriod'],
    [{ ReceiveMessageWaitTimeSeconds: 21 }, 'ReceiveMessageWaitTimeSeconds'],
    [{ MaximumMessageSize: 1023 }, 'MaximumMessageSize'],
    [{ ContentBasedDeduplication: true }, 'ContentBasedDeduplication'],
    [{ DeduplicationScope: 'queue' }, 'DeduplicationScope'],
    [{ FifoQueue: true }, 'QueueName q'],
    [{ QueueName: 'a b' }, 'QueueName a b'],
    [{ QueueName: 'a.fifo' }, 'QueueName a.fifo'],
    [{ RedrivePolicy: { maxReceiveCount: 0, deadLetterTargetArn: 'x' } }, 'RedrivePolicy'],
    [{ RedriveAllowPolicy: { redrivePermission: 'byQueue' } }, 'RedriveAllowPolicy'],
  ])('%j is refused', (properties, message) => {
    expect(() => deploy(properties)).toThrow(message);
  });

  it.each<[string, Record<string, Record<string, unknown>>, string]>([
    ['that is none', { q: redrive('none') }, 'Dead letter target does not exist'],
    ['of the other type', { q: redrive('dead.fifo'), 'dead.fifo': { FifoQueue: true } }, 'same type of queue'],
    [
      'that allows no source',
      { q: redrive('dead'), dead: { RedriveAllowPolicy: { redrivePermission: 'denyAll' } } },
      "RedriveAllowPolicy of dead doesn't allow it",
    ],
    [
      'that allows others',
      {
        q: redrive('dead'),
        dead: { RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [queueArn('other')] } },
      },
      "RedriveAllowPolicy of dead doesn't allow it",
    ],
  ])('a dead-letter queue %s is refused', (_, queues, message) => {
    const cloud = newCloud();
    const { sqs } = startSqs(cloud, new Iam(cloud), queues);
    expect(() => sqs.start()).toThrow(message);
  });
});

describe('an engineer', () => {
  it('finds queues and looks at them', async () => {
    const { client, queues, sqs } = await sqsWith({
      'a-1': { ...redrive('dead'), KmsMasterKeyId: 'alias/own' },
      'a-2': redrive('dead'),
      dead: {},
    });
    const [one, two, dead] = queues.map(({ url }) => url);
    expect((await client.send(new GetQueueUrlCommand({ QueueName: 'dead' }))).QueueUrl).toBe(dead);
    const page = await client.send(new ListQueuesCommand({ QueueNamePrefix: 'a-', MaxResults: 1 }));
    expect(page.QueueUrls).toEqual([one]);
    const next = await client.send(new ListQueuesCommand({ QueueNamePrefix: 'a-', NextToken: page.NextToken }));
    expect(next).toMatchObject({ QueueUrls: [two] });
    const sources = await client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }));
    expect(sources.queueUrls).toEqual([one, two]);

    for (const [body, delaySeconds] of [
      ['a', 0],
      ['b', 0],
      ['c', 9],
    ] as const) {
      sqs.send({ principal: administrator }, queues[0]!.arn, { body, delaySeconds });
    }
    sqs.receive(administrator, queues[0]!.arn, 1);
    const get = async (...AttributeNames: ('All' | 'RedrivePolicy')[]) =>
      (await client.send(new GetQueueAttributesCommand({ QueueUrl: one, AttributeNames }))).Attributes;
    expect(await get('All')).toMatchObject({
      QueueArn: queues[0]!.arn,
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
      KmsMasterKeyId: 'alias/own',
      SqsManagedSseEnabled: 'false',
    });
    expect(await get('RedrivePolicy')).toEqual({
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 1 }),
    });
  });

  it('purges a queue once a minute', async () => {
    const { client, queues, sqs, cloud } = await sqsWith({ q: {} });
    const { url, arn } = queues[0]!;
    const purge = () => client.send(new PurgeQueueCommand({ QueueUrl: url }));
    sqs.send({ principal: administrator }, arn, { body: 'x' });
    await purge();
    expect(sqs.receive(administrator, arn, 1)).toEqual([]);
    await expect(purge()).rejects.toMatchObject({ name: 'PurgeQueueInProgress' });
    cloud.clock.pass(60_000);
    await purge();
  });

  it('redrives a dead-letter queue, as fast as they say', async () => {
    const { client, queues, sqs, cloud } = await sqsWith({ q: redrive('dead'), dead: {}, other: {} });
    const [q, dead, other] = queues.map(({ arn }) => arn);
    const count = (arn: string) => {
      const messages = sqs.receive(administrator, arn, 10);
      sqs.delete(
        administrator,
        arn,
        messages.map(({ receiptHandle }) => receiptHandle),
      );
      return messages.length;
    };
    const bury = (number: number) => {
      for (let n = 0; n < number; n += 1) sqs.send({ principal: administrator }, q!, { body: String(n) });
      sqs.receive(administrator, q!, 10);
      cloud.clock.pass(30_000);
      expect(sqs.receive(administrator, q!, 10)).toEqual([]);
    };
    const list = async () => (await client.send(new ListMessageMoveTasksCommand({ SourceArn: dead }))).Results?.[0];

    bury(5);
    await client.send(new StartMessageMoveTaskCommand({ SourceArn: dead }));
    expect(await list()).toMatchObject({ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 5 });
    expect([count(q!), count(dead!)]).toEqual([5, 0]);

    bury(5);
    const start = new StartMessageMoveTaskCommand({
      SourceArn: dead,
      DestinationArn: other,
      MaxNumberOfMessagesPerSecond: 2,
    });
    await client.send(start);
    expect(await list()).toMatchObject({ Status: 'RUNNING', ApproximateNumberOfMessagesMoved: 2 });
    await expect(client.send(start)).rejects.toThrow('There is already a task running.');
    cloud.clock.pass(2000);
    expect(await list()).toMatchObject({ Status: 'COMPLETED', ApproximateNumberOfMessagesToMove: 5 });
    expect(count(other!)).toBe(5);
    await expect(client.send(new StartMessageMoveTaskCommand({ SourceArn: other }))).rejects.toThrow(
      'Source queue must be configured as a Dead Letter Queue.',
    );
  });

  it('is told what does not run here', async () => {
    const { client, queues } = await sqsWith({ q: {} });
    client.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['x-amz-target'] = 'AmazonSQS.SetQueueAttributes';
        return next(args);
      },
      { step: 'build' },
    );
    await expect(client.send(new PurgeQueueCommand({ QueueUrl: queues[0]!.url }))).rejects.toThrow(
      "The local SQS doesn't run SetQueueAttributes",
    );
  });
});

describe('planned faults', () => {
  const ready = async () => {
    const started = await sqsWith({ q: {} });
    const { arn } = started.queues[0]!;
    for (const body of ['1', '2']) started.sqs.send({ principal: administrator }, arn, { body });
    const bodies = () => started.sqs.receive(administrator, arn, 10).map(({ body }) => body);
    return { ...started, arn, bodies };
  };

  it.each([
    ['duplicate', [['1', '2'], ['1', '2'], []]],
    ['reorder', [['2', '1'], [], []]],
  ] as const)('%s deliveries', async (kind, rounds) => {
    const { cloud, bodies } = await ready();
    cloud.faults.plan({ service: 'sqs', operation: 'ReceiveMessage', kind, count: 1 });
    for (const expected of rounds) expect(bodies()).toEqual(expected);
  });

  it('refuse a call before, or lose its answer after', async () => {
    const { cloud, bodies, client, queues } = await ready();
    cloud.faults.plan({ service: 'sqs', operation: 'SendMessage', kind: 'throttle', count: 1 });
    cloud.faults.plan({ service: 'sqs', operation: 'SendMessage', kind: 'crashAfterCommit', count: 1 });
    const send = (body: string) => client.send(new SendMessageCommand({ QueueUrl: queues[0]!.url, MessageBody: body }));
    await expect(send('3')).rejects.toMatchObject({ name: 'RequestThrottled' });
    await expect(send('4')).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    expect(bodies()).toEqual(['1', '2', '4']);
  });
});

describe('state', () => {
  it('is there after the process was killed', async () => {
    const { cloud, queues, sqs } = await sqsWith({ q: {} });
    sqs.send({ principal: administrator }, queues[0]!.arn, { body: 'x' });
    const next = startSqs(cloud, new Iam(cloud), { q: {} });
    next.sqs.start();
    expect(next.sqs.receive(administrator, queues[0]!.arn, 10)).toHaveLength(1);
  });

  it('goes with the queue that the template has no more', async () => {
    const { cloud, queues, sqs } = await sqsWith({ q: {}, other: {} });
    sqs.send({ principal: administrator }, queues[0]!.arn, { body: 'x' });
    startSqs(cloud, new Iam(cloud), { other: {} }).sqs.start();
    const again = startSqs(cloud, new Iam(cloud), { q: {} });
    again.sqs.start();
    expect(again.sqs.receive(administrator, queues[0]!.arn, 10)).toEqual([]);
  });

  it('goes back to a snapshot, and pollers hear of it', async () => {
    const { cloud, queues, sqs } = await sqsWith({ q: {} });
    const { arn } = queues[0]!;
    sqs.send({ principal: administrator }, arn, { body: 'x' });
    const folder = `${cloud.stateFolder}/snapshot/sqs`;
    sqs.snapshot(folder);
    const [message] = sqs.receive(administrator, arn, 1);
    sqs.delete(administrator, arn, [message!.receiptHandle]);
    let heard = 0;
    const stop = sqs.watch(arn, () => {
      heard += 1;
    });
    sqs.restore(folder);
    expect(heard).toBe(1);
    expect(sqs.receive(administrator, arn, 1)).toHaveLength(1);
    cloud.clock.pass(30_000);
    expect(heard).toBe(2);
    stop();
    sqs.send({ principal: administrator }, arn, { body: 'x' });
    expect(heard).toBe(2);
  });
});

it('ten thousand messages go in and out in seconds', async () => {
  const { queues, sqs } = await sqsWith({ q: {} });
  const { arn } = queues[0]!;
  for (let n = 0; n < 10_000; n += 1) sqs.send({ principal: administrator }, arn, { body: String(n) });
  const seen: string[] = [];
  for (;;) {
    const messages = sqs.receive(administrator, arn, 10);
    if (messages.length === 0) break;
    seen.push(...messages.map(({ body }) => body));
    sqs.delete(
      administrator,
      arn,
      messages.map(({ receiptHandle }) => receiptHandle),
    );
  }
  expect(seen).toEqual(Array.from({ length: 10_000 }, (_, n) => String(n)));
}, 60_000);

function redrive(name: string): Record<string, unknown> {
  return { RedrivePolicy: { deadLetterTargetArn: queueArn(name), maxReceiveCount: 1 } };
}
