import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * A small value kept in a file. A write is on disk when `write` returns, whole or not at all:
 * it goes to a second file that then takes the first one's place.
 */
export class JsonFile<T> {
  readonly #path: string;
  readonly #initial: T;
  #value: T;

  constructor(path: string, initial: T) {
    this.#path = path;
    this.#initial = initial;
    this.#value = this.#read();
  }

  get value(): T {
    return this.#value;
  }

  write(value: T): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    const next = `${this.#path}.next`;
    writeFileSync(next, JSON.stringify(value));
    renameSync(next, this.#path);
    this.#value = value;
  }

  remove(): void {
    rmSync(this.#path, { force: true });
  }

  /** Forgets what is in memory and reads the file again. */
  reload(): void {
    this.#value = this.#read();
  }

  #read(): T {
    try {
      return JSON.parse(readFileSync(this.#path, 'utf8')) as T;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return structuredClone(this.#initial);
      throw error;
    }
  }
}
