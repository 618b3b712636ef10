import { join } from 'node:path';
import { JsonFile } from '../../json-file.ts';
import type { Attributes } from '../attribute-value.ts';
import { canonical } from './stored-records.ts';
import type { StoredChange } from './stored-records.ts';

export type ExpiringKey = Attributes;

interface Sweep {
  readonly table: string;
  /** Id of the last record before it. */
  readonly after: number;
  readonly keys: readonly ExpiringKey[];
}

/**
 * The engine's records don't say who deleted an item. So the expired ones are noted before they are deleted, on disk:
 * a killed process knows at its next start which of the records are theirs.
 */
export class ExpiringItems {
  readonly #file: JsonFile<Sweep | null>;
  #keys: Set<string>;
  #isUnsettled = false;

  constructor(folder: string) {
    this.#file = new JsonFile<Sweep | null>(join(folder, 'expiring-items.json'), null);
    this.#keys = keySet(this.#file.value?.keys);
  }

  /** Items are being deleted: it isn't known yet by whom. */
  get isUnsettled(): boolean {
    return this.#isUnsettled;
  }

  begin(sweep: Sweep): void {
    this.#file.write(sweep);
    this.#keys = keySet(sweep.keys);
    this.#isUnsettled = true;
  }

  /** Of those noted: the others were no longer there, or no longer expired. */
  removed(keys: readonly ExpiringKey[]): void {
    this.#keys = keySet(keys);
  }

  settle(): void {
    this.#isUnsettled = false;
  }

  end(): void {
    this.#keys = new Set();
    if (this.#file.value) this.#file.write(null);
  }

  /** Whether the change is one of these deletions; each is claimed once. */
  claims({ id, table, isRemoval, keys }: StoredChange): boolean {
    const sweep = this.#file.value;
    if (!sweep || !isRemoval || table !== sweep.table || id <= sweep.after) return false;
    return this.#keys.delete(canonical(keys));
  }
}

function keySet(keys: readonly ExpiringKey[] = []): Set<string> {
  return new Set(keys.map(canonical));
}
