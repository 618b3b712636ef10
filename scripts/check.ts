/** `npm run check`: everything that can be said about the code without running it. Two programs at a time. */
import { spawn } from 'node:child_process';
import { stdout } from 'node:process';

/** By name: the command line, its program from the installed packages, as npm puts them on the PATH. */
const CHECKS: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['lint', 'eslint', '.', '--max-warnings', '0'],
  ['types', 'tsc', '-p', '.'],
  ['types of the console', 'tsc', '-p', 'local/console/page'],
  ['types of the clients', 'tsc', '-p', 'docs/clients'],
  ['format', 'prettier', '--check', '.'],
  ['import rules', 'depcruise', '.', '--config', '.dependency-cruiser.js'],
  ['unused code', 'knip', '--no-config-hints'],
];

const AT_A_TIME = 2;

interface Outcome {
  readonly passed: boolean;
  readonly output: string;
}

function run(command: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      // On Windows the installed programs are scripts of the shell.
      shell: process.platform === 'win32',
      env: { ...process.env, ...(stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => {
      resolve({ passed: false, output: `${error.message}: start this by \`npm run check\`.` });
    });
    child.on('close', (code) => {
      resolve({ passed: code === 0, output: Buffer.concat(chunks).toString() });
    });
  });
}

async function check([name, command, ...args]: (typeof CHECKS)[number]): Promise<boolean> {
  const start = performance.now();
  const { passed, output } = await run(command, args);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${passed ? 'passed' : 'FAILED'}  ${name} (${command}), ${seconds} s`);
  if (!passed) console.log(output.trimEnd());
  return passed;
}

const waiting = [...CHECKS];
const failed: string[] = [];

async function work(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (!(await check(next))) failed.push(next[0]);
  }
}

await Promise.all(Array.from({ length: AT_A_TIME }, work));
if (failed.length > 0) {
  console.log(`\n${failed.length} of ${CHECKS.length} failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
