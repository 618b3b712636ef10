import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { AwsError, DeploymentError } from '../errors.ts';
import type { Queues, Streams } from '../event-source/ports.ts';
import type { Principal } from '../iam/principal.ts';
import type { DeclaredResource, DeployedResource } from '../service.ts';
import { EventSourceMapping } from './event-source-mapping.ts';
import type { LambdaFunction } from './function.ts';
import type { BatchAnswer } from './mapping-event.ts';
import { mappingSettings } from './mapping-settings.ts';
import type { MappingSettings } from './mapping-settings.ts';

export interface MappingsPorts {
  readonly cloud: Cloud;
  readonly streams: Streams;
  readonly queues: Queues;
  /** @throws DeploymentError */
  find(functionName: string, address: string): LambdaFunction;
  session(target: LambdaFunction): Principal;
  isAllowed(principal: Principal, action: string, resource: string): boolean;
  invoke(target: LambdaFunction, event: unknown): Promise<BatchAnswer>;
}

const FOLDER = 'mappings';

const streamActions = ['DescribeStream', 'GetRecords', 'GetShardIterator'];
const queueActions = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/** The event source mappings of all functions. */
export class Mappings {
  readonly #ports: MappingsPorts;
  readonly #folder: string;
  readonly #declared: MappingSettings[] = [];
  #running: EventSourceMapping[] = [];

  constructor(ports: MappingsPorts) {
    this.#ports = ports;
    this.#folder = join(ports.cloud.stateFolder, 'lambda', FOLDER);
  }

  deploy(declared: DeclaredResource): DeployedResource {
    const settings = mappingSettings(declared);
    const { functionName, uuid } = settings;
    if (
      this.#declared.some((other) => other.functionName === functionName && sourceArn(other) === sourceArn(settings))
    ) {
      throw new DeploymentError(
        `${declared.address}: The event source arn ("${sourceArn(settings)}") and function ("${functionName}") ` +
          'provided mapping already exists',
      );
    }
    this.#declared.push(settings);
    const { region, accountId } = this.#ports.cloud;
    const arn = `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${uuid}`;
    return { ref: uuid, attributes: { Id: uuid, EventSourceMappingArn: arn } };
  }

  /** Begins to poll. @throws DeploymentError where a role may not read its source, as Lambda does at creation */
  start(): void {
    this.#running = [];
    for (const settings of this.#declared) {
      try {
        const mapping = this.#create(settings);
        mapping?.start();
        if (mapping) this.#running.push(mapping);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        throw new DeploymentError(`${settings.address}: ${error.message}`, { cause: error });
      }
    }
  }

  async idle(): Promise<void> {
    await Promise.all(this.#running.map((mapping) => mapping.idle()));
  }

  snapshot(folder: string): void {
    if (existsSync(this.#folder)) cpSync(this.#folder, join(folder, FOLDER), { recursive: true });
  }

  restore(folder: string): void {
    this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
    const kept = join(folder, FOLDER);
    if (existsSync(kept)) cpSync(kept, this.#folder, { recursive: true });
    this.start();
  }

  stop(): void {
    for (const mapping of this.#running) mapping.stop();
  }

  #create(settings: MappingSettings): EventSourceMapping | undefined {
    const { cloud, streams, queues } = this.#ports;
    const target = this.#ports.find(settings.functionName, settings.address);
    const principal = this.#ports.session(target);
    this.#refuseUnreadable(settings, principal);
    this.#refuseShortVisibility(settings, target);
    if (!settings.isEnabled) return undefined;
    return new EventSourceMapping(settings, {
      cloud,
      streams,
      queues,
      principal,
      functionArn: target.arn,
      functionTimeoutSeconds: target.settings.timeoutSeconds,
      invoke: (event) => this.#ports.invoke(target, event),
    });
  }

  #refuseUnreadable(settings: MappingSettings, principal: Principal): void {
    const isAllowed: MappingsPorts['isAllowed'] = (...call) => this.#ports.isAllowed(...call);
    const arn = sourceArn(settings);
    const { address, source } = settings;
    if (source.kind === 'stream') {
      // What Lambda does too, but nothing here depends on it.
      isAllowed(principal, 'dynamodb:ListStreams', arn);
      if (streamActions.every((action) => isAllowed(principal, `dynamodb:${action}`, arn))) return;
      throw new DeploymentError(
        `${address}: Cannot access stream ${arn}. Please ensure the role can perform the GetRecords, ` +
          'GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.',
      );
    }
    const denied = queueActions.find((action) => !isAllowed(principal, `sqs:${action}`, arn));
    if (!denied) return;
    throw new DeploymentError(
      `${address}: The provided execution role does not have permissions to call ${denied} on SQS`,
    );
  }

  #refuseShortVisibility({ address, source }: MappingSettings, target: LambdaFunction): void {
    if (source.kind === 'stream') return;
    const visibility = this.#ports.queues.visibilityTimeout(source.settings.queueArn);
    const { timeoutSeconds } = target.settings;
    if (visibility >= timeoutSeconds) return;
    throw new DeploymentError(
      `${address}: Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeoutSeconds} seconds`,
    );
  }
}

function sourceArn({ source }: MappingSettings): string {
  return source.kind === 'stream' ? source.settings.streamArn : source.settings.queueArn;
}
