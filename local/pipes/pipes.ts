import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { AwsError, DeploymentError } from '../errors.ts';
import { deliveryFaults } from '../event-source/delivery.ts';
import type { SupportedFaults } from '../faults.ts';
import type { Principal } from '../iam/principal.ts';
import type { DeclaredResource, DeployedResource, Service } from '../service.ts';
import { pipeSettings } from './pipe-settings.ts';
import type { PipeSettings } from './pipe-settings.ts';
import { Pipe } from './pipe.ts';
import type { PipesPorts } from './ports.ts';

const streamActions = ['DescribeStream', 'GetRecords', 'GetShardIterator'];
const queueActions = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/** EventBridge Pipes: from streams and queues, through functions, to buses, queues and functions. */
export class Pipes implements Service {
  readonly name = 'pipes';
  readonly resourceTypes = {
    'AWS::Pipes::Pipe': (declared: DeclaredResource) => this.#deploy(declared),
  };
  readonly faults: SupportedFaults = { Deliver: deliveryFaults };
  readonly #cloud: Cloud;
  readonly #ports: PipesPorts;
  readonly #folder: string;
  readonly #declared = new Map<string, PipeSettings>();
  #running: Pipe[] = [];

  constructor(cloud: Cloud, ports: PipesPorts) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#folder = join(cloud.stateFolder, 'pipes');
  }

  /** @throws DeploymentError where a role may not read its source, as Pipes does at creation */
  start(): void {
    this.#running = [];
    for (const settings of this.#declared.values()) {
      try {
        this.#run(settings);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        throw new DeploymentError(`${settings.address}: ${error.message}`, { cause: error });
      }
    }
  }

  async idle(): Promise<void> {
    await Promise.all(this.#running.map((pipe) => pipe.idle()));
  }

  snapshot(folder: string): void {
    if (existsSync(this.#folder)) cpSync(this.#folder, folder, { recursive: true });
  }

  restore(folder: string): void {
    this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
    mkdirSync(this.#folder, { recursive: true });
    if (existsSync(folder)) cpSync(folder, this.#folder, { recursive: true });
    this.start();
  }

  stop(): void {
    for (const pipe of this.#running) pipe.stop();
  }

  #deploy(declared: DeclaredResource): DeployedResource {
    const settings = pipeSettings(declared);
    const { name, isRunning } = settings;
    if (this.#declared.has(name)) throw new DeploymentError(`${declared.address}: pipe ${name} already exists`);
    this.#declared.set(name, settings);
    const time = new Date(this.#cloud.clock.now()).toISOString();
    return {
      ref: name,
      attributes: {
        Arn: this.#arnOf(name),
        CurrentState: isRunning ? 'RUNNING' : 'STOPPED',
        CreationTime: time,
        LastModifiedTime: time,
        StateReason: '',
      },
    };
  }

  #run(settings: PipeSettings): void {
    const { name, roleArn, isRunning } = settings;
    const arn = this.#arnOf(name);
    const principal = this.#ports.roleSession(roleArn, name, 'pipes.amazonaws.com', arn);
    this.#refuseUnreadable(settings, principal);
    if (!isRunning) return;
    const pipe = new Pipe(settings, arn, { cloud: this.#cloud, ports: this.#ports, principal, name });
    pipe.start();
    this.#running.push(pipe);
  }

  /** "EventBridge verifies that the provided IAM role can access the source." */
  #refuseUnreadable({ address, source }: PipeSettings, principal: Principal): void {
    const isStream = source.kind === 'stream';
    const [service, actions, arn] = isStream
      ? (['dynamodb', streamActions, source.settings.streamArn] as const)
      : (['sqs', queueActions, source.settings.queueArn] as const);
    // What Pipes does too, but nothing here depends on it.
    if (isStream) this.#ports.isAllowed(principal, 'dynamodb:ListStreams', arn);
    if (actions.every((action) => this.#ports.isAllowed(principal, `${service}:${action}`, arn))) return;
    const needed = actions.map((action) => `${service}:${action}`).join(', ');
    const kind = isStream ? 'Stream' : 'Queue';
    throw new DeploymentError(
      `${address}: Pipes does not have required permissions to perform ${kind} operations (${needed})`,
    );
  }

  #arnOf(name: string): string {
    return `arn:aws:pipes:${this.#cloud.region}:${this.#cloud.accountId}:pipe/${name}`;
  }
}
