import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { AwsError, DeploymentError } from '../errors.ts';
import type { SentMessage } from '../event-source/ports.ts';
import type { SupportedFaults } from '../faults.ts';
import type { Principal } from '../iam/principal.ts';
import type { DeclaredResource, DeployedResource, Service } from '../service.ts';
import { deadLetterOf } from './dead-letter.ts';
import { payloadOf } from './invocation.ts';
import type { Invocation } from './invocation.ts';
import { Invocations } from './invocations.ts';
import { groupNameOf, scheduleSettings } from './schedule-settings.ts';
import type { ScheduleSettings } from './schedule-settings.ts';
import { Timetable } from './timetable.ts';

/** An entry of EventBridge's PutEvents. */
export interface ScheduledEntry {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  /** JSON text. */
  readonly Detail: string;
}

interface ScheduledEntryAnswer {
  readonly EventId?: string;
  readonly ErrorCode?: string;
  readonly ErrorMessage?: string;
}

/** What Scheduler needs of its neighbors. Each call refuses with an `AwsError`. */
export interface SchedulerPorts {
  roleSession(roleArn: string, sessionName: string, service: string, sourceArn: string): Principal;
  /** Accepts an asynchronous invocation. */
  invokeFunction(principal: Principal, functionArn: string, payload: unknown): Promise<unknown>;
  sendMessage(principal: Principal, queueArn: string, message: SentMessage): unknown;
  putEvents(
    principal: Principal,
    entries: readonly ScheduledEntry[],
  ): Promise<{ readonly Entries: readonly ScheduledEntryAnswer[] }>;
}

interface Schedule {
  readonly arn: string;
  readonly settings: ScheduleSettings;
}

const SERVICE = 'scheduler.amazonaws.com';

/** EventBridge Scheduler: recurring and one-time schedules that invoke functions, queues and buses. */
export class Scheduler implements Service {
  readonly name = 'scheduler';
  readonly resourceTypes = {
    'AWS::Scheduler::Schedule': (declared: DeclaredResource) => this.#deploy(declared),
    'AWS::Scheduler::ScheduleGroup': (declared: DeclaredResource) => this.#deployGroup(declared),
  };
  readonly faults: SupportedFaults = { Deliver: ['throttle', 'error', 'duplicate', 'crashAfterCommit'] };
  readonly #cloud: Cloud;
  readonly #ports: SchedulerPorts;
  readonly #groups = new Set(['default']);
  readonly #schedules = new Map<string, Schedule>();
  readonly #timetable: Timetable;
  readonly #invocations: Invocations;

