import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Cloud } from '../cloud.ts';
import { AwsError } from '../errors.ts';
import type { ArchiveStore } from './archive-store.ts';
import type { BusEvent } from './event.ts';
import { isActive } from './replay.ts';
import type { Replay } from './replay.ts';

export interface ReplayPorts {
  store(): ArchiveStore;
  /** Puts events on a bus again, for these rules or for all. What they bring about is on disk when it returns. */
  put(busArn: string, events: readonly BusEvent[], ruleArns: readonly string[] | undefined): void;
}

const DAY = 86_400_000;
/** Finished ones are forgotten. */
const keptDays = 90;
const mostActive = 10;
/** Events that are put together. */
const together = 50;

/** Puts archived events on their bus again. What a killed process leaves goes on when it starts again. */
export class Replays {
  readonly #cloud: Cloud;
  readonly #ports: ReplayPorts;
  #replays: Map<string, Replay>;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(cloud: Cloud, ports: ReplayPorts) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#replays = this.#read();
  }

  all(): Replay[] {
    this.#forgetOld();
    return [...this.#replays.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** @throws AwsError ResourceNotFoundException */
  get(name: string): Replay {
    this.#forgetOld();
    const replay = this.#replays.get(name);
    if (replay) return replay;
    throw new AwsError('ResourceNotFoundException', `Replay ${name} does not exist.`);
  }

  /** @throws AwsError ResourceAlreadyExistsException, LimitExceededException */
  add(replay: Replay): void {
    this.#forgetOld();
    if (this.#replays.has(replay.name)) {
      throw new AwsError('ResourceAlreadyExistsException', `Replay ${replay.name} already exists.`);
    }
    if (this.#active().length >= mostActive) {
      throw new AwsError('LimitExceededException', `There can be at most ${mostActive} active replays at once.`);
    }
    this.#write(replay);
    this.resume();
  }

  /** @throws AwsError ResourceNotFoundException, IllegalStatusException */
  cancel(name: string): Replay {
    const replay = this.get(name);
    if (replay.state !== 'STARTING' && replay.state !== 'RUNNING') {
      throw new AwsError('IllegalStatusException', `Replay ${name} is not in a valid state for this operation.`);
    }
    this.#write({ ...replay, state: 'CANCELLING', stateReason: 'Replay is being cancelled.' });
    return this.get(name);
  }

  resume(): void {
    // Not at once: whoever starts a replay is told first that it is starting.
    this.#running ??= nextTurn()
      .then(() => this.#run())
      .finally(() => {
        this.#running = undefined;
        // Came while the last one ended.
        if (!this.#stopped && this.#active().length > 0) this.resume();
      });
  }

  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  reload(): void {
    this.#replays = this.#read();
    this.resume();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let active = this.#active(); active.length > 0 && !this.#stopped; active = this.#active()) {
      for (const replay of active) this.#step(replay);
      // Lets requests through between.
      await nextTurn();
    }
  }

  #step(replay: Replay): void {
    if (replay.state === 'CANCELLING') {
      this.#end(replay, 'CANCELLED', 'Replay was cancelled.');
      return;
    }
    if (replay.state === 'STARTING') {
      this.#write({ ...replay, state: 'RUNNING', stateReason: 'Replay is running.' });
      return;
    }
    const { archiveArn, busArn, ruleArns, name, from, to, last } = replay;
    const archive = archiveArn.slice(archiveArn.lastIndexOf('/') + 1);
    const page = this.#ports.store().page(archive, { from, to, ...(last ? { after: last } : {}) }, together);
    const end = page.at(-1);
    if (!end) {
      this.#end(replay, 'COMPLETED', 'Replay completed successfully.');
      return;
    }
    const events = page.map(({ event }) => ({ ...(JSON.parse(event) as BusEvent), 'replay-name': name }));
    this.#ports.put(busArn, events, ruleArns);
    // After what they bring about is on disk: a process that is killed between replays them once more, and loses none.
    this.#write({ ...replay, last: { id: end.id, time: end.time } });
  }

  #end(replay: Replay, state: Replay['state'], stateReason: string): void {
    this.#write({ ...replay, state, stateReason, endedAt: this.#cloud.clock.now() });
  }

  #active(): Replay[] {
    return [...this.#replays.values()].filter(isActive);
  }

  #forgetOld(): void {
    const now = this.#cloud.clock.now();
    for (const { name, endedAt } of this.#replays.values()) {
      if (endedAt === undefined || now - endedAt < keptDays * DAY) continue;
      this.#ports.store().removeReplay(name);
      this.#replays.delete(name);
    }
  }

  #read(): Map<string, Replay> {
    const kept = [...this.#ports.store().replays()];
    return new Map(kept.map(([name, replay]) => [name, JSON.parse(replay) as Replay]));
  }

  #write(replay: Replay): void {
    this.#ports.store().setReplay(replay.name, JSON.stringify(replay));
    this.#replays.set(replay.name, replay);
  }
}
