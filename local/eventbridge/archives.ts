import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { AwsError, DeploymentError } from '../errors.ts';
import type { DeclaredResource } from '../service.ts';
import { archiveOf } from './archive.ts';
import type { Archive } from './archive.ts';
import { checkFilters, pageOf, requiredName, requiredTime } from './archive-input.ts';
import type { ArchiveInput } from './archive-input.ts';
import { ArchiveStore } from './archive-store.ts';
import type { Buses } from './buses.ts';
import { DatabaseFile } from './database-file.ts';
import type { BusEvent } from './event.ts';
import type { Authorize } from './read-operations.ts';
import { describedReplay, listedReplay } from './replay.ts';
import type { Replay } from './replay.ts';
import { Replays } from './replays.ts';
import type { ReplayPorts } from './replays.ts';

type Operation = (authorize: Authorize, input: ArchiveInput) => Record<string, unknown>;

const DAY = 86_400_000;

/** Archives of buses, and replays of what they hold. */
export class Archives {
  readonly #cloud: Cloud;
  readonly #buses: Buses;
  readonly #arnPrefix: string;
  readonly #file: DatabaseFile<ArchiveStore>;
  readonly #replays: Replays;
  readonly #archives = new Map<string, Archive>();
  readonly operations: Readonly<Record<string, Operation>> = {
    DescribeArchive: (...call) => this.#describeArchive(...call),
    ListArchives: (...call) => this.#listArchives(...call),
    StartReplay: (...call) => this.#startReplay(...call),
    DescribeReplay: (...call) => this.#describeReplay(...call),
    ListReplays: (...call) => this.#listReplays(...call),
    CancelReplay: (...call) => this.#cancelReplay(...call),
  };

  /** @param arnPrefix `arn:aws:events:REGION:ACCOUNT:` */
  constructor(cloud: Cloud, buses: Buses, arnPrefix: string, put: ReplayPorts['put']) {
    this.#cloud = cloud;
    this.#buses = buses;
    this.#arnPrefix = arnPrefix;
    const folder = join(cloud.stateFolder, 'eventbridge');
    this.#file = new DatabaseFile(folder, 'archives.sqlite', (path) => new ArchiveStore(path));
    this.#replays = new Replays(cloud, { store: () => this.#file.store, put });
  }

