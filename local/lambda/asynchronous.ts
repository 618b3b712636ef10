import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { DeploymentError } from '../errors.ts';
import type { Queues } from '../event-source/ports.ts';
import type { Principal } from '../iam/principal.ts';
import type { DeclaredResource, DeployedResource } from '../service.ts';
import { asyncDefaults, eventInvokeConfig } from './async-config.ts';
import type { EventInvokeConfig } from './async-config.ts';
import { AsyncInvocations } from './async-invocations.ts';
import type { AsyncEnd } from './async-invocations.ts';
import { destinationActions, sendDeadLetter, sendRecord, serviceOf } from './destinations.ts';
import type { DestinationEvent, DestinationPorts } from './destinations.ts';
import { nameOf } from './function-names.ts';
import type { Functions } from './functions.ts';
import type { Outcome } from './instance.ts';

export interface AsynchronousPorts {
  readonly cloud: Cloud;
  readonly functions: Functions;
  readonly queues: Queues;
  putEvents(principal: Principal, entries: readonly DestinationEvent[]): Promise<{ readonly FailedEntryCount: number }>;
  isAllowed(principal: Principal, action: string, resource: string): boolean;
  /** Runs a function now. */
  run(functionName: string, requestId: string, payload: string): Promise<Outcome>;
  invokeLater(principal: Principal, functionArn: string, payload: unknown): Promise<unknown>;
}

const FILE = 'events.sqlite';

/** Asynchronous invocations with what the template says of them: retries, age, destinations, dead-letter queues. */
export class Asynchronous {
  readonly #ports: AsynchronousPorts;
  readonly #configs = new Map<string, EventInvokeConfig>();
  readonly #invocations: AsyncInvocations;

  constructor(ports: AsynchronousPorts) {
    this.#ports = ports;
    this.#invocations = new AsyncInvocations(join(ports.cloud.stateFolder, 'lambda', FILE), {
      clock: ports.cloud.clock,
      settings: (name) => this.#configs.get(name) ?? asyncDefaults,
      mayRun: (name) => ports.functions.find(name).settings.reservedConcurrency !== 0,
      run: ({ functionName, requestId, payload }) => ports.run(functionName, requestId, payload),
      ended: (end) => this.#tell(end),
    });
  }

  deployConfig(declared: DeclaredResource): DeployedResource {
    const config = eventInvokeConfig(declared);
    const name = nameOf(config.functionName);
    if (this.#configs.has(name)) throw new DeploymentError(`${declared.address}: ${name} has a configuration already`);
    this.#configs.set(name, config);
    return { ref: declared.address.replaceAll('/', '-'), attributes: {} };
  }

  /** @throws DeploymentError for destinations that a function's role may not use, as Lambda does */
  start(): void {
    for (const { address, functionName, onSuccess, onFailure } of this.#configs.values()) {
      for (const destination of [onSuccess, onFailure]) {
        if (destination !== undefined) this.#refuseForbidden(address, functionName, destination);
      }
    }
    for (const { settings } of this.#ports.functions.all()) {
      if (settings.deadLetterQueue !== undefined) {
        this.#refuseForbidden(`function ${settings.name}`, settings.name, settings.deadLetterQueue);
      }
    }
    this.#invocations.resume();
  }

  add(requestId: string, functionName: string, payload: string): void {
    this.#invocations.add(requestId, functionName, payload);
  }

  idle(): Promise<void> {
    return this.#invocations.idle();
  }

  snapshot(folder: string): void {
    this.#invocations.snapshot(join(folder, FILE));
  }

  restore(folder: string): void {
    this.#invocations.restore(join(folder, FILE));
  }

  stop(): void {
    this.#invocations.stop();
  }

  async #tell(end: AsyncEnd): Promise<void> {
    const { functions, cloud } = this.#ports;
    const { functionName } = end.event;
    if (!functions.has(functionName)) return;
    const target = functions.find(functionName);
    const ended = { arn: target.arn, principal: functions.session(target) };
    const config = this.#configs.get(functionName);
    const destination = end.condition === 'Success' ? config?.onSuccess : config?.onFailure;
    if (end.condition !== 'Success') {
      cloud.log.warn(target.settings.logGroup, `${end.event.requestId} given up: ${end.condition}`);
    }
    if (destination !== undefined) await sendRecord(end, ended, destination, this.#destinationPorts);
    const { deadLetterQueue } = target.settings;
    if (end.condition !== 'Success' && deadLetterQueue !== undefined) {
      await sendDeadLetter(end, ended, deadLetterQueue, this.#destinationPorts);
    }
  }

  get #destinationPorts(): DestinationPorts {
    const { cloud, queues } = this.#ports;
    return {
      cloud,
      queues,
      putEvents: (...call) => this.#ports.putEvents(...call),
      invokeLater: (...call) => this.#ports.invokeLater(...call),
    };
  }

  #refuseForbidden(address: string, functionName: string, destination: string): void {
    const { functions } = this.#ports;
    if (!functions.has(functionName)) throw new DeploymentError(`${address}: unknown function ${functionName}`);
    const action = destinationActions[serviceOf(destination)] ?? '';
    if (this.#ports.isAllowed(functions.session(functions.find(functionName)), action, destination)) return;
    const [service, operation] = action.split(':');
    throw new DeploymentError(
      `${address}: The provided execution role does not have permissions to call ${operation} on ${service?.toUpperCase()}`,
    );
  }
}
