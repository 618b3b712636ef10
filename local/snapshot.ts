import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from './cloud.ts';
import type { Service } from './service.ts';

/** The state to which `reset` returns, in a folder beside that of each service. */
export class Snapshot {
  readonly #folder: string;
  readonly #cloud: Cloud;
  readonly #services: readonly Service[];

  constructor(cloud: Cloud, services: readonly Service[]) {
    this.#folder = join(cloud.stateFolder, 'snapshot');
    this.#cloud = cloud;
    this.#services = services;
    // Killed between the two renames of `take`.
    if (!this.exists && existsSync(this.#previous)) renameSync(this.#previous, this.#folder);
  }

  get #previous(): string {
    return `${this.#folder}.previous`;
  }

  get exists(): boolean {
    return existsSync(this.#folder);
  }

  /** Takes the place of an earlier one only once it is complete. */
  async take(): Promise<void> {
    const next = `${this.#folder}.next`;
    rmSync(next, { recursive: true, force: true });
    mkdirSync(next, { recursive: true });
    for (const service of this.#services) await service.snapshot?.(join(next, service.name));
    for (const file of cloudFiles) {
      const current = join(this.#cloud.stateFolder, file);
      if (existsSync(current)) copyFileSync(current, join(next, file));
    }
    rmSync(this.#previous, { recursive: true, force: true });
    if (this.exists) renameSync(this.#folder, this.#previous);
    renameSync(next, this.#folder);
    rmSync(this.#previous, { recursive: true, force: true });
  }

  async restore(): Promise<void> {
    for (const service of this.#services) await service.restore?.(join(this.#folder, service.name));
    for (const file of cloudFiles) {
      const kept = join(this.#folder, file);
      const current = join(this.#cloud.stateFolder, file);
      if (existsSync(kept)) copyFileSync(kept, current);
      else rmSync(current, { force: true });
    }
    this.#cloud.outbox.reload();
    this.#cloud.events.reload();
  }
}

/** Where `Outbox` and `EventLog` keep theirs. */
const cloudFiles = ['outbox.jsonl', 'events.jsonl'];
