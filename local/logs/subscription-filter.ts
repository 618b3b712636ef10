import { physicalName } from '../iam/physical-name.ts';
import { PropertyReader } from '../property-reader.ts';
import type { DeclaredResource } from '../service.ts';
import { filterPattern } from './filter-pattern.ts';
import type { FilterPattern } from './filter-pattern.ts';

/** What delivers a log group's events to a function or a delivery stream. */
export interface SubscriptionFilter {
  readonly address: string;
  readonly name: string;
  readonly logGroup: string;
  readonly pattern: FilterPattern;
  readonly destinationArn: string;
  readonly kind: 'function' | 'deliveryStream';
  /** Of a delivery stream only. */
  readonly roleArn: string | undefined;
}

/** @throws DeploymentError for what AWS refuses, and by name for what isn't run here */
export function subscriptionFilter(declared: DeclaredResource): SubscriptionFilter {
  const reader = new PropertyReader(declared.address, declared.properties, 'Logs');
  const required = (name: string) => reader.text(name) ?? reader.refuse(`${name} is missing`);
  const destinationArn = required('DestinationArn');
  const roleArn = reader.text('RoleArn');
  const filter = {
    address: declared.address,
    name: reader.text('FilterName') ?? physicalName(declared, 512),
    logGroup: required('LogGroupName'),
    pattern: patternOf(reader, required('FilterPattern')),
    destinationArn,
    kind: kindOf(reader, destinationArn),
    roleArn,
  };
  if (filter.kind === 'function' && roleArn !== undefined) {
    reader.refuse('destinationArn for vendor lambda cannot be used with roleArn');
  }
  if (filter.kind === 'deliveryStream' && roleArn === undefined) {
    reader.refuse('RoleArn is missing, with which Logs puts into the delivery stream');
  }
  // Of data streams only.
  reader.choice('Distribution', ['ByLogStream', 'Random']);
  if (reader.flag('ApplyOnTransformedLogs') ?? false)
    reader.refuse("ApplyOnTransformedLogs isn't run by the local Logs");
  reader.finish();
  return filter;
}

function kindOf(reader: PropertyReader, arn: string): SubscriptionFilter['kind'] {
  if (/^arn:[\w-]+:lambda:/.test(arn)) return 'function';
  if (/^arn:[\w-]+:firehose:/.test(arn)) return 'deliveryStream';
  return reader.refuse(`DestinationArn ${arn} isn't run by the local Logs, only functions and delivery streams are`);
}

function patternOf(reader: PropertyReader, source: string): FilterPattern {
  try {
    return filterPattern(source);
  } catch (error) {
    return reader.refuse(`FilterPattern: ${error instanceof Error ? error.message : String(error)}`);
  }
}
