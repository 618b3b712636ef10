import { DeploymentError } from '../errors.ts';
import { queueFilter, streamFilter } from '../event-source/filters.ts';
import { queueBatchesAtOnce } from '../event-source/queue-poller.ts';
import type { QueueSource } from '../event-source/queue-poller.ts';
import type { StreamSource } from '../event-source/stream-source.ts';
import { physicalName } from '../iam/physical-name.ts';
import type { DeclaredResource } from '../service.ts';
import { inputTemplate } from './input-template.ts';
import type { InputTemplate } from './input-template.ts';
import { Properties } from './properties.ts';
import { targetSettings } from './target-settings.ts';
import type { TargetSettings } from './target-settings.ts';

/** An `AWS::Pipes::Pipe` as its template declares it, defaults filled in. */
export interface PipeSettings {
  readonly address: string;
  readonly name: string;
  readonly roleArn: string;
  readonly isRunning: boolean;
  readonly source:
    | { readonly kind: 'stream'; readonly settings: StreamSource; readonly deadLetterQueue: string | undefined }
    | { readonly kind: 'queue'; readonly settings: QueueSource };
  readonly enrichment: { readonly functionArn: string; readonly template: InputTemplate | undefined } | undefined;
  readonly target: TargetSettings;
  /** Where failed executions are logged. */
  readonly logGroup: string | undefined;
}

/** @throws DeploymentError for what Pipes refuses, and for sources, enrichments and targets that can't run here */
export function pipeSettings(declared: DeclaredResource): PipeSettings {
  const { address } = declared;
  const properties = new Properties(address, declared.properties);
  properties.only(
    'Description DesiredState Enrichment EnrichmentParameters LogConfiguration Name RoleArn Source SourceParameters ' +
      'Tags Target TargetParameters',
  );
  const desired = properties.optionalString('DesiredState') ?? 'RUNNING';
  if (desired !== 'RUNNING' && desired !== 'STOPPED') {
    throw new DeploymentError(`${address}: DesiredState is ${desired}, but must be RUNNING or STOPPED`);
  }
  const target = targetSettings(properties.string('Target'), properties.object('TargetParameters'));
  return {
    address,
    name: properties.optionalString('Name') ?? physicalName(declared, 64),
    roleArn: properties.string('RoleArn'),
    isRunning: desired === 'RUNNING',
    source: sourceSettings(properties, target.mostAtOnce),
    enrichment: enrichmentSettings(properties),
    target,
    logGroup: logGroup(properties.object('LogConfiguration')),
  };
}

function sourceSettings(properties: Properties, mostAtOnce: number): PipeSettings['source'] {
  const arn = properties.string('Source');
  const parameters = properties.object('SourceParameters');
  const criteria = parameters.value('FilterCriteria');
  if (/^arn:aws:dynamodb:[^:]*:[^:]*:table\/[^/]+\/stream\//.test(arn)) {
    parameters.only('FilterCriteria DynamoDBStreamParameters');
    return streamSource(arn, criteria, parameters.object('DynamoDBStreamParameters'), mostAtOnce);
  }
  if (!arn.startsWith('arn:aws:sqs:')) {
    return properties.refuse(`Source is ${arn}: only DynamoDB streams and SQS queues are run locally`);
  }
  parameters.only('FilterCriteria SqsQueueParameters');
  const queue = parameters.object('SqsQueueParameters').only('BatchSize MaximumBatchingWindowInSeconds');
  const isFifo = arn.endsWith('.fifo');
  const batchSize = queue.integer('BatchSize', Math.min(10, mostAtOnce), 1, isFifo ? 10 : 10_000);
  refuseLargeBatch(queue, batchSize, mostAtOnce);
  const batchingWindowSeconds = queue.integer('MaximumBatchingWindowInSeconds', 0, 0, 300);
  if (batchSize > 10 && batchingWindowSeconds === 0) {
    queue.refuse('MaximumBatchingWindowInSeconds must be greater than 0 if BatchSize is greater than 10');
  }
  const filter = queueFilter(properties.address, criteria);
  return {
    kind: 'queue',
    settings: { queueArn: arn, batchSize, batchingWindowSeconds, concurrency: queueBatchesAtOnce, filter },
  };
}

