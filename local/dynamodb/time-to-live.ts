import { DatabaseSync } from 'node:sqlite';
import type { Cloud } from '../cloud.ts';
import { AwsError } from '../errors.ts';
import type { Attributes } from './attribute-value.ts';
import type { DatabaseReader } from './backend.ts';
import type { TableStreams } from './streams/table-streams.ts';

export interface TimeToLivePorts {
  /** Uncounted: AWS deletes what has expired for free. */
  deleteItem(input: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** The key in an item. */
  keyOf(table: string, item: Attributes): Promise<Attributes>;
  readonly streams: TableStreams;
}

/** AWS deletes "within a few days"; here as soon as a minute after. */
const sweepEveryMs = 60_000;

/** AWS leaves what seems a mistake. */
const oldestSeconds = 5 * 365 * 24 * 60 * 60;

const deletedAtOnce = 25;

/**
 * Deletes items whose time to live is over by the cloud's clock, some time after. The engine knows which attribute
 * holds it, but deletes nothing. An index of its own on the engine's table finds what is due without a scan.
 */
export class TimeToLive implements DatabaseReader {
  readonly #cloud: Cloud;
  readonly #ports: TimeToLivePorts;
  #database: DatabaseSync | undefined;
  #nextSweep = Infinity;
  #cancel: (() => void) | undefined;
  #underWay: Promise<void> | undefined;

  constructor(cloud: Cloud, ports: TimeToLivePorts) {
    this.#cloud = cloud;
    this.#ports = ports;
  }

  open(databasePath: string): void {
    this.close();
    this.#database = new DatabaseSync(databasePath, { timeout: 5_000 });
    this.changed();
  }

  close(): void {
    this.#cancel?.();
    this.#nextSweep = Infinity;
    this.#database?.close();
    this.#database = undefined;
  }

  /** Resolves when nothing is being deleted and nothing is due. */
  async idle(): Promise<void> {
    const wait = this.#nextSweep - this.#cloud.clock.now();
    // Longer than a minute: the clock was moved back.
    if (wait <= 0 || (wait > sweepEveryMs && wait < Infinity)) this.#sweepSoon();
    await this.#underWay;
  }

  /** Call when a table has got or lost its time to live. */
  changed(): void {
    if (!this.#database) return;
    for (const [table, attribute] of this.#tables()) this.#database.exec(indexOn(table, attribute));
    this.#arm();
  }

  #arm(): void {
    this.#cancel?.();
    const tables = this.#tables();
    this.#nextSweep = tables.length > 0 ? this.#cloud.clock.now() + sweepEveryMs : Infinity;
    if (tables.length > 0) this.#cancel = this.#cloud.clock.at(this.#nextSweep, () => this.#sweepSoon());
  }

  #sweepSoon(): void {
    if (this.#underWay) return;
    this.#arm();
    this.#underWay = this.#sweep()
      .catch((error: unknown) => {
        if (this.#database) this.#cloud.log.warn('dynamodb', `time to live: ${String(error)}`);
      })
      .finally(() => (this.#underWay = undefined));
  }

  async #sweep(): Promise<void> {
    for (const [table, attribute] of this.#tables()) {
      while (this.#database) {
        const now = Math.floor(this.#cloud.clock.now() / 1000);
        const due = this.#due(table, attribute, now);
        if (due.length === 0) break;
        const keys = await Promise.all(due.map((item) => this.#ports.keyOf(table, item)));
        let deleted: readonly Attributes[] = [];
        await this.#ports.streams.expire(
          table,
          keys,
          async () => (deleted = await this.#delete(table, keys, attribute, now)),
        );
        if (deleted.length < deletedAtOnce) break;
      }
    }
  }

  /** @returns the keys of those that were still there and still due */
  async #delete(table: string, keys: readonly Attributes[], attribute: string, now: number): Promise<Attributes[]> {
    const deletions = keys.map(async (key) => {
      try {
        await this.#ports.deleteItem({
          TableName: table,
          Key: key,
          ConditionExpression: 'attribute_type(#expiry, :number) AND #expiry < :now',
          ExpressionAttributeNames: { '#expiry': attribute },
          ExpressionAttributeValues: { ':number': { S: 'N' }, ':now': { N: String(now) } },
        });
        return [key];
      } catch (error) {
        if (error instanceof AwsError && error.code === 'ConditionalCheckFailedException') return [];
        throw error;
      }
    });
    return (await Promise.all(deletions)).flat();
  }

  /** @param now in seconds */
  #due(table: string, attribute: string, now: number): Attributes[] {
    const seconds = expiryOf(attribute);
    const rows = this.#database
      ?.prepare(
        `SELECT item_json FROM ${quoted(table)} WHERE ${seconds} IS NOT NULL ` +
          `AND CAST(${seconds} AS REAL) < ? AND CAST(${seconds} AS REAL) > ? LIMIT ${deletedAtOnce}`,
      )
      .all(now, now - oldestSeconds);
    return (rows ?? []).map((row) => JSON.parse(String(row['item_json'])) as Attributes);
  }

  /** Names and attributes, as the engine keeps them. */
  #tables(): (readonly [table: string, attribute: string])[] {
    const rows = this.#database?.prepare('SELECT table_name, ttl_attribute FROM _tables WHERE ttl_enabled = 1').all();
    return (rows ?? []).map((row) => [String(row['table_name']), String(row['ttl_attribute'])] as const);
  }
}

function indexOn(table: string, attribute: string): string {
  const seconds = expiryOf(attribute);
  const name = quoted(`_expiry_${table}_${attribute}`);
  return `CREATE INDEX IF NOT EXISTS ${name} ON ${quoted(table)}(CAST(${seconds} AS REAL)) WHERE ${seconds} IS NOT NULL`;
}

/** As SQL: the number in the attribute, as text; null where it is none. */
function expiryOf(attribute: string): string {
  const path = `$.${JSON.stringify(attribute)}.N`.replaceAll("'", "''");
  return `json_extract(item_json, '${path}')`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