  constructor(cloud: Cloud, ports: SchedulerPorts) {
    this.#cloud = cloud;
    this.#ports = ports;
    const folder = join(cloud.stateFolder, 'scheduler');
    this.#timetable = new Timetable(join(folder, 'schedules.json'), cloud.clock);
    this.#invocations = new Invocations(join(folder, 'invocations.json'), {
      clock: cloud.clock,
      retries: (arn) => this.#schedules.get(arn)?.settings.target,
      invoke: (invocation) => this.#invokeFaulty(invocation),
      giveUp: (...failed) => this.#giveUp(...failed),
    });
  }

  /** @throws DeploymentError for a group that isn't there */
  start(): void {
    for (const { arn, settings } of this.#schedules.values()) {
      const { address, group, isEnabled, isOnce, times } = settings;
      if (!this.#groups.has(group)) throw new DeploymentError(`${address}: Schedule group ${group} does not exist.`);
      if (!isEnabled) continue;
      this.#timetable.plan({
        key: `${arn} ${times}`,
        isOnce,
        occurrences: (created) => settings.occurrences(created),
        fire: (time) => {
          this.#invocations.add(arn, time);
        },
      });
    }
    this.#invocations.resume();
    this.#timetable.start();
  }

  idle(): Promise<void> {
    return this.#invocations.idle();
  }

  snapshot(folder: string): void {
    this.#timetable.snapshot(folder);
    this.#invocations.snapshot(folder);
  }

  async restore(folder: string): Promise<void> {
    this.#timetable.stop();
    await this.#invocations.restore(folder);
    this.#timetable.restore(folder);
  }

  async stop(): Promise<void> {
    this.#timetable.stop();
    await this.#invocations.stop();
  }

  #deployGroup(declared: DeclaredResource): DeployedResource {
    const name = groupNameOf(declared);
    if (this.#groups.has(name))
      throw new DeploymentError(`${declared.address}: Schedule group ${name} already exists.`);
    this.#groups.add(name);
    const now = new Date(this.#cloud.clock.now()).toISOString();
    const attributes = { Arn: this.#groupArn(name), State: 'ACTIVE', CreationDate: now, LastModificationDate: now };
    return { ref: name, attributes };
  }

  #deploy(declared: DeclaredResource): DeployedResource {
    const settings = scheduleSettings(declared);
    const arn = `${this.#arnPrefix}schedule/${settings.group}/${settings.name}`;
    if (this.#schedules.has(arn))
      throw new DeploymentError(`${declared.address}: Schedule ${settings.name} already exists.`);
    this.#refuseUnassumableRole(settings);
    this.#schedules.set(arn, { arn, settings });
    return { ref: settings.name, attributes: { Arn: arn } };
  }

  #refuseUnassumableRole(settings: ScheduleSettings): void {
    try {
      this.#session(settings);
    } catch (cause) {
      if (!(cause instanceof AwsError)) throw cause;
      const message = 'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.';
      throw new DeploymentError(`${settings.address}: ${message} ${settings.target.roleArn}`, { cause });
    }
  }

  async #invokeFaulty(invocation: Invocation): Promise<void> {
    const kind = this.#cloud.faults.strike('scheduler', 'Deliver', [
      'throttle',
      'error',
      'duplicate',
      'crashAfterCommit',
    ]);
    if (kind === 'throttle') throw new AwsError('ThrottlingException', 'Rate exceeded');
    if (kind === 'error') throw invocationBroke();
    await this.#invoke(invocation);
    if (kind === 'duplicate') await this.#invoke(invocation);
    if (kind === 'crashAfterCommit') throw invocationBroke();
  }

  async #invoke(invocation: Invocation): Promise<void> {
    const schedule = this.#schedules.get(invocation.scheduleArn);
    if (!schedule) return;
    const { target } = schedule.settings;
    const principal = this.#session(schedule.settings);
    const { text } = payloadOf(target.input, invocation, this.#cloud);
    switch (target.kind) {
      case 'function':
        await this.#ports.invokeFunction(principal, target.arn, JSON.parse(text));
        return;
      case 'queue':
        this.#ports.sendMessage(principal, target.arn, { body: text, messageGroupId: target.groupId });
        return;
      case 'bus': {
        const { source, detailType } = target;
        const entry = { EventBusName: target.arn, Source: source, DetailType: detailType, Detail: text };
        const [answer] = (await this.#ports.putEvents(principal, [entry])).Entries;
        if (answer?.ErrorCode !== undefined) throw new AwsError(answer.ErrorCode, answer.ErrorMessage ?? '');
      }
    }
  }

  /** Tells the dead-letter queue; without one the invocation is lost, as on AWS. */
  #giveUp(invocation: Invocation, error: unknown, exhausted: string | undefined): void {
    const schedule = this.#schedules.get(invocation.scheduleArn);
    if (!schedule) return;
    const { target, name } = schedule.settings;
    const what = `schedule ${name} of ${new Date(invocation.scheduledTime).toISOString()}: ${String(error)}`;
    this.#cloud.log.warn('scheduler', what);
    if (target.deadLetterQueueArn === undefined) return;
    const payload = payloadOf(target.input, invocation, this.#cloud);
    try {
      const message = deadLetterOf(invocation, { payload, error, exhausted, targetKind: target.kind });
      this.#ports.sendMessage(this.#session(schedule.settings), target.deadLetterQueueArn, message);
    } catch (failure) {
      this.#cloud.log.warn('scheduler', `${what}: not taken by its dead-letter queue: ${String(failure)}`);
    }
  }

  /** AWS names the group as the source, so that a role may trust all schedules of it. */
  #session({ name, group, target }: ScheduleSettings): Principal {
    return this.#ports.roleSession(target.roleArn, name, SERVICE, this.#groupArn(group));
  }

  #groupArn(name: string): string {
    return `${this.#arnPrefix}schedule-group/${name}`;
  }

  get #arnPrefix(): string {
    return `arn:aws:scheduler:${this.#cloud.region}:${this.#cloud.accountId}:`;
  }
}

function invocationBroke(): AwsError {
  return new AwsError('InternalFailure', 'The request processing has failed because of an unknown error.', 500);
}
