import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Cloud } from '../cloud.ts';
import { DueWork } from '../due-work.ts';
import { DeploymentError } from '../errors.ts';
import { DeliveryStore } from './delivery-store.ts';
import type { PendingEvent } from './delivery-store.ts';
import type { LogsPorts } from './ports.ts';
import type { SubscriptionFilter } from './subscription-filter.ts';

const FILE = 'subscriptions.sqlite';
const mostFilters = 2;
/** Of one delivery: what remains below Lambda's limit of a payload, however badly it compresses. */
const mostEvents = 1000;
const mostCharacters = 200_000;
/** Milliseconds for which what can't be delivered is tried again. */
const keptMs = 86_400_000;
const firstRetryMs = 1000;
const longestRetryMs = 300_000;

/** Delivers what is written to log groups to the destinations of their filters, at least once. */
export class Subscriptions {
  readonly #cloud: Cloud;
  readonly #ports: LogsPorts;
  readonly #store: DeliveryStore;
  /** By address. */
  readonly #filters = new Map<string, SubscriptionFilter>();
  #byGroup: ReadonlyMap<string, readonly SubscriptionFilter[]> = new Map();
  readonly #work: DueWork;

  constructor(cloud: Cloud, ports: LogsPorts) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#store = new DeliveryStore(join(cloud.stateFolder, 'log-subscriptions', FILE));
    this.#work = new DueWork({ clock: cloud.clock, next: () => this.#store.next(), run: () => this.#run() });
  }

  add(filter: SubscriptionFilter): void {
    this.#filters.set(filter.address, filter);
  }

  /** @param groups that the template has @throws DeploymentError in the words of PutSubscriptionFilter */
  start(groups: ReadonlySet<string>): void {
    const filters = [...this.#filters.values()];
    for (const filter of filters) this.#check(filter, groups);
    this.#byGroup = Map.groupBy(filters, ({ logGroup }) => logGroup);
    for (const own of this.#byGroup.values()) {
      if (own.length <= mostFilters) continue;
      const last = own.at(-1);
      throw new DeploymentError(`${last?.address}: Resource limit exceeded: ${mostFilters} filters per log group.`);
    }
    if (filters.length > 0) this.#cloud.log.listen((...written) => this.#take(...written));
    this.wake();
  }

  wake(): void {
    this.#work.wake();
  }

  idle(): Promise<void> {
    return this.#work.idle();
  }

  snapshot(folder: string): void {
    this.#store.copyTo(join(folder, FILE));
  }

  async restore(folder: string): Promise<void> {
    await this.idle();
    this.#store.replaceBy(join(folder, FILE));
    this.wake();
  }

  async stop(): Promise<void> {
    await this.#work.stop();
    this.#store.close();
  }

  #check(filter: SubscriptionFilter, groups: ReadonlySet<string>): void {
    const { address, logGroup, kind, destinationArn } = filter;
    const refuse = (message: string): never => {
      throw new DeploymentError(`${address}: ${message}`);
    };
    if (!groups.has(logGroup)) refuse(`The specified log group does not exist: ${logGroup}`);
    if (kind === 'deliveryStream') return;
    const own = this.#ports.logGroupOf(destinationArn);
    if (own === undefined) refuse(`unknown function ${destinationArn}`);
    if (own === logGroup) {
      refuse('The log group provided is reserved for the function logs of the destination function.');
    }
    if (this.#invoker(filter) === undefined) {
      refuse(
        'Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.',
      );
    }
  }

  #take(group: string, logStream: string, message: string): void {
    const filters = this.#byGroup.get(group)?.filter(({ pattern }) => pattern(message)) ?? [];
    const timestamp = this.#cloud.clock.now();
    for (const { address } of filters) this.#store.add({ filter: address, logStream, timestamp, message });
    if (filters.length > 0) this.wake();
  }

  async #run(): Promise<void> {
    // What is written in the same breath goes together.
    await nextTurn();
    while (!this.#work.isStopped) {
      const events = together(this.#store.due(this.#cloud.clock.now(), mostEvents));
      const [first] = events;
      if (!first) return;
      const filter = this.#filters.get(first.filter);
      if (filter) await this.#deliver(filter, events, first);
      // The template has it no more.
      else this.#store.remove(events);
      await nextTurn();
    }
  }

  async #deliver(filter: SubscriptionFilter, events: readonly PendingEvent[], first: PendingEvent): Promise<void> {
    const cloud = this.#cloud;
    try {
      const times = cloud.faults.strike('logs', 'Deliver', ['duplicate']) ? 2 : 1;
      const data = gzipSync(JSON.stringify(this.#message(filter, events, first.logStream)));
      for (let count = 0; count < times; count += 1) await this.#send(filter, data);
      this.#store.remove(events);
    } catch (error) {
      const now = cloud.clock.now();
      const isLost = now - first.timestamp >= keptMs;
      const fate = isLost ? 'they are lost after 24 hours' : 'it is tried again';
      cloud.log.warn(
        'logs',
        `${filter.name}: ${events.length} events of ${filter.logGroup}: ${String(error)}: ${fate}`,
      );
      if (isLost) this.#store.remove(events);
      else this.#store.postpone(events, now + Math.min(firstRetryMs * 2 ** first.attempts, longestRetryMs));
    }
  }

  #message({ logGroup, name }: SubscriptionFilter, events: readonly PendingEvent[], logStream: string): unknown {
    return {
      messageType: 'DATA_MESSAGE',
      owner: this.#cloud.accountId,
      logGroup,
      logStream,
      subscriptionFilters: [name],
      logEvents: events.map(({ id, timestamp, message }) => ({ id: eventId(timestamp, id), timestamp, message })),
    };
  }

  async #send(filter: SubscriptionFilter, data: Buffer): Promise<void> {
    const { destinationArn, roleArn, name } = filter;
    const sourceArn = this.#arnOf(filter);
    if (roleArn !== undefined) {
      await this.#ports.putRecord(this.#session(roleArn, name, sourceArn), destinationArn, data);
      return;
    }
    const service = this.#invoker(filter) ?? this.#services[0] ?? '';
    await this.#ports.invoke(service, destinationArn, sourceArn, { awslogs: { data: data.toString('base64') } });
  }

  /** By either of its names. */
  #session(roleArn: string, name: string, sourceArn: string) {
    const [own = '', regional = ''] = this.#services;
    try {
      return this.#ports.roleSession(roleArn, name, own, sourceArn);
    } catch {
      return this.#ports.roleSession(roleArn, name, regional, sourceArn);
    }
  }

  /** The name by which the function lets Logs invoke it. */
  #invoker(filter: SubscriptionFilter): string | undefined {
    return this.#services.find((name) => this.#ports.mayInvoke(name, filter.destinationArn, this.#arnOf(filter)));
  }

  /** CloudWatch Logs is known by two names. */
  get #services(): readonly string[] {
    return ['logs.amazonaws.com', `logs.${this.#cloud.region}.amazonaws.com`];
  }

  #arnOf({ logGroup }: SubscriptionFilter): string {
    return `arn:aws:logs:${this.#cloud.region}:${this.#cloud.accountId}:log-group:${logGroup}:*`;
  }
}

/** As many as one delivery may hold; at least one. */
function together(events: readonly PendingEvent[]): PendingEvent[] {
  let characters = 0;
  return events.filter(({ message }, index) => {
    characters += message.length;
    return index === 0 || characters <= mostCharacters;
  });
}

/** Of 56 digits, as those of CloudWatch Logs: the time comes first. */
function eventId(timestamp: number, sequence: number): string {
  return ((BigInt(timestamp) << 144n) + BigInt(sequence)).toString().padStart(56, '0');
}
