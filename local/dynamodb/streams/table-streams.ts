import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../../cloud.ts';
import { AwsError, DeploymentError } from '../../errors.ts';
import type { StreamRecord, StreamShard } from '../../event-source/ports.ts';
import { JsonFile } from '../../json-file.ts';
import type { KeySchemaElement } from '../table-definition.ts';
import { ExpiringItems } from './expiring-items.ts';
import type { ExpiringKey } from './expiring-items.ts';
import { sequenceNumber } from './sequence-number.ts';
import { firstShards } from './shards.ts';
import { StoredRecords } from './stored-records.ts';
import type { StoredChange } from './stored-records.ts';
import type { ViewType } from './stream-record.ts';
import { TableStream } from './table-stream.ts';
import type { StreamState } from './table-stream.ts';

const FILE = 'streams.json';
const readAtOnce = 1_000;
const droppedAtOnce = 2_000;
const trimEveryMs = 60 * 60 * 1000;

/** The streams of all tables. One that has none costs nothing. */
export class TableStreams {
  readonly #cloud: Cloud;
  readonly #tableArn: (table: string) => string;
  readonly #folder: string;
  readonly #file: JsonFile<readonly StreamState[]>;
  readonly #expiring: ExpiringItems;
  readonly #watchers = new Map<string, Set<() => void>>();
  #streams: TableStream[] = [];
  #stored: StoredRecords | undefined;
  /** Id of the last record that was taken in. */
  #position = 0;
  /** When something was written that wasn't taken in yet. */
  #behindSince: number | undefined;
  #cancelTrim: (() => void) | undefined;

  /** @param tableArn of a table's name */
  constructor(cloud: Cloud, tableArn: (table: string) => string) {
    this.#cloud = cloud;
    this.#tableArn = tableArn;
    this.#folder = join(cloud.stateFolder, 'dynamodb');
    this.#file = new JsonFile<readonly StreamState[]>(join(this.#folder, FILE), []);
    this.#expiring = new ExpiringItems(this.#folder);
  }

