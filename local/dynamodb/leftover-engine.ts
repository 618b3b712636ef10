import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { DeploymentError } from '../errors.ts';
import type { JsonFile } from '../json-file.ts';

/** The engine that was last started on a database, by process id. */
export interface EngineProcess {
  readonly pid: number;
  /** The local cloud that started it. */
  readonly parent: number;
}

/**
 * Ends an engine that outlived its local cloud (which was killed), so that it doesn't hold the database.
 * Nothing but a program with that database in its command line is touched.
 *
 * @throws DeploymentError when its local cloud is still there
 */
export async function endLeftoverEngine(file: JsonFile<EngineProcess | null>, databasePath: string): Promise<void> {
  const recorded = file.value;
  if (!recorded) return;
  const leftover = processInfo(recorded.pid);
  if (leftover?.command.includes('dynoxide') && leftover.command.includes(databasePath)) {
    if (leftover.parent === recorded.parent) {
      throw new DeploymentError(
        `Another local cloud (process ${recorded.parent}) runs on ${databasePath}: stop it first.`,
      );
    }
    process.kill(recorded.pid, 'SIGKILL');
    while (processInfo(recorded.pid)?.command.includes(databasePath)) await delay(5);
  }
  file.write(null);
}

function processInfo(pid: number): { parent: number; command: string } | undefined {
  try {
    // The parent is the second field after the name, which stands in parentheses and may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    return { parent, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') };
  } catch {
    return process.platform === 'linux' || process.platform === 'win32' ? undefined : processInfoByPs(pid);
  }
}

function processInfoByPs(pid: number): { parent: number; command: string } | undefined {
  try {
    const options = { encoding: 'utf8', stdio: 'pipe' } as const;
    const [, parent, command = ''] =
      /^\s*(\d+)\s+(.*)/.exec(execFileSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], options)) ?? [];
    return { parent: Number(parent), command };
  } catch {
    return undefined;
  }
}