  /** Deploys an `AWS::Events::Archive`. @throws DeploymentError */
  deploy(declared: DeclaredResource): Archive {
    const archive = archiveOf(declared, this.#arnPrefix);
    if (this.#archives.has(archive.name)) {
      throw new DeploymentError(`${declared.address}: Archive ${archive.name} already exists.`);
    }
    this.#archives.set(archive.name, archive);
    this.#file.store.createdAt(archive.name, this.#cloud.clock.now());
    return archive;
  }

  /** Keeps an event, which is on disk when this returns. @param ruleArn of the rule that was made for the archive */
  keep(ruleArn: string, event: BusEvent): void {
    const archive = [...this.#archives.values()].find(({ rule }) => rule.arn === ruleArn);
    if (!archive) return;
    this.#dropOld(archive);
    this.#file.store.keep(archive.name, event, this.#cloud.clock.now());
  }

  resume(): void {
    this.#replays.resume();
  }

  idle(): Promise<void> {
    return this.#replays.idle();
  }

  snapshot(folder: string): void {
    this.#file.snapshot(folder);
  }

  async restore(folder: string): Promise<void> {
    await this.#replays.idle();
    this.#file.restore(folder);
    for (const { name } of this.#archives.values()) this.#file.store.createdAt(name, this.#cloud.clock.now());
    this.#replays.reload();
  }

  /** Replays nothing more. */
  stop(): Promise<void> {
    return this.#replays.stop();
  }

  /** Once nothing is delivered any more. */
  close(): void {
    this.#file.store.close();
  }

  #describeArchive(authorize: Authorize, input: ArchiveInput): Record<string, unknown> {
    const name = requiredName(input.ArchiveName, 'ArchiveName', 48);
    authorize('events:DescribeArchive', `${this.#arnPrefix}archive/${name}`);
    const archive = this.#archives.get(name);
    if (!archive) throw new AwsError('ResourceNotFoundException', `Archive ${name} does not exist.`);
    const { arn, description, patternSource } = archive;
    return { ...this.#listedArchive(archive), ArchiveArn: arn, Description: description, EventPattern: patternSource };
  }

  #listArchives(authorize: Authorize, input: ArchiveInput): Record<string, unknown> {
    authorize('events:ListArchives', '*');
    checkFilters(input, 'ListArchives');
    const { NamePrefix: prefix = '', State: state = 'ENABLED', EventSourceArn: busArn } = input;
    const found = [...this.#archives.values()]
      .filter((one) => one.name.startsWith(prefix) && (!busArn || one.busArn === busArn) && state === 'ENABLED')
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    const { page, ...more } = pageOf(found, input);
    return { Archives: page.map((archive) => this.#listedArchive(archive)), ...more };
  }

  #listedArchive(archive: Archive): Record<string, unknown> {
    this.#dropOld(archive);
    const { events, bytes } = this.#file.store.holdings(archive.name);
    return {
      ArchiveName: archive.name,
      EventSourceArn: archive.busArn,
      State: 'ENABLED',
      RetentionDays: archive.retentionDays,
      EventCount: events,
      SizeBytes: bytes,
      CreationTime: this.#file.store.createdAt(archive.name, this.#cloud.clock.now()) / 1000,
    };
  }

  #startReplay(authorize: Authorize, input: ArchiveInput): Record<string, unknown> {
    const name = requiredName(input.ReplayName, 'ReplayName', 64);
    const arn = this.#replayArn(name);
    authorize('events:StartReplay', arn);
    const [from, to] = [
      requiredTime(input.EventStartTime, 'EventStartTime'),
      requiredTime(input.EventEndTime, 'EventEndTime'),
    ];
    const { archive, ruleArns } = this.#checkDestination(input);
    if (to <= from) throw invalid('EventEndTime', 'EventStartTime must be before EventEndTime.');
    this.#dropOld(archive);
    const replay: Replay = {
      name,
      arn,
      description: input.Description,
      archiveArn: archive.arn,
      busArn: archive.busArn,
      ruleArns,
      from,
      to,
      state: 'STARTING',
      stateReason: 'Replay is starting.',
      startedAt: this.#cloud.clock.now(),
    };
    this.#replays.add(replay);
    const { state, stateReason, startedAt } = replay;
    return { ReplayArn: arn, State: state, StateReason: stateReason, ReplayStartTime: startedAt / 1000 };
  }

  /** @throws AwsError ValidationException, ResourceNotFoundException */
  #checkDestination({
    Destination: { Arn: busArn = '', FilterArns: ruleArns } = {},
    EventSourceArn = '',
  }: ArchiveInput) {
    if (!/^arn:[\w-]+:events:[^:]*:\d{12}:event-bus\/./.test(busArn)) {
      throw invalid('Destination.Arn', 'Must contain an event bus ARN.');
    }
    const bus = this.#buses.find(busArn);
    const busName = busArn.slice(busArn.lastIndexOf('/') + 1);
    if (!bus) throw new AwsError('ResourceNotFoundException', `Event bus ${busName} does not exist.`);
    const archiveName = EventSourceArn.slice(EventSourceArn.lastIndexOf('/') + 1);
    const archive = this.#archives.get(archiveName);
    if (archive?.arn !== EventSourceArn) {
      throw invalid('EventSourceArn', `Archive ${archiveName} does not exist.`);
    }
    if (archive.busArn !== busArn) throw invalid('Destination.Arn', 'Cross event bus replay is not permitted.');
    const arns = [...bus.rules.values()].map(({ arn }) => arn);
    const unknown = ruleArns?.find((ruleArn) => !arns.includes(ruleArn));
    if (unknown !== undefined) {
      const rule = unknown.slice(unknown.lastIndexOf('/') + 1);
      throw new AwsError('ResourceNotFoundException', `Rule ${rule} does not exist on EventBus ${busName}.`);
    }
    return { archive, ruleArns: ruleArns && ruleArns.length > 0 ? ruleArns : undefined };
  }

  #describeReplay(authorize: Authorize, input: ArchiveInput): Record<string, unknown> {
    const name = requiredName(input.ReplayName, 'ReplayName', 64);
    authorize('events:DescribeReplay', this.#replayArn(name));
    return describedReplay(this.#replays.get(name));
  }

  #listReplays(authorize: Authorize, input: ArchiveInput): Record<string, unknown> {
    authorize('events:ListReplays', '*');
    checkFilters(input, 'ListReplays');
    const { NamePrefix: prefix = '', State: state, EventSourceArn: archiveArn } = input;
    const found = this.#replays
      .all()
      .filter(
        (one) =>
          one.name.startsWith(prefix) &&
          (!state || one.state === state) &&
          (!archiveArn || one.archiveArn === archiveArn),
      );
    const { page, ...more } = pageOf(found, input);
    return { Replays: page.map(listedReplay), ...more };
  }

  #cancelReplay(authorize: Authorize, input: ArchiveInput): Record<string, unknown> {
    const name = requiredName(input.ReplayName, 'ReplayName', 64);
    authorize('events:CancelReplay', this.#replayArn(name));
    const { arn, state, stateReason } = this.#replays.cancel(name);
    return { ReplayArn: arn, State: state, StateReason: stateReason };
  }

  #replayArn(name: string): string {
    return `${this.#arnPrefix}replay/${name}`;
  }

  #dropOld({ name, retentionDays }: Archive): void {
    if (retentionDays > 0) this.#file.store.drop(name, this.#cloud.clock.now() - retentionDays * DAY);
  }
}

function invalid(parameter: string, reason: string): AwsError {
  return new AwsError('ValidationException', `Parameter ${parameter} is not valid. Reason: ${reason}`);
}
