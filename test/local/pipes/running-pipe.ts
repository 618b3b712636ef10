import { onTestFinished } from 'vitest';
import { AwsError } from '../../../local/errors.ts';
import { Pipes } from '../../../local/pipes/pipes.ts';
import type { PipeEvent, PipesPorts } from '../../../local/pipes/ports.ts';
import { MemoryQueues, queueArn } from '../event-source/memory-queue.ts';
import { MemoryStream, streamArn } from '../event-source/memory-stream.ts';
import { newCloud } from '../support/cloud.ts';

type Properties = Readonly<Record<string, unknown>>;

export const busArn = 'arn:aws:events:us-east-1:000000000000:event-bus/orders';
export const targetQueue = 'arn:aws:sqs:us-east-1:000000000000:target';
export const deadLetters = 'arn:aws:sqs:us-east-1:000000000000:dead';
export const enrichmentArn = 'arn:aws:lambda:us-east-1:000000000000:function:enrich';
export const targetFunction = 'arn:aws:lambda:us-east-1:000000000000:function:target';

/** What a function does with its payload. */
export type Handler = (payload: never) => unknown;

export interface PipeOptions {
  readonly handlers?: Readonly<Record<string, Handler>>;
  readonly ports?: Partial<PipesPorts>;
}

/** A Pipe from a stream in memory to a bus, unless its properties say otherwise. */
export function runningPipe(properties: Properties = {}, { handlers = {}, ports = {} }: PipeOptions = {}) {
  const cloud = newCloud();
  const stream = new MemoryStream(() => cloud.clock.now());
  const queues = new MemoryQueues(cloud.clock);
  const entries: PipeEvent[] = [];
  const calls: { readonly functionArn: string; readonly payload: unknown; readonly type: string }[] = [];
  const pipes = new Pipes(cloud, {
    streams: stream,
    queues,
    roleSession: (roleArn, name, service) => ({ kind: 'role', arn: `${name} of ${service}`, roleArn }),
    isAllowed: () => true,
    invokeFunction: async (_, functionArn, payload, type) => {
      calls.push({ functionArn, payload, type });
      const handler = handlers[functionArn];
      if (!handler) throw new AwsError('ResourceNotFoundException', `Function not found: ${functionArn}`, 404);
      try {
        return { payload: handler(payload as never) };
      } catch (error) {
        if (error instanceof AwsError) throw error;
        return { payload: { errorMessage: String(error) }, functionError: 'Unhandled' };
      }
    },
    putEvents: async (_, added) => {
      entries.push(...added);
      return { Entries: added.map(() => ({ EventId: 'id' })) };
    },
    ...ports,
  });
  const address = 'App/Pipe';
  const deployed = pipes.resourceTypes['AWS::Pipes::Pipe']({
    type: 'AWS::Pipes::Pipe',
    logicalId: 'Pipe',
    stack: 'App',
    address,
    properties: {
      Name: 'orders',
      RoleArn: 'arn:aws:iam::000000000000:role/pipe',
      ...ofStream(),
      Target: busArn,
      ...properties,
    },
  });
  onTestFinished(() => pipes.stop());
  return {
    cloud,
    stream,
    queues,
    entries,
    calls,
    pipes,
    deployed,
    idle: () => pipes.idle(),
    start: async () => {
      pipes.start();
      await pipes.idle();
    },
    /** Details of the events on the bus. */
    details: () => entries.map(({ Detail }) => JSON.parse(Detail) as Record<string, unknown>),
    /** Ids of the items in each call of a function. */
    batches: (functionArn = enrichmentArn) =>
      calls
        .filter((call) => call.functionArn === functionArn)
        .map(({ payload }) => (payload as Item[]).map(idOf).join('')),
  };
}

interface Item {
  readonly body?: string;
  readonly dynamodb?: { readonly Keys: { readonly id: { readonly S: string } } };
}

function idOf({ body, dynamodb }: Item): string {
  return body ?? dynamodb?.Keys.id.S ?? '';
}

/** A stream as the source. */
export function ofStream(parameters: Properties = {}, more: Properties = {}): Properties {
  return {
    Source: streamArn,
    SourceParameters: { DynamoDBStreamParameters: { StartingPosition: 'TRIM_HORIZON', ...parameters }, ...more },
  };
}

/** A queue as the source. */
export function ofQueue(parameters: Properties = {}, more: Properties = {}): Properties {
  return { Source: queueArn, SourceParameters: { SqsQueueParameters: parameters, ...more } };
}

/** Options of a Pipe whose enrichment is this. */
export function enrichedBy(handler: Handler): { readonly handlers: Readonly<Record<string, Handler>> } {
  return { handlers: { [enrichmentArn]: handler } };
}

/** Options of a Pipe whose target function does this. */
export function targetDoes(handler: Handler): { readonly handlers: Readonly<Record<string, Handler>> } {
  return { handlers: { [targetFunction]: handler } };
}
