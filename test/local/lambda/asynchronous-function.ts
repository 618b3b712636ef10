import type { LambdaPorts } from '../../../local/lambda/lambda.ts';
import { MemoryQueues } from '../event-source/memory-queue.ts';
import { declared, functionOf, testCloud } from './fixture.ts';

/** Where records of invocations go. */
export const queue = 'arn:aws:sqs:us-east-1:000000000000:destination';

/** Says that it was tried, and fails. */
export const failing = 'console.log("tried"); throw new Error("no");';

/** A function that is invoked asynchronously, with an `EventInvokeConfig`. */
export function asynchronous(
  body: string,
  config?: Readonly<Record<string, unknown>>,
  functionProperties: Readonly<Record<string, unknown>> = {},
) {
  const cloud = testCloud();
  const queues = new MemoryQueues(cloud.clock);
  const entries: unknown[] = [];
  const putEvents: LambdaPorts['putEvents'] = async (_, added) => {
    entries.push(...added);
    return { FailedEntryCount: 0 };
  };
  const source = `export const handler = async (event, context) => { ${body} };`;
  const fixture = functionOf(source, functionProperties, cloud, { queues, putEvents, authorize: () => {} });
  const { lambda } = fixture;
  if (config) {
    const properties = { FunctionName: 'subject', Qualifier: '$LATEST', ...config };
    lambda.resourceTypes['AWS::Lambda::EventInvokeConfig'](
      declared('Config', 'AWS::Lambda::EventInvokeConfig', properties),
    );
  }
  lambda.start();
  const settle = async (milliseconds = 0): Promise<void> => {
    cloud.clock.pass(milliseconds);
    await lambda.idle();
  };
  return {
    ...fixture,
    queues,
    entries,
    settle,
    send: async (payload: unknown) => {
      await fixture.invoke(payload, 'Event');
      await settle();
    },
    tries: () => fixture.logged().match(/\ttried$/gm)?.length ?? 0,
    records: () => queues.bodies(queue).map((body) => JSON.parse(body) as Record<string, unknown>),
  };
}
