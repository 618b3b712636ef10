import { DeploymentError } from '../errors.ts';
import { isRecord } from './comparisons.ts';
import { targetInput } from './target-input.ts';
import type { TargetInput } from './target-input.ts';

export interface RuleTarget {
  readonly id: string;
  readonly arn: string;
  /** An archive is the target of a rule that EventBridge itself makes. */
  readonly kind: 'queue' | 'function' | 'bus' | 'logGroup' | 'deliveryStream' | 'archive';
  readonly input: TargetInput;
  /** As the template gives it, for ListTargetsByRule. */
  readonly source: Readonly<Record<string, unknown>>;
  /** What EventBridge assumes; without it the target's own policy decides. */
  readonly roleArn: string | undefined;
  readonly messageGroupId: string | undefined;
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
  readonly deadLetterQueueArn: string | undefined;
}

const known = new Set([
  ...['Arn', 'Id', 'Input', 'InputPath', 'InputTransformer', 'RoleArn', 'RetryPolicy', 'DeadLetterConfig'],
  'SqsParameters',
]);

const kinds: readonly (readonly [RegExp, RuleTarget['kind']])[] = [
  [/^arn:[\w-]+:sqs:/, 'queue'],
  [/^arn:[\w-]+:lambda:[^:]*:[^:]*:function:/, 'function'],
  [/^arn:[\w-]+:events:[^:]*:[^:]*:event-bus\//, 'bus'],
  [/^arn:[\w-]+:firehose:[^:]*:[^:]*:deliverystream\//, 'deliveryStream'],
  [/^arn:[\w-]+:logs:[^:]*:[^:]*:log-group:/, 'logGroup'],
];

/** @throws DeploymentError for what AWS refuses or what isn't run here */
export function ruleTarget(target: Readonly<Record<string, unknown>>, address: string): RuleTarget {
  const { Arn: arn, Id: id, RoleArn: roleArn } = target;
  if (typeof arn !== 'string' || typeof id !== 'string' || !/^[\w.-]{1,64}$/.test(id)) {
    throw new DeploymentError(`${address}: Targets: each needs an Arn and an Id of letters, digits, or any of . - _`);
  }
  const what = `${address}: target ${id}`;
  const unknown = Object.keys(target).find((name) => !known.has(name));
  if (unknown) throw new DeploymentError(`${what}: ${unknown} isn't run by the local EventBridge.`);
  const kind = kinds.find(([form]) => form.test(arn))?.[1];
  if (!kind) throw new DeploymentError(`${what}: the local EventBridge doesn't deliver to ${arn}.`);
  if ((kind === 'bus' || kind === 'deliveryStream') && roleArn === undefined)
    throw new DeploymentError(`${what}: RoleArn is required for target ${arn}.`);
  const transforms = ['Input', 'InputPath', 'InputTransformer'].find((name) => target[name] !== undefined);
  if (kind === 'bus' && transforms) {
    throw new DeploymentError(`${what}: ${transforms} isn't supported for a target that is an event bus.`);
  }
  return {
    id,
    arn,
    kind,
    input: targetInput(target, what),
    source: target,
    roleArn: typeof roleArn === 'string' ? roleArn : undefined,
    messageGroupId: groupOf(target['SqsParameters'], arn, what),
    ...retriesOf(target['RetryPolicy'], what),
    deadLetterQueueArn: deadLetterQueueOf(target['DeadLetterConfig'], what),
  };
}

function groupOf(parameters: unknown, arn: string, what: string): string | undefined {
  const group = isRecord(parameters) ? parameters['MessageGroupId'] : undefined;
  const isFifo = arn.endsWith('.fifo');
  if (isFifo && typeof group !== 'string') {
    throw new DeploymentError(`${what}: Parameter(s) SqsParameters must be specified for target: ${arn}.`);
  }
  return isFifo ? String(group) : undefined;
}

function retriesOf(policy: unknown, what: string): Pick<RuleTarget, 'maximumRetryAttempts' | 'maximumEventAgeSeconds'> {
  const { MaximumRetryAttempts: attempts, MaximumEventAgeInSeconds: age } = isRecord(policy) ? policy : {};
  const number = (name: string, value: unknown, fallback: number, least: number, most: number) => {
    const given = Number(value ?? fallback);
    if (Number.isInteger(given) && given >= least && given <= most) return given;
    throw new DeploymentError(`${what}: ${name} must be a whole number from ${least} to ${most}.`);
  };
  return {
    maximumRetryAttempts: number('MaximumRetryAttempts', attempts, 185, 0, 185),
    maximumEventAgeSeconds: number('MaximumEventAgeInSeconds', age, 86_400, 60, 86_400),
  };
}

function deadLetterQueueOf(config: unknown, what: string): string | undefined {
  if (!isRecord(config) || config['Arn'] === undefined) return undefined;
  const arn = JSON.stringify(config['Arn']).replaceAll('"', '');
  if (/^arn:[\w-]+:sqs:/.test(arn) && !arn.endsWith('.fifo')) return arn;
  throw new DeploymentError(`${what}: DeadLetterConfig must name a standard SQS queue, not ${arn}.`);
}
