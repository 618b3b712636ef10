import type { Cloud } from '../cloud.ts';
import { AwsError } from '../errors.ts';
import type { Backend } from './backend.ts';
import type { ItemAccess } from './item-access.ts';
import { TableKeys } from './table-keys.ts';
import type { TableDefinition, TableShape } from './table-definition.ts';
import { describeTable } from './tables.ts';

/** What is known of the tables without asking the engine again. */
export class TableCatalog {
  readonly keys = new Map<string, TableKeys>();
  /** Names of the template's tables. */
  readonly declared = new Set<string>();
  readonly #kmsKeys = new Map<string, string>();
  readonly #cloud: Cloud;
  readonly #backend: Backend;

  constructor(cloud: Cloud, backend: Backend) {
    this.#cloud = cloud;
    this.#backend = backend;
  }

  declare(definition: TableDefinition, shape: TableShape): void {
    this.keys.set(definition.name, new TableKeys(shape));
    this.declared.add(definition.name);
    if (definition.kmsKey) this.#kmsKeys.set(definition.name, definition.kmsKey);
    else this.#kmsKeys.delete(definition.name);
  }

  /** Its keys or indexes may have changed. */
  forget(table: string): void {
    this.keys.delete(table);
  }

  /** A table made by a request isn't known from a template. */
  async learnKeys(accesses: readonly ItemAccess[]): Promise<void> {
    for (const { table } of accesses) {
      if (!this.keys.has(table)) await this.keysOf(table).catch(() => undefined);
    }
  }

  /** @throws AwsError ResourceNotFoundException */
  async keysOf(table: string): Promise<TableKeys> {
    const known = this.keys.get(table);
    if (known) return known;
    const description = await describeTable(await this.#backend.connect(), table);
    if (!description) throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
    const keys = new TableKeys(description);
    this.keys.set(table, keys);
    return keys;
  }

  /** The customer's key that encrypts the table. */
  kmsKey(table: string): string | undefined {
    return this.#kmsKeys.get(table);
  }

  arn(table: string): string {
    return `arn:aws:dynamodb:${this.#cloud.region}:${this.#cloud.accountId}:table/${table}`;
  }

  /** Engines name regions and accounts of their own. */
  ours(text: string): string {
    return text.replaceAll(/arn:aws:dynamodb:[^:"]*:\d*:table\//g, this.arn(''));
  }
}
