import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * A shell becomes the program; beside it waits a line of shell for a word of ours. If this process is killed, it gets
 * the end of the pipe in place of the word, and kills the program.
 */
const SCRIPT = '(read -r _ <&3 || kill -9 $$) & exec "$@" 3<&-';

/**
 * Starts a program that ends with this process, also if that is killed. It has a process group of its own: Ctrl+C must
 * end the local cloud in order, not its database first. Only its `stderr` is read.
 */
export function spawnBound(program: string, options: readonly string[]): ChildProcess {
  if (process.platform === 'win32') {
    return spawn(program, options, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  }
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'sh', program, ...options], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const pipe = child.stdio[3] as Writable;
  pipe.on('error', () => undefined); // Both may have ended.
  child.once('exit', () => pipe.end('ended\n'));
  // The pipe alone keeps this process no longer.
  (pipe as Writable & { unref?: () => void }).unref?.();
  return child;
}
