import { createHash } from 'node:crypto';
import { DeploymentError } from '../errors.ts';
import { queueFilter, streamFilter } from '../event-source/filters.ts';
import { queueBatchesAtOnce } from '../event-source/queue-poller.ts';
import type { QueueSource } from '../event-source/queue-poller.ts';
import type { StreamSource } from '../event-source/stream-source.ts';
import type { DeclaredResource } from '../service.ts';
import { integer } from './async-config.ts';

/** An `AWS::Lambda::EventSourceMapping` as its template declares it, defaults filled in. */
export interface MappingSettings {
  readonly address: string;
  readonly uuid: string;
  /** As the template gives it: name or ARN. */
  readonly functionName: string;
  readonly isEnabled: boolean;
  readonly reportsItemFailures: boolean;
  readonly source:
    | { readonly kind: 'stream'; readonly settings: StreamSource; readonly onFailure: string | undefined }
    | { readonly kind: 'queue'; readonly settings: QueueSource };
}

const shared = [
  'BatchSize',
  'Enabled',
  'EventSourceArn',
  'FilterCriteria',
  'FunctionName',
  'FunctionResponseTypes',
  'MaximumBatchingWindowInSeconds',
  'MetricsConfig',
  'Tags',
];
const ofStreams = [
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'ParallelizationFactor',
  'StartingPosition',
  'TumblingWindowInSeconds',
];
const ofQueues = ['ScalingConfig'];

type Properties = Readonly<Record<string, unknown>>;

/** @throws DeploymentError for what Lambda refuses, and for sources that can't run here */
export function mappingSettings({ address, properties }: DeclaredResource): MappingSettings {
  const { EventSourceArn: arn, FunctionName: functionName } = properties;
  if (typeof arn !== 'string') return refuse(address, 'only DynamoDB streams and SQS queues are run as event sources');
  if (typeof functionName !== 'string') return refuse(address, 'FunctionName is missing');
  const isStream = /^arn:aws:dynamodb:[^:]*:[^:]*:table\/[^/]+\/stream\//.test(arn);
  if (!isStream && !arn.startsWith('arn:aws:sqs:')) {
    refuse(address, `EventSourceArn is ${arn}: only DynamoDB streams and SQS queues are run locally`);
  }
  refuseUnknown(address, properties, isStream);
  return {
    address,
    uuid: uuidOf(address),
    functionName,
    isEnabled: isTrue(properties['Enabled'] ?? true),
    reportsItemFailures: responseTypes(address, properties),
    source: isStream
      ? { kind: 'stream', settings: streamSource(address, properties, arn), onFailure: onFailure(address, properties) }
      : { kind: 'queue', settings: queueSource(address, properties, arn) },
  };
}

function streamSource(address: string, properties: Properties, streamArn: string): StreamSource {
  const { StartingPosition: position, FilterCriteria: criteria } = properties;
  if (position !== 'TRIM_HORIZON' && position !== 'LATEST') {
    return refuse(address, `StartingPosition is ${JSON.stringify(position)}, but must be TRIM_HORIZON or LATEST`);
  }
  const number = (name: string, initial: number, least: number, most: number): number =>
    integer(address, properties, name, { initial, least, most });
  const parallelizationFactor = number('ParallelizationFactor', 1, 1, 10);
  const tumblingWindowSeconds = number('TumblingWindowInSeconds', 0, 0, 900);
  if (tumblingWindowSeconds > 0 && parallelizationFactor > 1) {
    refuse(address, 'a tumbling window with a ParallelizationFactor greater than 1 is not run locally');
  }
  const recordAgeSeconds = number('MaximumRecordAgeInSeconds', -1, -1, 604_800);
  if (recordAgeSeconds >= 0 && recordAgeSeconds < 60) {
    refuse(address, `MaximumRecordAgeInSeconds is ${recordAgeSeconds}, but must be -1 or at least 60`);
  }
  return {
    streamArn,
    startingPosition: position,
    batchSize: number('BatchSize', 100, 1, 10_000),
    batchingWindowSeconds: number('MaximumBatchingWindowInSeconds', 0, 0, 300),
    parallelizationFactor,
    retryAttempts: unlimited(number('MaximumRetryAttempts', -1, -1, 10_000)),
    recordAgeSeconds: unlimited(recordAgeSeconds),
    bisects: isTrue(properties['BisectBatchOnFunctionError']),
    retriesOnlyFailed: false,
    ...(tumblingWindowSeconds > 0 && { tumblingWindowSeconds }),
    filter: streamFilter(address, criteria),
  };
}

function queueSource(address: string, properties: Properties, queueArn: string): QueueSource {
  const isFifo = queueArn.endsWith('.fifo');
  const batchSize = integer(address, properties, 'BatchSize', { initial: 10, least: 1, most: isFifo ? 10 : 10_000 });
  const batchingWindowSeconds = integer(address, properties, 'MaximumBatchingWindowInSeconds', {
    initial: 0,
    least: 0,
    most: 300,
  });
  if (isFifo && batchingWindowSeconds > 0) refuse(address, 'Batching window is not supported for FIFO queues');
  if (batchSize > 10 && batchingWindowSeconds === 0) {
    refuse(address, 'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10');
  }
  const scaling = (properties['ScalingConfig'] ?? {}) as Properties;
  const concurrency = integer(address, scaling, 'MaximumConcurrency', {
    initial: queueBatchesAtOnce,
    least: 2,
    most: 1000,
  });
  return {
    queueArn,
    batchSize,
    batchingWindowSeconds,
    concurrency: Math.min(concurrency, queueBatchesAtOnce),
    filter: queueFilter(address, properties['FilterCriteria']),
  };
}

function onFailure(address: string, properties: Properties): string | undefined {
  const { OnFailure: destination } = (properties['DestinationConfig'] ?? {}) as {
    readonly OnFailure?: { readonly Destination?: unknown };
  };
  const arn = destination?.Destination;
  if (arn === undefined || (typeof arn === 'string' && /^arn:aws:sqs:(?!.*\.fifo$)/.test(arn))) return arn;
  return refuse(address, `OnFailure is ${JSON.stringify(arn)}: only standard SQS queues are run locally`);
}

function responseTypes(address: string, properties: Properties): boolean {
  const types = [properties['FunctionResponseTypes'] ?? []].flat();
  const unknown = types.find((type) => type !== 'ReportBatchItemFailures');
  if (unknown !== undefined) refuse(address, `FunctionResponseTypes has the unknown type ${JSON.stringify(unknown)}`);
  return types.length > 0;
}

function refuseUnknown(address: string, properties: Properties, isStream: boolean): void {
  const known = new Set([...shared, ...(isStream ? ofStreams : ofQueues)]);
  const unknown = Object.keys(properties).find((name) => !known.has(name));
  if (unknown === undefined) return;
  const isOther = [...ofStreams, ...ofQueues].includes(unknown);
  const source = isStream ? 'a DynamoDB stream' : 'an SQS queue';
  refuse(address, isOther ? `${unknown} is not supported for ${source}` : `${unknown} is not run locally`);
}

/** CloudFormation takes both. */
function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** AWS's -1. */
function unlimited(value: number): number {
  return value === -1 ? Infinity : value;
}

/** The same at every start: checkpoints are kept under it. */
function uuidOf(address: string): string {
  const hash = createHash('sha256').update(address).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
}

function refuse(address: string, message: string): never {
  throw new DeploymentError(`${address}: ${message}`);
}
