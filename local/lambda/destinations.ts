import type { Cloud } from '../cloud.ts';
import { AwsError } from '../errors.ts';
import type { Queues } from '../event-source/ports.ts';
import type { Principal } from '../iam/principal.ts';
import type { AsyncEnd } from './async-invocations.ts';

/** An entry of EventBridge's PutEvents. */
export interface DestinationEvent {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Resources: readonly string[];
}

export interface DestinationPorts {
  readonly cloud: Cloud;
  readonly queues: Pick<Queues, 'send'>;
  putEvents(principal: Principal, entries: readonly DestinationEvent[]): Promise<{ readonly FailedEntryCount: number }>;
  invokeLater(principal: Principal, functionArn: string, payload: unknown): Promise<unknown>;
}

/** The function whose asynchronous invocation has ended. */
export interface EndedFunction {
  readonly arn: string;
  readonly principal: Principal;
}

/** Actions that a function's role needs for a destination, by the service in its ARN. */
export const destinationActions: Readonly<Record<string, string>> = {
  sqs: 'sqs:SendMessage',
  lambda: 'lambda:InvokeFunction',
  events: 'events:PutEvents',
};

export function serviceOf(arn: string): string {
  return arn.split(':')[2] ?? '';
}

/** Sends the record of an asynchronous invocation to the destination for its condition. */
export async function sendRecord(ended: AsyncEnd, fn: EndedFunction, destination: string, ports: DestinationPorts) {
  const record = invocationRecord(ended, fn.arn, ports.cloud.clock.now());
  await attempt(destination, ports, async () => {
    switch (serviceOf(destination)) {
      case 'sqs':
        return ports.queues.send({ principal: fn.principal }, destination, { body: JSON.stringify(record) });
      case 'lambda':
        return ports.invokeLater(fn.principal, destination, record);
      default:
        return ports.putEvents(fn.principal, [eventOf(record, ended, fn.arn, destination)]);
    }
  });
}

/** Sends an event that failed for good to the function's dead-letter queue, as it is. */
export async function sendDeadLetter(ended: AsyncEnd, fn: EndedFunction, queueArn: string, ports: DestinationPorts) {
  const { errorMessage } = JSON.parse(ended.outcome?.payload ?? '{}') as { readonly errorMessage?: unknown };
  const attributes = {
    RequestID: { DataType: 'String', StringValue: ended.event.requestId },
    ErrorCode: { DataType: 'Number', StringValue: ended.outcome ? '200' : '429' },
    // "The first 1 KB of the error message."
    ErrorMessage: {
      DataType: 'String',
      StringValue: (typeof errorMessage === 'string' ? errorMessage : ended.condition).slice(0, 1024),
    },
  };
  await attempt(queueArn, ports, async () =>
    ports.queues.send({ principal: fn.principal }, queueArn, { body: ended.event.payload, attributes }),
  );
}

/** What can't be sent is lost, as on AWS: there only a metric tells. */
async function attempt(destination: string, { cloud }: DestinationPorts, send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    cloud.log.warn('lambda', `destination ${destination}: ${error.code}: ${error.message}`);
  }
}

function invocationRecord({ event, condition, outcome, invocations }: AsyncEnd, functionArn: string, now: number) {
  return {
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: `${functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: invocations,
    },
    requestPayload: JSON.parse(event.payload) as unknown,
    ...(outcome && {
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        ...(outcome.functionError && { functionError: outcome.functionError }),
      },
      responsePayload: JSON.parse(outcome.payload) as unknown,
    }),
  };
}

function eventOf(record: unknown, { condition }: AsyncEnd, functionArn: string, busArn: string): DestinationEvent {
  return {
    EventBusName: busArn,
    Source: 'lambda',
    DetailType: `Lambda Function Invocation Result - ${condition === 'Success' ? 'Success' : 'Failure'}`,
    Detail: JSON.stringify(record),
    Resources: [`${functionArn}:$LATEST`, busArn],
  };
}
