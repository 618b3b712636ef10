import { DeploymentError } from '../errors.ts';
import type { DeclaredResource } from '../service.ts';
import type { AsyncSettings } from './async-invocations.ts';

/** What an `AWS::Lambda::EventInvokeConfig` says. */
export interface EventInvokeConfig extends AsyncSettings {
  readonly address: string;
  /** As the template gives it: name or ARN. */
  readonly functionName: string;
  /** ARNs. */
  readonly onSuccess: string | undefined;
  readonly onFailure: string | undefined;
}

/** Lambda's own: two retries, six hours. */
export const asyncDefaults: AsyncSettings = { retryAttempts: 2, eventAgeSeconds: 21_600 };

const known = new Set([
  'FunctionName',
  'Qualifier',
  'MaximumRetryAttempts',
  'MaximumEventAgeInSeconds',
  'DestinationConfig',
]);

/** @throws DeploymentError */
export function eventInvokeConfig({ address, properties }: DeclaredResource): EventInvokeConfig {
  const unknown = Object.keys(properties).find((name) => !known.has(name));
  if (unknown) throw new DeploymentError(`${address}: ${unknown} is not run locally`);
  const { FunctionName: functionName, Qualifier: qualifier } = properties;
  if (typeof functionName !== 'string') throw new DeploymentError(`${address}: FunctionName is missing`);
  if (qualifier !== '$LATEST') {
    throw new DeploymentError(`${address}: Qualifier is ${JSON.stringify(qualifier)}: only $LATEST is run locally`);
  }
  return {
    address,
    functionName,
    retryAttempts: integer(address, properties, 'MaximumRetryAttempts', { initial: 2, least: 0, most: 2 }),
    eventAgeSeconds: integer(address, properties, 'MaximumEventAgeInSeconds', {
      initial: 21_600,
      least: 60,
      most: 21_600,
    }),
    onSuccess: destination(address, properties, 'OnSuccess'),
    onFailure: destination(address, properties, 'OnFailure'),
  };
}

/** An integer property within its bounds. @throws DeploymentError */
export function integer(
  address: string,
  properties: Readonly<Record<string, unknown>>,
  name: string,
  { initial, least, most }: { readonly initial: number; readonly least: number; readonly most: number },
): number {
  const value = Number(properties[name] ?? initial);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new DeploymentError(`${address}: ${name} is ${value}, but must be an integer from ${least} to ${most}`);
}

function destination(
  address: string,
  properties: Readonly<Record<string, unknown>>,
  condition: 'OnSuccess' | 'OnFailure',
): string | undefined {
  const config = (properties['DestinationConfig'] ?? {}) as Readonly<
    Record<string, { Destination?: unknown } | undefined>
  >;
  const arn = config[condition]?.Destination;
  if (arn === undefined) return undefined;
  if (typeof arn === 'string' && /^arn:aws:(sqs|lambda|events):/.test(arn)) {
    if (!/^arn:aws:sqs:.*\.fifo$/.test(arn)) return arn;
    throw new DeploymentError(`${address}: ${condition}: a FIFO queue can't be a destination`);
  }
  throw new DeploymentError(
    `${address}: ${condition} is ${JSON.stringify(arn)}: only SQS queues, functions and event buses are run locally`,
  );
}
