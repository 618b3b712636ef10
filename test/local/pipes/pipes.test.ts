import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { enrichmentArn, ofQueue, ofStream, runningPipe, targetFunction, targetQueue } from './running-pipe.ts';

describe('a pipe is refused', () => {
  it.each([
    ['another source', { Source: 'arn:aws:kinesis:us-east-1:1:stream/s' }, 'only DynamoDB streams and SQS queues'],
    [
      'another target',
      { Target: 'arn:aws:states:us-east-1:1:stateMachine:m' },
      'only event buses, SQS queues and functions',
    ],
    [
      'another enrichment',
      { Enrichment: 'arn:aws:states:us-east-1:1:stateMachine:m' },
      'only functions are run locally',
    ],
    ['an unknown property', { KmsKeyIdentifier: 'key' }, 'App/Pipe: KmsKeyIdentifier is not run locally'],
    [
      'an unknown variable',
      { TargetParameters: { InputTemplate: '<aws.pipes.gone>' } },
      'unknown variable <aws.pipes.gone>',
    ],
    [
      'a path that is none',
      { TargetParameters: { InputTemplate: '<$.a[*]>' } },
      'the JSON path $.a[*] is not run locally',
    ],
    ['another desired state', { DesiredState: 'PAUSED' }, 'DesiredState is PAUSED'],
    ['no starting position', ofStream({ StartingPosition: undefined }), 'StartingPosition is missing'],
    ['logs of each step', { LogConfiguration: { Level: 'TRACE' } }, 'Level TRACE is not run locally'],
    ['HTTP parameters', { TargetParameters: { HttpParameters: {} } }, 'HttpParameters is not run locally'],
  ])('for %s', (_, properties, message) => {
    expect(() => runningPipe(properties)).toThrow(message);
  });
});

it('tells its name, ARN and state', () => {
  expect(runningPipe().deployed).toMatchObject({
    ref: 'orders',
    attributes: { Arn: 'arn:aws:pipes:us-east-1:000000000000:pipe/orders', CurrentState: 'RUNNING' },
  });
});

it('names events after itself and its source, where nothing else is said', async () => {
  const { start, stream, entries } = runningPipe();
  stream.put('a');
  await start();
  expect(entries).toMatchObject([{ Source: 'Pipe orders', DetailType: 'Event from aws:dynamodb' }]);
});

it('goes on from its snapshot', async () => {
  const { start, idle, stream, pipes, details, cloud } = runningPipe();
  stream.put('a');
  await start();
  pipes.snapshot(join(cloud.stateFolder, 'kept'));
  stream.put('b');
  await idle();
  pipes.restore(join(cloud.stateFolder, 'kept'));
  await idle();
  expect(details().map(({ eventID }) => eventID)).toEqual(['event-101', 'event-102', 'event-102']);
});

it.each(['duplicate', 'reorder'] as const)('delivers by the fault %s', async (kind) => {
  const { start, stream, cloud, batches } = runningPipe(
    { Target: targetFunction },
    { handlers: { [targetFunction]: () => null } },
  );
  cloud.faults.plan({ service: 'pipes', operation: 'Deliver', kind, count: 1 });
  stream.put('a', 'b', 'a');
  await start();
  expect(batches(targetFunction)).toEqual(kind === 'duplicate' ? ['aba', 'aba'] : ['baa']);
});

it('writes failures to its log group', async () => {
  const { start, stream, cloud } = runningPipe(
    {
      ...ofStream({ MaximumRetryAttempts: 0 }),
      Enrichment: enrichmentArn,
      LogConfiguration: {
        Level: 'ERROR',
        CloudwatchLogsLogDestination: { LogGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/pipes/orders:*' },
      },
    },
    {
      handlers: {
        [enrichmentArn]: () => {
          throw new Error('no');
        },
      },
    },
  );
  const lines: string[] = [];
  cloud.log.write = (group, line) => void lines.push(`${group} ${line}`);
  stream.put('a');
  await start();
  expect(lines[0]).toMatch(/^\/pipes\/orders \{.*"messageType":"ExecutionFailed"/);
});

it('sends to a FIFO queue by group and deduplication id', async () => {
  const { start, queues } = runningPipe({
    ...ofQueue(),
    Target: `${targetQueue}.fifo`,
    TargetParameters: {
      SqsQueueParameters: { MessageGroupId: '$.body.customer', MessageDeduplicationId: '$.messageId' },
    },
  });
  queues.put('{"customer":"ann"}');
  await start();
  expect(queues.messages(`${targetQueue}.fifo`)).toMatchObject([
    { messageGroupId: 'ann', messageDeduplicationId: 'message-1' },
  ]);
});
