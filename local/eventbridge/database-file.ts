import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A store in a SQLite file. */
interface FileStore {
  /** Writes all into one file. */
  copyTo(path: string): void;
  close(): void;
}

/** A store in a SQLite file that a snapshot copies, and that is replaced as a whole when one is restored. */
export class DatabaseFile<Store extends FileStore> {
  readonly #folder: string;
  readonly #name: string;
  readonly #open: (path: string) => Store;
  #store: Store;

  constructor(folder: string, name: string, open: (path: string) => Store) {
    this.#folder = folder;
    this.#name = name;
    this.#open = open;
    this.#store = open(join(folder, name));
  }

  get store(): Store {
    return this.#store;
  }

  snapshot(folder: string): void {
    mkdirSync(folder, { recursive: true });
    this.#store.copyTo(join(folder, this.#name));
  }

  restore(folder: string): void {
    const path = join(this.#folder, this.#name);
    this.#store.close();
    for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true });
    const kept = join(folder, this.#name);
    if (existsSync(kept)) copyFileSync(kept, path);
    this.#store = this.#open(path);
  }
}
