import { onTestFinished } from 'vitest';
import { AwsError } from '../../../local/errors.ts';
import { Iam } from '../../../local/iam/iam.ts';
import type { Principal } from '../../../local/iam/principal.ts';
import { Scheduler } from '../../../local/scheduler/scheduler.ts';
import type { ScheduledEntry } from '../../../local/scheduler/scheduler.ts';
import { declared, policyDocument } from '../iam/account.ts';
import { administrator, queueArn, startSqs } from '../sqs/account.ts';
import { newCloud } from '../support/cloud.ts';
import type { TestCloud } from '../support/cloud.ts';

type Properties = Readonly<Record<string, unknown>>;

export const roleArn = 'arn:aws:iam::000000000000:role/Sender';
export const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:work';
export const busArn = 'arn:aws:events:us-east-1:000000000000:event-bus/school';

export interface ScheduleTemplate {
  /** By logical id, which is also the name; each sends to the queue `q` unless its properties say otherwise. */
  readonly schedules: Readonly<Record<string, Properties>>;
  readonly groups?: readonly string[];
  /** What the execution role may do; default: everything here. */
  readonly mayDo?: readonly string[];
  /** Whose schedules may use the role: a group. Default: all. */
  readonly trustedGroup?: string;
  readonly invoke?: (functionArn: string, payload: unknown) => Promise<unknown>;
}

/** Scheduler with a real role and real queues `q` and `dead`; functions and buses are lists of what they were sent. */
export function schedulerWith(template: ScheduleTemplate, cloud: TestCloud = newCloud()) {
  const iam = new Iam(cloud);
  const { sqs } = startSqs(cloud, iam, { q: {}, dead: {}, 'line.fifo': { FifoQueue: true } });
  sqs.start();
  deployRole(iam, template);
  const invoked: { readonly functionArn: string; readonly payload: unknown; readonly principal: Principal }[] = [];
  const entries: ScheduledEntry[] = [];
  const create = () => {
    const scheduler = new Scheduler(cloud, {
      roleSession: (...call) => iam.roleSession(...call),
      invokeFunction: async (principal, arn, payload) => {
        iam.authorize(principal, 'lambda:InvokeFunction', arn);
        invoked.push({ functionArn: arn, payload, principal });
        return template.invoke?.(arn, payload);
      },
      sendMessage: (principal, arn, message) => sqs.send({ principal }, arn, message),
      putEvents: async (principal, added) => {
        iam.authorize(principal, 'events:PutEvents', busArn);
        entries.push(...added);
        return { Entries: added.map(() => ({ EventId: 'id' })) };
      },
    });
    for (const name of template.groups ?? []) {
      scheduler.resourceTypes['AWS::Scheduler::ScheduleGroup'](
        declared('AWS::Scheduler::ScheduleGroup', name, { Name: name }),
      );
    }
    const deployed = Object.entries(template.schedules).map(([name, properties]) =>
      scheduler.resourceTypes['AWS::Scheduler::Schedule'](
        declared('AWS::Scheduler::Schedule', name, { Name: name, ...toQueue(), ...properties }),
      ),
    );
    scheduler.start();
    onTestFinished(() => scheduler.stop());
    return { scheduler, deployed };
  };
  const { scheduler, deployed } = create();
  /** The clock jumps: it shows no time between. */
  const jumpTo = async (time: string) => {
    cloud.clock.time = Date.parse(time);
    cloud.clock.pass(0);
    await scheduler.idle();
  };
  /** What has arrived in a queue: takes it out. */
  const messages = (queue = 'q') => {
    const received = sqs.receive(administrator, queueArn(queue), 10);
    sqs.delete(
      administrator,
      queueArn(queue),
      received.map(({ receiptHandle }) => receiptHandle),
    );
    return received;
  };
  return {
    cloud,
    scheduler,
    deployed,
    invoked,
    entries,
    /** Another process on the same state. */
    restart: () => create().scheduler,
    jumpTo,
    /** The clock goes on second by second. */
    pass: async (minutes: number) => {
      cloud.clock.pass(0);
      for (let second = 0; second < minutes * 60; second += 1) {
        await scheduler.idle();
        cloud.clock.pass(1000);
      }
      await scheduler.idle();
    },
    messages,
    bodies: (queue?: string) => messages(queue).map(({ body }) => body),
  };
}

/** Properties of a schedule that tells a queue when it was due. */
export function toQueue(target: Properties = {}): Properties {
  return {
    FlexibleTimeWindow: { Mode: 'OFF' },
    ScheduleExpression: 'rate(5 minutes)',
    Target: { Arn: queueArn('q'), RoleArn: roleArn, Input: '<aws.scheduler.scheduled-time>', ...target },
  };
}

/** Properties of a schedule that invokes a function. */
export function toFunction(target: Properties = {}): Properties {
  return { Target: { Arn: functionArn, RoleArn: roleArn, ...target } };
}

export function throttled(): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
}

function deployRole(iam: Iam, { mayDo, trustedGroup }: ScheduleTemplate): void {
  const actions = mayDo ?? ['sqs:SendMessage', 'lambda:InvokeFunction', 'events:PutEvents'];
  const trusted = `arn:aws:scheduler:us-east-1:000000000000:schedule-group/${trustedGroup ?? ''}`;
  iam.resourceTypes['AWS::IAM::Role'](
    declared('AWS::IAM::Role', 'Sender', {
      RoleName: 'Sender',
      AssumeRolePolicyDocument: policyDocument({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'scheduler.amazonaws.com' },
        ...(trustedGroup !== undefined && { Condition: { StringEquals: { 'aws:SourceArn': trusted } } }),
      }),
      Policies: [
        { PolicyName: 'own', PolicyDocument: policyDocument({ Effect: 'Allow', Action: actions, Resource: '*' }) },
      ],
    }),
  );
}
