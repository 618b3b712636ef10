import { AwsError } from '../errors.ts';
import { between, required } from './call.ts';
import type { Call } from './call.ts';
import { queueDoesNotExist } from './errors.ts';
import type { Queue } from './queue.ts';

/** Operations on queues. Each takes the request's members as they come. */

interface OnQueue {
  readonly QueueUrl?: string;
}

interface Page {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

export function getQueueUrl(call: Call, input: { readonly QueueName?: string }): Record<string, unknown> {
  const name = required(input.QueueName, 'QueueName');
  if (!call.directory.has(name)) throw queueDoesNotExist();
  return { QueueUrl: call.directory.urlOf(call.queue(name, 'sqs:GetQueueUrl')) };
}

export function listQueues(call: Call, input: Page & { readonly QueueNamePrefix?: string }): Record<string, unknown> {
  call.authorize('sqs:ListQueues', '*');
  const queues = call.directory.all().filter(({ name }) => name.startsWith(input.QueueNamePrefix ?? ''));
  return page(call, queues, input, 'QueueUrls');
}

export function listDeadLetterSourceQueues(call: Call, input: OnQueue & Page): Record<string, unknown> {
  const queue = call.queue(input.QueueUrl, 'sqs:ListDeadLetterSourceQueues');
  const answer = page(call, call.directory.sourcesOf(queue), input, 'queueUrls');
  return { queueUrls: [], ...answer };
}

function page(call: Call, queues: readonly Queue[], input: Page, member: string): Record<string, unknown> {
  const size = between('MaxResults', input.MaxResults ?? 1000, 1, 1000);
  const names = queues.map(({ name }) => name).sort();
  const start = input.NextToken === undefined ? 0 : names.findIndex((name) => name > tokenName(input.NextToken));
  const found = start < 0 ? [] : names.slice(start, start + size);
  const isMore = start >= 0 && start + size < names.length && input.MaxResults !== undefined;
  return {
    ...(found.length > 0 ? { [member]: found.map((name) => call.directory.urlOf(call.directory.byUrl(name))) } : {}),
    ...(isMore ? { NextToken: Buffer.from(found.at(-1) ?? '').toString('base64') } : {}),
  };
}

function tokenName(token = ''): string {
  return Buffer.from(token, 'base64').toString();
}

/** When each queue was last purged. */
const purgeIntervalMs = 60_000;

export function purgeQueue(
  call: Call,
  input: OnQueue,
  purged: Map<string, number>,
  now: number,
): Record<string, unknown> {
  const queue = call.queue(input.QueueUrl, 'sqs:PurgeQueue');
  if (now - (purged.get(queue.name) ?? -Infinity) < purgeIntervalMs) {
    throw new AwsError(
      'PurgeQueueInProgress',
      `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
      403,
    );
  }
  purged.set(queue.name, now);
  queue.purge();
  return {};
}

interface GetQueueAttributes extends OnQueue {
  readonly AttributeNames?: readonly string[];
}

/** @param policy JSON of the queue's policy @param created seconds since the epoch */
export function getQueueAttributes(
  call: Call,
  input: GetQueueAttributes,
  policyOf: (queue: Queue) => string | undefined,
  created: number,
): Record<string, unknown> {
  const queue = call.queue(input.QueueUrl, 'sqs:GetQueueAttributes');
  const all = attributesOf(queue, policyOf(queue), created);
  const wanted = input.AttributeNames ?? [];
  const unknown = wanted.find((name) => name !== 'All' && !attributeNames.has(name));
  if (unknown) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  const chosen = Object.entries(all).filter(
    ([name, value]) => value !== undefined && (wanted.includes('All') || wanted.includes(name)),
  );
  return chosen.length > 0 ? { Attributes: Object.fromEntries(chosen) } : {};
}

const attributeNames = new Set(
  (
    'Policy VisibilityTimeout MaximumMessageSize MessageRetentionPeriod ApproximateNumberOfMessages ' +
    'ApproximateNumberOfMessagesNotVisible CreatedTimestamp LastModifiedTimestamp QueueArn ' +
    'ApproximateNumberOfMessagesDelayed DelaySeconds ReceiveMessageWaitTimeSeconds RedrivePolicy FifoQueue ' +
    'ContentBasedDeduplication KmsMasterKeyId KmsDataKeyReusePeriodSeconds DeduplicationScope FifoThroughputLimit ' +
    'RedriveAllowPolicy SqsManagedSseEnabled'
  ).split(' '),
);

function attributesOf(queue: Queue, policy: string | undefined, created: number): Record<string, string | undefined> {
  const { settings } = queue;
  const { visible, inFlight, delayed } = queue.counts();
  const json = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value));
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(created),
    LastModifiedTimestamp: String(created),
    VisibilityTimeout: String(settings.visibilityTimeout),
    MaximumMessageSize: String(settings.maximumMessageSize),
    MessageRetentionPeriod: String(settings.retentionPeriod),
    DelaySeconds: String(settings.delay),
    ReceiveMessageWaitTimeSeconds: String(settings.receiveWait),
    Policy: policy,
    RedrivePolicy: json(settings.redrive),
    RedriveAllowPolicy: json(settings.redriveAllow),
    KmsMasterKeyId: settings.kmsKey,
    SqsManagedSseEnabled: String(settings.managedEncryption),
    ...(settings.fifo
      ? {
          FifoQueue: 'true',
          ContentBasedDeduplication: String(settings.contentBasedDeduplication),
          DeduplicationScope: settings.deduplicationScope,
          FifoThroughputLimit: settings.throughputLimit,
        }
      : {}),
  };
}
