import { DeploymentError } from '../errors.ts';
import { physicalName } from '../iam/physical-name.ts';
import type { DeclaredResource } from '../service.ts';

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

export interface RedriveAllowPolicy {
  readonly redrivePermission: 'allowAll' | 'denyAll' | 'byQueue';
  readonly sourceQueueArns: readonly string[];
}

/** What the template says of a queue. Times are in seconds, sizes in bytes. */
export interface QueueSettings {
  readonly name: string;
  readonly fifo: boolean;
  readonly delay: number;
  readonly visibilityTimeout: number;
  readonly retentionPeriod: number;
  readonly receiveWait: number;
  readonly maximumMessageSize: number;
  readonly contentBasedDeduplication: boolean;
  readonly deduplicationScope: 'queue' | 'messageGroup';
  readonly throughputLimit: 'perQueue' | 'perMessageGroupId';
  readonly redrive: RedrivePolicy | undefined;
  readonly redriveAllow: RedriveAllowPolicy | undefined;
  readonly kmsKey: string | undefined;
  readonly managedEncryption: boolean;
}

/** Those that decide nothing here: tags, and how long SQS keeps a data key. */
const withoutEffect = ['Tags', 'KmsDataKeyReusePeriodSeconds'];

const known = new Set([
  ...withoutEffect,
  ...['QueueName', 'FifoQueue', 'DelaySeconds', 'VisibilityTimeout', 'MessageRetentionPeriod', 'RedrivePolicy'],
  ...['ReceiveMessageWaitTimeSeconds', 'MaximumMessageSize', 'ContentBasedDeduplication', 'DeduplicationScope'],
  ...['FifoThroughputLimit', 'RedriveAllowPolicy', 'KmsMasterKeyId', 'SqsManagedSseEnabled'],
]);

/**
 * Reads an `AWS::SQS::Queue`.
 * @throws DeploymentError for what AWS refuses or what isn't known here
 */
export function queueSettings(declared: DeclaredResource): QueueSettings {
  const { address, properties } = declared;
  const unknown = Object.keys(properties).find((name) => !known.has(name));
  if (unknown) throw new DeploymentError(`${address}: ${unknown} isn't run by the local SQS.`);
  const fifo = flag(properties['FifoQueue']);
  const number = (property: string, fallback: number, least: number, most: number) => {
    const value = Number(properties[property] ?? fallback);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new DeploymentError(`${address}: ${property} must be a whole number from ${least} to ${most}.`);
  };
  const choice = <T extends string>(property: string, values: readonly [T, ...T[]]): T => {
    const value = properties[property] ?? values[0];
    const found = values.find((allowed) => allowed === value);
    if (found && (fifo || properties[property] === undefined)) return found;
    throw new DeploymentError(`${address}: ${property} is one of ${values.join(', ')}, for FIFO queues only.`);
  };
  const contentBasedDeduplication = flag(properties['ContentBasedDeduplication']);
  if (contentBasedDeduplication && !fifo) {
    throw new DeploymentError(`${address}: ContentBasedDeduplication is for FIFO queues only.`);
  }
  const kmsKey = properties['KmsMasterKeyId'];
  const redrive = policyObject(properties['RedrivePolicy'], `${address}: RedrivePolicy`);
  const redriveAllow = policyObject(properties['RedriveAllowPolicy'], `${address}: RedriveAllowPolicy`);
  return {
    name: nameOf(declared, fifo),
    fifo,
    delay: number('DelaySeconds', 0, 0, 900),
    visibilityTimeout: number('VisibilityTimeout', 30, 0, 43_200),
    retentionPeriod: number('MessageRetentionPeriod', 345_600, 60, 1_209_600),
    receiveWait: number('ReceiveMessageWaitTimeSeconds', 0, 0, 20),
    maximumMessageSize: number('MaximumMessageSize', 1_048_576, 1024, 1_048_576),
    contentBasedDeduplication,
    deduplicationScope: choice('DeduplicationScope', ['queue', 'messageGroup']),
    throughputLimit: choice('FifoThroughputLimit', ['perQueue', 'perMessageGroupId']),
    redrive: redrive && redrivePolicy(redrive, address),
    redriveAllow: redriveAllow && redriveAllowPolicy(redriveAllow, address),
    kmsKey: typeof kmsKey === 'string' && kmsKey !== '' ? kmsKey : undefined,
    managedEncryption:
      properties['SqsManagedSseEnabled'] === undefined ? !kmsKey : flag(properties['SqsManagedSseEnabled']),
  };
}

function nameOf(declared: DeclaredResource, fifo: boolean): string {
  const suffix = fifo ? '.fifo' : '';
  const given = declared.properties['QueueName'];
  const name = typeof given === 'string' ? given : `${physicalName(declared, 80 - suffix.length)}${suffix}`;
  const base = fifo && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
  if (/^[\w-]+$/.test(base) && name.length <= 80 && name.endsWith(suffix)) return name;
  throw new DeploymentError(
    `${declared.address}: QueueName ${name} must be at most 80 letters, digits, hyphens or underscores` +
      (fifo ? ' and end with .fifo.' : '.'),
  );
}

function redrivePolicy(policy: Readonly<Record<string, unknown>>, address: string): RedrivePolicy {
  const { deadLetterTargetArn, maxReceiveCount } = policy;
  const count = Number(maxReceiveCount);
  if (typeof deadLetterTargetArn === 'string' && Number.isInteger(count) && count >= 1 && count <= 1000) {
    return { deadLetterTargetArn, maxReceiveCount: count };
  }
  throw new DeploymentError(
    `${address}: RedrivePolicy needs a deadLetterTargetArn and a maxReceiveCount from 1 to 1000.`,
  );
}

function redriveAllowPolicy(policy: Readonly<Record<string, unknown>>, address: string): RedriveAllowPolicy {
  const { redrivePermission, sourceQueueArns = [] } = policy;
  const permission = (['allowAll', 'denyAll', 'byQueue'] as const).find((allowed) => allowed === redrivePermission);
  const arns = Array.isArray(sourceQueueArns) ? sourceQueueArns.map(String) : [];
  if (permission && (permission === 'byQueue') === arns.length > 0 && arns.length <= 10) {
    return { redrivePermission: permission, sourceQueueArns: arns };
  }
  throw new DeploymentError(
    `${address}: RedriveAllowPolicy needs a redrivePermission of allowAll, denyAll or byQueue, ` +
      'the last with 1 to 10 sourceQueueArns.',
  );
}

/** CloudFormation takes an object, and its JSON too. */
function policyObject(value: unknown, what: string): Readonly<Record<string, unknown>> | undefined {
  if (value === undefined) return undefined;
  const policy: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  if (typeof policy === 'object' && policy !== null) return policy as Readonly<Record<string, unknown>>;
  throw new DeploymentError(`${what} must be an object.`);
}

function flag(value: unknown): boolean {
  return value === true || value === 'true';
}
