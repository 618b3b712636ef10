import type { Properties } from '../pipes/properties.ts';

/** What a schedule invokes. */
export type ScheduleTarget = {
  readonly arn: string;
  readonly roleArn: string;
  /** With context attributes, which each invocation fills in; undefined: the default notification. */
  readonly input: string | undefined;
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
  readonly deadLetterQueueArn: string | undefined;
} & (
  | { readonly kind: 'function' }
  | { readonly kind: 'queue'; readonly groupId: string | undefined }
  | { readonly kind: 'bus'; readonly source: string; readonly detailType: string }
);

const common = 'Arn DeadLetterConfig Input RetryPolicy RoleArn';

/** @throws DeploymentError for a target that Scheduler refuses, or that can't run here */
export function scheduleTarget(target: Properties): ScheduleTarget {
  const arn = target.string('Arn');
  const kind = kindOf(target, arn);
  const input = target.optionalString('Input');
  if (kind.kind !== 'queue' && input !== undefined && !isJson(input)) {
    target.refuse('The Input must be well-formed JSON for this target');
  }
  const retries = target.object('RetryPolicy').only('MaximumEventAgeInSeconds MaximumRetryAttempts');
  const deadLetters = target.object('DeadLetterConfig').only('Arn');
  const deadLetterQueueArn = deadLetters.optionalString('Arn');
  if (deadLetterQueueArn !== undefined && !/^arn:[\w-]+:sqs:[^.]+$/.test(deadLetterQueueArn)) {
    deadLetters.refuse(`Arn must name a standard SQS queue, not ${deadLetterQueueArn}`);
  }
  return {
    arn,
    roleArn: target.string('RoleArn'),
    input,
    maximumRetryAttempts: retries.integer('MaximumRetryAttempts', 185, 0, 185),
    maximumEventAgeSeconds: retries.integer('MaximumEventAgeInSeconds', 86_400, 60, 86_400),
    deadLetterQueueArn,
    ...kind,
  };
}

function kindOf(target: Properties, arn: string) {
  if (/^arn:[\w-]+:lambda:[^:]*:[^:]*:function:/.test(arn)) {
    target.only(common);
    return { kind: 'function' } as const;
  }
  if (/^arn:[\w-]+:sqs:/.test(arn)) {
    const own = target.only(`${common} SqsParameters`).object('SqsParameters').only('MessageGroupId');
    const groupId = own.optionalString('MessageGroupId');
    if (arn.endsWith('.fifo') && groupId === undefined)
      own.refuse('MessageGroupId is missing: the target is a FIFO queue');
    return { kind: 'queue', groupId } as const;
  }
  if (/^arn:[\w-]+:events:[^:]*:[^:]*:event-bus\//.test(arn)) {
    const own = target
      .only(`${common} EventBridgeParameters`)
      .object('EventBridgeParameters')
      .only('DetailType Source');
    return { kind: 'bus', source: own.string('Source'), detailType: own.string('DetailType') } as const;
  }
  return target.refuse(`Arn is ${arn}: only functions, SQS queues and event buses are run locally`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