  /** Call when the engine has started on its database. */
  open(databasePath: string): void {
    this.close();
    this.#file.reload();
    this.#stored = new StoredRecords(databasePath);
    const { region } = this.#cloud;
    this.#streams = this.#file.value.map((state) => new TableStream(state, this.#tableArn(state.table), region));
    this.#position = 0;
    if (this.#streams.length === 0) this.#position = this.#stored.newest();
    const ahead = this.#cloud.clock.ahead;
    this.#takeIn(({ writtenAt }) => writtenAt + ahead);
    this.#expiring.end();
    if (this.#streams.length > 0) void this.#trim();
  }

  close(): void {
    this.#cancelTrim?.();
    this.#stored?.close();
    this.#stored = undefined;
  }

  /** Gives the table a stream, or goes on with the one that it has. */
  enable(table: string, viewType: ViewType, keySchema: readonly KeySchemaElement[]): TableStream {
    const current = this.of(table);
    if (current?.state.viewType === viewType) return current;
    this.disable(table);
    this.#catchUp({ anyway: true });
    const now = this.#cloud.clock.now();
    const label = new Date(now).toISOString().replace('Z', '');
    const shards = firstShards(this.#position + 1, now);
    const state: StreamState = { table, label, viewType, keySchema, enabledAt: now, shards };
    const stream = new TableStream(state, this.#tableArn(table), this.#cloud.region);
    this.#streams.push(stream);
    this.#save();
    this.#armTrim();
    return stream;
  }

  /** What was recorded can still be read for a day. */
  disable(table: string): void {
    const stream = this.of(table);
    if (!stream) return;
    this.#catchUp({ anyway: true });
    stream.disable(this.#position, this.#cloud.clock.now());
    this.#save();
    this.#tell([stream]);
  }

  /** The enabled stream of a table. */
  of(table: string): TableStream | undefined {
    return this.#streams.find((stream) => stream.isEnabled && stream.state.table === table);
  }

  /** All that can be read, the disabled ones of the last day too. */
  list(): readonly TableStream[] {
    return this.#streams;
  }

  /** @throws AwsError ResourceNotFoundException; DeploymentError where another endpoint keeps the items */
  find(streamArn: string): TableStream {
    if (!this.#stored) {
      throw new DeploymentError(`${streamArn}: only the local cloud's own DynamoDB engine has streams to read.`);
    }
    const found = this.#streams.find(({ arn }) => arn === streamArn);
    if (found) return found;
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: Stream: ${streamArn} not found`);
  }

  /** Each open shard of the table's stream is closed and gets two children. */
  splitShards(table: string): readonly StreamShard[] {
    const stream = this.of(table);
    if (!stream) throw new AwsError('ResourceNotFoundException', `The table ${table} has no stream.`);
    this.#catchUp({ anyway: true });
    stream.split(this.#position, this.#cloud.clock.now());
    this.#save();
    this.#tell([stream]);
    return stream.shards(this.#cloud.clock.now());
  }

  /** Call after each request that may have written to the tables. */
  written(tables: Iterable<string>): void {
    if (this.#behindSince !== undefined || this.#streams.length === 0) return;
    for (const table of tables) {
      if (!this.of(table)) continue;
      this.#behindSince = this.#cloud.clock.now();
      // What is written in the same turn is taken in at once.
      setImmediate(() => this.#catchUp());
      return;
    }
  }

  /**
   * Runs deletions of expired items; the records of those that `remove` returns name the service as who deleted them.
   * Meanwhile no record is handed out.
   */
  async expire(table: string, keys: readonly ExpiringKey[], remove: () => Promise<readonly ExpiringKey[]>) {
    if (!this.of(table)) {
      await remove();
      return;
    }
    this.#catchUp({ anyway: true });
    this.#expiring.begin({ table, after: this.#position, keys });
    try {
      this.#expiring.removed(await remove());
    } finally {
      this.#expiring.settle();
      this.#catchUp({ anyway: true });
      this.#expiring.end();
    }
  }

  shards(streamArn: string): readonly StreamShard[] {
    this.#catchUp();
    return this.find(streamArn).shards(this.#cloud.clock.now());
  }

  /** @param after id of a record */
  read(streamArn: string, shardId: string, after: number, limit: number): StreamRecord[] {
    this.#catchUp();
    const stream = this.find(streamArn);
    return this.#stored ? stream.records(this.#stored, shardId, after, limit, this.#cloud.clock.now()) : [];
  }

  latest(streamArn: string, shardId: string): string | undefined {
    this.#catchUp();
    const newest = this.find(streamArn).newest(shardId);
    return newest === undefined ? undefined : sequenceNumber(newest);
  }

  watch(streamArn: string, onChange: () => void): () => void {
    const watchers = this.#watchers.get(streamArn) ?? new Set();
    this.#watchers.set(streamArn, watchers);
    watchers.add(onChange);
    return () => watchers.delete(onChange);
  }

  copyTo(folder: string): void {
    mkdirSync(folder, { recursive: true });
    const path = join(this.#folder, FILE);
    if (existsSync(path)) cpSync(path, join(folder, FILE));
  }

  /** To be opened again afterwards. */
  replaceBy(folder: string): void {
    rmSync(join(this.#folder, FILE), { force: true });
    this.#expiring.end();
    const path = join(folder, FILE);
    if (existsSync(path)) cpSync(path, join(this.#folder, FILE));
  }

  #catchUp({ anyway = false } = {}): void {
    const time = this.#behindSince ?? (anyway ? this.#cloud.clock.now() : undefined);
    if (time === undefined || this.#expiring.isUnsettled) return;
    this.#behindSince = undefined;
    this.#tell(this.#takeIn(() => time));
  }

  /** @returns the streams that have something new */
  #takeIn(timeOf: (change: StoredChange) => number): Set<TableStream> {
    const changed = new Set<TableStream>();
    const expiries: number[] = [];
    while (this.#stored) {
      const changes = this.#stored.after(this.#position, readAtOnce);
      for (const change of changes) {
        const isExpiry = change.isExpiry || this.#expiring.claims(change);
        if (isExpiry && !change.isExpiry) expiries.push(change.id);
        const stream = this.#streams.find((each) => each.take({ ...change, isExpiry }, timeOf(change)));
        if (stream) changed.add(stream);
      }
      this.#position = changes.at(-1)?.id ?? this.#position;
      if (changes.length < readAtOnce) break;
    }
    if (expiries.length > 0) this.#stored?.markAsExpiries(expiries);
    return changed;
  }

  #tell(streams: Iterable<TableStream>): void {
    for (const { arn } of streams) for (const onChange of this.#watchers.get(arn) ?? []) onChange();
  }

  #save(): void {
    this.#file.write(this.#streams.map(({ state }) => state));
  }

  #armTrim(): void {
    this.#cancelTrim?.();
    this.#cancelTrim = this.#cloud.clock.at(this.#cloud.clock.now() + trimEveryMs, () => void this.#trim());
  }

  /** Drops what is a day old from the engine's database, in turns with its writes. */
  async #trim(): Promise<void> {
    this.#armTrim();
    const now = this.#cloud.clock.now();
    const kept = Math.min(this.#position + 1, ...this.#streams.map((stream) => stream.forget(now)));
    this.#streams = this.#streams.filter((stream) => stream.isEnabled || stream.shards(now).length > 0);
    this.#save();
    if (this.#stored) await this.#drop(this.#stored, kept - 1);
  }

  /** Until there is nothing more to drop, or the database is another. */
  async #drop(stored: StoredRecords, upTo: number): Promise<void> {
    if (stored !== this.#stored || !stored.dropUpTo(upTo, droppedAtOnce)) return;
    await new Promise((resolve) => setImmediate(resolve));
    await this.#drop(stored, upTo);
  }
}
