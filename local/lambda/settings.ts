import { createHash } from 'node:crypto';
import { DeploymentError } from '../errors.ts';
import type { DeclaredResource } from '../service.ts';

/** A function as its template declares it, defaults filled in. */
export interface FunctionSettings {
  readonly name: string;
  readonly runtime: string;
  readonly handler: string;
  readonly roleArn: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly reservedConcurrency: number | undefined;
  readonly logGroup: string;
  readonly logFormat: 'Text' | 'JSON';
  /** ARN of a queue for events of asynchronous invocations that fail for good. */
  readonly deadLetterQueue: string | undefined;
  readonly code: { readonly objectKey: string } | { readonly inline: string };
}

const runtimes = new Set(['nodejs18.x', 'nodejs20.x', 'nodejs22.x', 'nodejs24.x']);

/** Why nothing here can run the function, where it isn't one of Node.js. Undefined: it is. */
export function foreignRuntime({ properties }: DeclaredResource): string | undefined {
  const { Runtime: runtime } = properties;
  if (typeof runtime !== 'string' || runtimes.has(runtime)) return undefined;
  return `runtime ${runtime} is not run locally, only ${[...runtimes].join(', ')} are`;
}

const known = new Set(
  (
    'Code DeadLetterConfig Environment FunctionName Handler Layers LoggingConfig MemorySize PackageType ' +
    'ReservedConcurrentExecutions Role Runtime Timeout ' +
    // Without effect here.
    'Architectures Description EphemeralStorage RecursiveLoop RuntimeManagementConfig Tags TracingConfig'
  ).split(' '),
);

/** @throws DeploymentError for what Lambda refuses, and for what can't run here: images, layers, networks */
export function functionSettings(declared: DeclaredResource): FunctionSettings {
  const { properties } = declared;
  const refuse = (message: string): never => {
    throw new DeploymentError(`${declared.address}: ${message}`);
  };
  const integer = (key: string, initial: number, least: number, most: number): number => {
    const value = Number(properties[key] ?? initial);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    return refuse(`${key} is ${value}, but must be an integer from ${least} to ${most}`);
  };
  const string = (key: string): string => {
    const value = properties[key];
    return typeof value === 'string' ? value : refuse(`${key} is missing`);
  };

  if (properties.PackageType === 'Image') refuse('container images are not run locally');
  if (Array.isArray(properties.Layers) && properties.Layers.length > 0) refuse('layers are not run locally');
  const unknown = Object.keys(properties).find((name) => !known.has(name));
  if (unknown !== undefined) refuse(`${unknown} is not run locally`);

  const name = typeof properties.FunctionName === 'string' ? properties.FunctionName : generatedName(declared);
  const logging = (properties.LoggingConfig ?? {}) as { LogGroup?: string; LogFormat?: string };
  return {
    name,
    runtime: string('Runtime'),
    handler: string('Handler'),
    roleArn: string('Role'),
    timeoutSeconds: integer('Timeout', 3, 1, 900),
    memoryMb: integer('MemorySize', 128, 128, 10_240),
    environment: environmentOf(properties, refuse),
    reservedConcurrency:
      properties.ReservedConcurrentExecutions === undefined
        ? undefined
        : integer('ReservedConcurrentExecutions', 0, 0, 1_000),
    logGroup: logging.LogGroup ?? `/aws/lambda/${name}`,
    logFormat: logging.LogFormat === 'JSON' ? 'JSON' : 'Text',
    deadLetterQueue: deadLetterQueue(properties, refuse),
    code: codeOf(properties, refuse),
  };
}

/** At most 64 characters, Lambda's limit: the stack's name gives way, as in CloudFormation. */
function generatedName({ stack, logicalId, address }: DeclaredResource): string {
  const hash = createHash('sha256').update(address).digest('hex').slice(0, 12).toUpperCase();
  const tail = `-${logicalId.slice(0, 40)}-${hash}`;
  return stack.slice(0, 64 - tail.length) + tail;
}

function deadLetterQueue(properties: Readonly<Record<string, unknown>>, refuse: (message: string) => never) {
  const { TargetArn: arn } = (properties.DeadLetterConfig ?? {}) as { readonly TargetArn?: unknown };
  if (arn === undefined || (typeof arn === 'string' && /^arn:aws:sqs:(?!.*\.fifo$)/.test(arn))) return arn;
  return refuse(`DeadLetterConfig.TargetArn is ${JSON.stringify(arn)}: only standard SQS queues are run locally`);
}

function codeOf(properties: Readonly<Record<string, unknown>>, refuse: (message: string) => never) {
  const code = (properties.Code ?? {}) as { S3Key?: unknown; ZipFile?: unknown };
  if (typeof code.S3Key === 'string') return { objectKey: code.S3Key };
  if (typeof code.ZipFile === 'string') return { inline: code.ZipFile };
  return refuse('Code has neither S3Key nor ZipFile');
}

/** From "Using Lambda environment variables": the runtime's own, which a template may not set. */
const reserved = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

const environmentBytes = 4096;

function environmentOf(
  properties: Readonly<Record<string, unknown>>,
  refuse: (message: string) => never,
): Record<string, string> {
  const { Variables: variables = {} } = (properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
  const entries = Object.entries(variables).map(([key, value]) => [key, String(value)] as const);
  const taken = entries.map(([key]) => key).filter((key) => reserved.has(key));
  if (taken.length > 0) {
    refuse(
      'Lambda was unable to configure your environment variables because the environment variables you have provided ' +
        `contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${taken.join(', ')}`,
    );
  }
  const environment = Object.fromEntries(entries);
  if (Buffer.byteLength(JSON.stringify(environment)) > environmentBytes) {
    refuse(`its environment variables exceed the ${environmentBytes} byte limit`);
  }
  return environment;
}
