import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import type { WorkingCopy } from './working-copy.ts';

/** A program of `scripts/`, run as npm would run it. */
export interface Program {
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves with what was printed up to a line that starts so; rejects where the program ends without one. */
  readonly printed: (start: string) => Promise<void>;
  /** Resolves with the exit code, or the name of the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

export interface RunOptions {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

export function run(copy: WorkingCopy, script: string, { args = [], env = {} }: RunOptions = {}): Program {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: copy.folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals | null);
  return {
    stdout: () => stdout,
    stderr: () => stderr,
    printed: async (start) => {
      const has = () => stdout.split('\n').some((line) => line.startsWith(start));
      while (!has()) {
        const end = await Promise.race([once(child.stdout, 'data').then(() => 'more' as const), ended]);
        if (end !== 'more' && !has()) throw new Error(`${script} ended with ${end}: ${stderr}`);
      }
    },
    ended,
    kill: (signal) => child.kill(signal),
  };
}

/** The outcome of a program that ends by itself. A backend that gets ready is ended: a test that expects none fails. */
export async function outcome(copy: WorkingCopy, script: string, options?: RunOptions) {
  const program = run(copy, script, options);
  program.printed('ready ').then(
    () => program.kill('SIGTERM'),
    () => undefined,
  );
  return { code: await program.ended, stdout: program.stdout(), stderr: program.stderr() };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Process ids of database engines that work in a copy's folder. */
export async function enginesOf(copy: WorkingCopy): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,args=']);
  // Beside each engine a line of shell waits for the end of what has started it.
  const lines = stdout
    .split('\n')
    .filter((line) => line.includes('dynoxide') && line.includes(copy.folder) && !line.includes('/bin/sh'));
  return lines.map((line) => Number.parseInt(line, 10));
}
