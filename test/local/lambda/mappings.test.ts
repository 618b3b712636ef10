import { describe, expect, it } from 'vitest';
import { queueArn } from '../event-source/memory-queue.ts';
import { mappedFunction, ofQueue, ofStream } from './mapped-function.ts';

describe('a mapping is refused', () => {
  it.each([
    [
      'another source',
      { EventSourceArn: 'arn:aws:kinesis:us-east-1:1:stream/s' },
      'only DynamoDB streams and SQS queues',
    ],
    ['no source', { SelfManagedEventSource: {} }, 'only DynamoDB streams and SQS queues are run as event sources'],
    ['an unknown property', { ...ofStream, KmsKeyArn: 'key' }, 'App/Mapping: KmsKeyArn is not run locally'],
    [
      'a setting of streams at a queue',
      { ...ofQueue, BisectBatchOnFunctionError: true },
      'not supported for an SQS queue',
    ],
    [
      'a setting of queues at a stream',
      { ...ofStream, ScalingConfig: {} },
      'ScalingConfig is not supported for a DynamoDB',
    ],
    ['no starting position', { EventSourceArn: ofStream.EventSourceArn }, 'must be TRIM_HORIZON or LATEST'],
    ['a time to start at', { ...ofStream, StartingPosition: 'AT_TIMESTAMP' }, 'must be TRIM_HORIZON or LATEST'],
    ['a short age', { ...ofStream, MaximumRecordAgeInSeconds: 59 }, 'must be -1 or at least 60'],
    [
      'a topic for failures',
      { ...ofStream, DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:x' } } },
      'only standard SQS',
    ],
    [
      'windows in parallel',
      { ...ofStream, TumblingWindowInSeconds: 60, ParallelizationFactor: 2 },
      'a tumbling window with',
    ],
    ['an unknown response type', { ...ofStream, FunctionResponseTypes: ['All'] }, 'unknown type "All"'],
    ['one batch at once', { ...ofQueue, ScalingConfig: { MaximumConcurrency: 1 } }, 'MaximumConcurrency is 1'],
    [
      'a filter that is no pattern',
      { ...ofQueue, FilterCriteria: { Filters: [{ Pattern: '{"a":1}' }] } },
      'Invalid filter pattern',
    ],
  ])('for %s', (_, mapping, message) => {
    expect(() => mappedFunction('', mapping)).toThrow(message);
  });

  it('where the function and the source have one already', () => {
    const { deploy } = mappedFunction('', ofQueue);
    expect(() => deploy('Other', 'AWS::Lambda::EventSourceMapping', { FunctionName: 'subject', ...ofQueue })).toThrow(
      `App/Other: The event source arn ("${queueArn}") and function ("subject") provided mapping already exists`,
    );
  });

  it('at the start for an unknown function', () => {
    const { lambda } = mappedFunction('', { ...ofQueue, FunctionName: 'gone' });
    expect(() => lambda.start()).toThrow('App/Mapping: unknown function gone');
  });

  it('at the start where messages are visible again before the function times out', () => {
    const { lambda } = mappedFunction('', ofQueue, { functionProperties: { Timeout: 31 } });
    expect(() => lambda.start()).toThrow(
      'App/Mapping: Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds',
    );
  });
});

describe('faults', () => {
  it.each([
    ['duplicate', ['aba', 'aba']],
    ['reorder', ['baa']],
  ] as const)('%s: batches of a stream, each item in order', async (kind, expected) => {
    const { start, stream, cloud, batches } = mappedFunction('', ofStream);
    cloud.faults.plan({ service: 'lambda', operation: 'Deliver', kind, count: 1 });
    stream.put('a', 'b', 'a');
    await start();
    expect(batches()).toEqual(expected);
  });

  it('reorder: messages of a queue', async () => {
    const { start, queues, cloud, batches } = mappedFunction('', ofQueue);
    cloud.faults.plan({ service: 'lambda', operation: 'Deliver', kind: 'reorder', count: 1 });
    queues.put('a', 'b', 'c');
    await start();
    expect(batches()).toEqual(['cba']);
  });

  it('crashAfterCommit: the function has run, and runs again', async () => {
    const { start, stream, cloud, batches } = mappedFunction('', { ...ofStream, MaximumRetryAttempts: 0 });
    cloud.faults.plan({ service: 'lambda', operation: 'Invoke', kind: 'crashAfterCommit', count: 1 });
    stream.put('a');
    await start();
    expect(batches()).toEqual(['a', 'a']);
  });
});

it('a function with reserved concurrency is shared by a mapping and others', async () => {
  const { start, queues, invoke, batches } = mappedFunction(
    'if (event.ms) await new Promise((done) => setTimeout(done, event.ms));',
    ofQueue,
    { functionProperties: { ReservedConcurrentExecutions: 1 } },
  );
  const busy = invoke({ Records: [], ms: 150 });
  queues.put('a');
  await start();
  await busy;
  expect([batches(), queues.bodies()]).toEqual([['', 'a'], []]);
});
