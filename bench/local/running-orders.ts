import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The app of `test/local/apps/orders`, run as `npm run local` runs it: in a process of its own. */
export interface RunningOrders {
  readonly url: string;
  readonly pid: number;
  /** A stack output. */
  readonly output: (key: string) => string;
  readonly stop: () => Promise<void>;
}

export async function runOrders(): Promise<RunningOrders> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-orders-'));
  const assembly = join(folder, 'cdk.out');
  await synthesized(assembly);
  // As in package.json: less memory at the same speed.
  const flags = ['--max-semi-space-size=8'];
  const options = ['--assembly', assembly, '--state', join(folder, 'state'), '--port', '0'];
  const args = [...flags, 'scripts/local.ts', ...options];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`npm run local ended with ${code}: ${printed}`)));
    child.stdout.on('data', (text) => {
      printed += String(text);
      const ready = /^ready (\S+)$/m.exec(printed)?.[1];
      if (ready) resolve(ready);
    });
  });
  return {
    url,
    pid: child.pid ?? 0,
    output: (key) => new RegExp(`^ {2}${key} = (.*)$`, 'm').exec(printed)?.[1] ?? '',
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** In a child that ends, as it should be in front of a measurement. */
async function synthesized(folder: string): Promise<void> {
  const env = { ...process.env, CDK_OUTDIR: folder, CDK_VALIDATION: 'false' };
  const child = spawn(process.execPath, ['test/local/apps/orders/app.ts'], { env, stdio: 'inherit' });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error('The app could not be synthesized.');
}

/** Memory that a process holds, in MB (resident set; Linux). */
export function residentMb(pid: number): number {
  const kb = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb) / 1024;
}

/** The same of the processes that it has started: the database, the sandbox. */
export function childrenMb(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return children.map(Number).reduce((sum, child) => sum + residentMb(child) + childrenMb(child), 0);
}

/** CPU time that a process has used, in seconds (Linux; its own threads, not its children). */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
