import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { Engine } from './engine.ts';
import { EngineClient } from './engine-client.ts';
import { copyTables, restoreTables } from './table-copy.ts';

/** What reads the database file of our own engine. */
export interface DatabaseReader {
  /** The engine has started on the file. */
  open(databasePath: string): void;
  /** It ends, or the file is replaced. */
  close(): void;
}

/** What keeps the items: a dynoxide of our own, which starts with the first request, or another endpoint. */
export class Backend {
  readonly #cloud: Cloud;
  readonly #endpoint: string | undefined;
  readonly #readers: readonly DatabaseReader[];
  readonly #engine: Engine;
  #client: Promise<EngineClient> | undefined;

  constructor(cloud: Cloud, endpoint: string | undefined, readers: readonly DatabaseReader[]) {
    this.#cloud = cloud;
    this.#endpoint = endpoint;
    this.#readers = readers;
    this.#engine = new Engine(join(cloud.stateFolder, 'dynamodb'), (message) => {
      this.#client = undefined;
      cloud.log.warn('dynamodb', `${message}; it starts again with the next request`);
    });
  }

  /** Only its own engine has streams and a time to live that follow the cloud's clock. */
  get isOwn(): boolean {
    return this.#endpoint === undefined;
  }

  connect(): Promise<EngineClient> {
    this.#client ??= this.#endpoint
      ? Promise.resolve(new EngineClient(this.#endpoint, this.#cloud.region))
      : this.#start();
    return this.#client;
  }

  async call(operation: string, input: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
    return (await this.connect()).call(operation, input);
  }

  /** @param tables names of the template's */
  async snapshot(folder: string, tables: Iterable<string>): Promise<void> {
    if (!this.#client) return; // No table was deployed.
    const client = await this.connect();
    if (this.isOwn) await this.#engine.snapshot(folder);
    else await copyTables(client, [...tables], folder);
  }

  /** Requests that come meanwhile wait. @param replaceFiles replaces what readers keep beside the database */
  async restore(folder: string, replaceFiles: () => void): Promise<void> {
    const previous = this.#client;
    if (!previous) return;
    if (!this.isOwn) return restoreTables(await previous, folder);
    this.#client = previous.then(async (client) => {
      await client.close();
      for (const reader of this.#readers) reader.close();
      await this.#engine.stop();
      this.#engine.replaceBy(folder);
      replaceFiles();
      return this.#start();
    });
    await this.#client;
  }

  async stop(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    await client?.close();
    for (const reader of this.#readers) reader.close();
    await this.#engine.stop();
  }

  async #start(): Promise<EngineClient> {
    const endpoint = await this.#engine.start();
    for (const reader of this.#readers) reader.open(this.#engine.databasePath);
    return new EngineClient(endpoint, this.#cloud.region);
  }
}