function streamSource(
  streamArn: string,
  criteria: unknown,
  parameters: Properties,
  mostAtOnce: number,
): PipeSettings['source'] {
  parameters.only(
    'BatchSize DeadLetterConfig MaximumBatchingWindowInSeconds MaximumRecordAgeInSeconds MaximumRetryAttempts ' +
      'OnPartialBatchItemFailure ParallelizationFactor StartingPosition',
  );
  const startingPosition = parameters.string('StartingPosition');
  if (startingPosition !== 'TRIM_HORIZON' && startingPosition !== 'LATEST') {
    return parameters.refuse(`StartingPosition is ${startingPosition}, but must be TRIM_HORIZON or LATEST`);
  }
  const onFailure = parameters.optionalString('OnPartialBatchItemFailure');
  if (onFailure !== undefined && onFailure !== 'AUTOMATIC_BISECT') {
    parameters.refuse(`OnPartialBatchItemFailure is ${onFailure}, but must be AUTOMATIC_BISECT`);
  }
  const batchSize = parameters.integer('BatchSize', Math.min(100, mostAtOnce), 1, 10_000);
  refuseLargeBatch(parameters, batchSize, mostAtOnce);
  const deadLetterQueue = parameters.object('DeadLetterConfig').only('Arn').optionalString('Arn');
  if (deadLetterQueue !== undefined && !deadLetterQueue.startsWith('arn:aws:sqs:')) {
    parameters.refuse(`DeadLetterConfig.Arn is ${deadLetterQueue}: only SQS queues are run locally`);
  }
  return {
    kind: 'stream',
    deadLetterQueue,
    settings: {
      streamArn,
      startingPosition,
      batchSize,
      batchingWindowSeconds: parameters.integer('MaximumBatchingWindowInSeconds', 0, 0, 300),
      parallelizationFactor: parameters.integer('ParallelizationFactor', 1, 1, 10),
      retryAttempts: unlimited(parameters.integer('MaximumRetryAttempts', -1, -1, 10_000)),
      recordAgeSeconds: unlimited(parameters.integer('MaximumRecordAgeInSeconds', -1, -1, 604_800)),
      bisects: onFailure === 'AUTOMATIC_BISECT',
      retriesOnlyFailed: true,
      filter: streamFilter(parameters.address, criteria),
    },
  };
}

/** "You can't configure a pipe with a larger batch size than the target supports." */
function refuseLargeBatch(parameters: Properties, batchSize: number, mostAtOnce: number): void {
  if (batchSize <= mostAtOnce) return;
  parameters.refuse(`BatchSize is ${batchSize}, but the target takes ${mostAtOnce} at most`);
}

function enrichmentSettings(properties: Properties): PipeSettings['enrichment'] {
  const functionArn = properties.optionalString('Enrichment');
  if (functionArn === undefined) return undefined;
  if (!functionArn.startsWith('arn:aws:lambda:')) {
    properties.refuse(`Enrichment is ${functionArn}: only functions are run locally`);
  }
  const parameters = properties.object('EnrichmentParameters').only('InputTemplate');
  return { functionArn, template: inputTemplate(parameters.value('InputTemplate'), parameters.address) };
}

function logGroup(configuration: Properties): string | undefined {
  configuration.only('CloudwatchLogsLogDestination IncludeExecutionData Level');
  const level = configuration.optionalString('Level') ?? 'OFF';
  if (level !== 'OFF' && level !== 'ERROR')
    configuration.refuse(`Level ${level} is not run locally, only OFF and ERROR`);
  const arn = configuration.object('CloudwatchLogsLogDestination').optionalString('LogGroupArn');
  return level === 'OFF' ? undefined : arn?.replace(/^.*:log-group:/, '').replace(/:\*$/, '');
}

/** AWS's -1. */
function unlimited(value: number): number {
  return value === -1 ? Infinity : value;
}
