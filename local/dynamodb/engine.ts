import type { ChildProcess } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { JsonFile } from '../json-file.ts';
import { findEngineBinary, NoEngineError } from './engine-binary.ts';
import { endLeftoverEngine } from './leftover-engine.ts';
import type { EngineProcess } from './leftover-engine.ts';
import { spawnBound } from './spawn-bound.ts';
import { indexStoredRecords } from './streams/stored-records.ts';

const DATABASE = 'database.sqlite';
const START_TIMEOUT = 10_000;
const STOP_TIMEOUT = 2_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A dynoxide as a child process, on a file database in a folder of its own. */
export class Engine {
  readonly databasePath: string;
  readonly #folder: string;
  readonly #process: JsonFile<EngineProcess | null>;
  readonly #onCrash: (message: string) => void;
  #child: ChildProcess | undefined;

  /** @param onCrash hears of an end that nobody asked for */
  constructor(folder: string, onCrash: (message: string) => void) {
    this.#folder = folder;
    // Absolute, so that a leftover is told from the engine of another folder by its command line.
    this.databasePath = resolve(folder, DATABASE);
    this.#process = new JsonFile<EngineProcess | null>(join(folder, 'engine.json'), null);
    this.#onCrash = onCrash;
  }

  /**
   * @returns its endpoint, which answers
   * @throws DeploymentError when there is no program, it doesn't start, or another local cloud has the database
   */
  async start(): Promise<string> {
    mkdirSync(this.#folder, { recursive: true });
    await endLeftoverEngine(this.#process, this.databasePath);
    const port = await freePort();
    const options = ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', this.databasePath];
    const child = spawnBound(findEngineBinary(), options);
    this.#child = child;
    let output = '';
    child.stderr?.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-1000)));
    let failure: string | undefined;
    child.once('error', (error) => (failure = error.message));
    child.once('exit', (code, signal) => (failure ??= `it ended with ${code ?? signal} ${output.trim()}`.trim()));
    for (const signal of SIGNALS) process.on(signal, this.#endBySignal);
    process.once('exit', this.#kill);
    if (child.pid) this.#process.write({ pid: child.pid, parent: process.pid });

    const deadline = Date.now() + START_TIMEOUT;
    while (!(await answers(port))) {
      if (Date.now() > deadline) failure = `it doesn't answer on port ${port}`;
      if (failure) {
        await this.stop();
        throw new NoEngineError(`dynoxide doesn't start: ${failure}`);
      }
      await delay(5);
    }
    child.once('exit', () => {
      if (this.#child !== child) return;
      this.#forget();
      this.#onCrash(`dynoxide crashed: ${failure ?? ''}`);
    });
    indexStoredRecords(this.databasePath);
    child.unref();
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#forget();
    if (!child) return;
    if (child.pid && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      const deadline = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(deadline);
    }
    this.#process.write(null);
  }

  /** Copies the database, consistent, while the engine goes on. */
  async snapshot(folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    const target = join(folder, DATABASE);
    rmSync(target, { force: true });
    const database = new DatabaseSync(this.databasePath, { readOnly: true });
    try {
      await backup(database, target, { rate: 10_000 });
    } finally {
      database.close();
    }
  }

  /** Replaces the database. The engine must be stopped. */
  replaceBy(folder: string): void {
    for (const suffix of ['', '-wal', '-shm']) rmSync(this.databasePath + suffix, { force: true });
    copyFileSync(join(folder, DATABASE), this.databasePath);
  }

  #forget(): void {
    this.#child = undefined;
    for (const signal of SIGNALS) process.off(signal, this.#endBySignal);
    process.off('exit', this.#kill);
  }

  readonly #kill = (): void => {
    this.#child?.kill('SIGKILL');
  };

  /** Where nobody else handles the signal, the process ends by it as if it weren't handled here either. */
  readonly #endBySignal = (signal: NodeJS.Signals): void => {
    if (process.listeners(signal).some((listener) => listener !== this.#endBySignal)) return;
    this.#kill();
    process.off(signal, this.#endBySignal);
    process.kill(process.pid, signal);
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
