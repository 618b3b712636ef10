import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';

export interface BackendFunctionProps<Env extends readonly string[]> {
  /** Folder under `functions/`. */
  readonly name: string;
  readonly config: StageConfig;
  /** A value for each name that the function's `env.ts` declares. */
  readonly environment: Readonly<Record<Env[number], string>>;
  /** Default: 5 seconds, as long as Cognito waits for a trigger. */
  readonly timeout?: Duration;
  /** Default: 512 MB. */
  readonly memorySizeMb?: number;
}

/** A function with the defaults of this backend: runtime, memory, timeout, logs, and a role that may do nothing yet but log. */
export class BackendFunction<Env extends readonly string[]> extends LambdaFunction {
  constructor(scope: Construct, id: string, props: BackendFunctionProps<Env>) {
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: props.config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    super(scope, id, {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySizeMb ?? 512,
      timeout: props.timeout ?? Duration.seconds(5),
      code: Code.fromAsset(`build/functions/${props.name}`),
      handler: 'index.handler',
      environment: { ...props.environment },
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
    });
    logGroup.grantWrite(role);
  }
}
