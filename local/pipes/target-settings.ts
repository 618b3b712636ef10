import { dynamicParameter, inputTemplate } from './input-template.ts';
import type { InputTemplate } from './input-template.ts';
import type { Properties } from './properties.ts';

type Parameter = (event: unknown) => string | undefined;

/** Where a Pipe sends its events. */
export type TargetSettings = {
  readonly arn: string;
  readonly template: InputTemplate | undefined;
  /** Events that it takes at once. */
  readonly mostAtOnce: number;
} & (
  | {
      readonly kind: 'bus';
      readonly source: Parameter | undefined;
      readonly detailType: Parameter | undefined;
      readonly time: Parameter | undefined;
      readonly resources: readonly Parameter[];
    }
  | { readonly kind: 'queue'; readonly groupId: Parameter | undefined; readonly deduplicationId: Parameter | undefined }
  | { readonly kind: 'function'; readonly invocationType: 'RequestResponse' | 'Event' }
);

/** @throws DeploymentError for a target that can't run here */
export function targetSettings(arn: string, parameters: Properties): TargetSettings {
  const template = inputTemplate(parameters.value('InputTemplate'), parameters.address);
  if (arn.startsWith('arn:aws:events:') && arn.includes(':event-bus/')) {
    return { arn, template, mostAtOnce: 10, ...busSettings(parameters) };
  }
  if (arn.startsWith('arn:aws:sqs:')) return { arn, template, mostAtOnce: 10, ...queueSettings(arn, parameters) };
  if (arn.startsWith('arn:aws:lambda:')) {
    return { arn, template, mostAtOnce: 10_000, ...functionSettings(parameters) };
  }
  return parameters.refuse(`Target is ${arn}: only event buses, SQS queues and functions are run locally`);
}

function busSettings(parameters: Properties) {
  const own = parameters.only('InputTemplate EventBridgeEventBusParameters').object('EventBridgeEventBusParameters');
  own.only('DetailType Resources Source Time');
  const time = own.optionalString('Time');
  if (time !== undefined && !time.startsWith('$.')) own.refuse('Time must be a JSON path');
  return {
    kind: 'bus',
    source: parameter(own, 'Source'),
    detailType: parameter(own, 'DetailType'),
    time: parameter(own, 'Time'),
    resources: own.strings('Resources').map((resource) => dynamicParameter(resource, own.address)),
  } as const;
}

function queueSettings(arn: string, parameters: Properties) {
  const own = parameters.only('InputTemplate SqsQueueParameters').object('SqsQueueParameters');
  own.only('MessageDeduplicationId MessageGroupId');
  const groupId = parameter(own, 'MessageGroupId');
  if (arn.endsWith('.fifo') && !groupId) own.refuse('MessageGroupId is missing: the target is a FIFO queue');
  return { kind: 'queue', groupId, deduplicationId: parameter(own, 'MessageDeduplicationId') } as const;
}

function functionSettings(parameters: Properties) {
  const own = parameters.only('InputTemplate LambdaFunctionParameters').object('LambdaFunctionParameters');
  const type = own.only('InvocationType').optionalString('InvocationType') ?? 'REQUEST_RESPONSE';
  if (type !== 'REQUEST_RESPONSE' && type !== 'FIRE_AND_FORGET') {
    own.refuse(`InvocationType is ${type}, but must be REQUEST_RESPONSE or FIRE_AND_FORGET`);
  }
  return { kind: 'function', invocationType: type === 'FIRE_AND_FORGET' ? 'Event' : 'RequestResponse' } as const;
}

function parameter(parameters: Properties, name: string): Parameter | undefined {
  const value = parameters.optionalString(name);
  return value === undefined ? undefined : dynamicParameter(value, parameters.address);
}
