import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The bytes of objects: a file each, which never changes once it is written. */
export class Files {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** Name for a file that isn't written yet. */
  newName(): string {
    return randomUUID();
  }

  pathOf(name: string): string {
    return join(this.folder, name);
  }

  /** The same bytes under another name: a file that never changes needn't be copied. */
  duplicate(name: string): string {
    const copy = this.newName();
    linkSync(this.pathOf(name), this.pathOf(copy));
    return copy;
  }

  remove(names: Iterable<string>): void {
    for (const name of names) if (name !== '') rmSync(this.pathOf(name), { force: true });
  }

  /** Removes what a killed process has left. */
  keepOnly(names: ReadonlySet<string>): void {
    this.remove(readdirSync(this.folder).filter((name) => !names.has(name)));
  }

  copyTo(folder: string): void {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(this.folder)) linkSync(this.pathOf(name), join(folder, name));
  }

  replaceFrom(folder: string): void {
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder)) linkSync(join(folder, name), this.pathOf(name));
  }
}
