import { onTestFinished } from 'vitest';
import type { LambdaPorts } from '../../../local/lambda/lambda.ts';
import { MemoryQueues, queueArn } from '../event-source/memory-queue.ts';
import { MemoryStream, streamArn } from '../event-source/memory-stream.ts';
import { declared, functionOf, testCloud } from './fixture.ts';

type Properties = Readonly<Record<string, unknown>>;

/** What a function got of a stream or a queue; of a stream with a tumbling window all members. */
export interface BatchEvent {
  readonly Records: readonly {
    readonly body?: string;
    readonly messageId?: string;
    readonly attributes?: Readonly<Record<string, string>>;
    readonly dynamodb?: { readonly Keys: { readonly id: { readonly S: string } }; readonly SequenceNumber: string };
  }[];
  readonly window?: { readonly start: string; readonly end: string };
  readonly state?: unknown;
  readonly shardId?: string;
  readonly isFinalInvokeForWindow?: boolean;
  readonly isWindowTerminatedEarly?: boolean;
}

/**
 * A function with an event source mapping to a stream or a queue in memory.
 * @param body of the handler, which has `event`, `ids` of its records, and `n`, the number of this invocation
 * @param mapping further properties of the mapping
 */
export function mappedFunction(
  body: string,
  mapping: Properties,
  {
    functionProperties = {},
    ports = {},
  }: { readonly functionProperties?: Properties; readonly ports?: Partial<LambdaPorts> } = {},
) {
  const cloud = testCloud();
  const stream = new MemoryStream(() => cloud.clock.now());
  const queues = new MemoryQueues(cloud.clock);
  const source = `let n = 0;
    export const handler = async (event) => {
      n += 1;
      console.log('EVENT ' + JSON.stringify(event));
      const ids = event.Records.map(({ body, dynamodb }) => body ?? dynamodb.Keys.id.S);
      ${body}
    };`;
  const fixture = functionOf(source, functionProperties, cloud, { streams: stream, queues, ...ports });
  const { lambda } = fixture;
  const deploy = (logicalId: string, type: string, properties: Properties) =>
    lambda.resourceTypes[type as 'AWS::Lambda::EventSourceMapping'](declared(logicalId, type, properties));
  deploy('Mapping', 'AWS::Lambda::EventSourceMapping', { FunctionName: 'subject', ...mapping });
  const events: BatchEvent[] = [];
  const write = cloud.log.write.bind(cloud.log);
  cloud.log.write = (group, line) => {
    const [, json] = /\tEVENT (.*)$/.exec(line) ?? [];
    if (json) events.push(JSON.parse(json) as BatchEvent);
    write(group, line);
  };
  onTestFinished(() => lambda.stop());
  return {
    ...fixture,
    stream,
    queues,
    events,
    deploy,
    idle: () => lambda.idle(),
    start: async () => {
      lambda.start();
      await lambda.idle();
    },
    /** The ids of the records of each invocation, joined. */
    batches: () =>
      events.map(({ Records }) => Records.map(({ body: text, dynamodb }) => text ?? dynamodb?.Keys.id.S).join('')),
  };
}

export const ofStream = { EventSourceArn: streamArn, StartingPosition: 'TRIM_HORIZON' };
export const ofQueue = { EventSourceArn: queueArn };
