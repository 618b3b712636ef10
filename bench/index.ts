/**
 * `npm run bench -- heat`: which partition keys grow hot when a million come; exit code 1 if one takes more than half
 * of what a partition takes.
 * `npm run bench [-- --check] [--full]`: what operations cost, and that it doesn't grow with the number of learners.
 * Writes docs/benchmarks.md, docs/benchmarks.json and bench/expected.json, if all holds. `--check` compares with
 * bench/expected.json and writes nothing; `--full` goes up to a hundred thousand learners.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readChanges } from './changes.ts';
import { Checks } from './checks.ts';
import { checkExpected, readExpected } from './expected.ts';
import { runHeat } from './heat/run.ts';
import { runRace } from './race.ts';
import { writeReports } from './report/write.ts';
import { runBench } from './run.ts';
import { runStream } from './stream.ts';

/** Numbers of learners. Whoever is loaded is an event too, which the whole backend follows: it takes most of the time. */
const SIZES = [300, 900];
const FULL_SIZES = [...SIZES, 10_000, 100_000];

const fileHere = (name: string) => new URL(name, import.meta.url);
const print = (line: string) => {
  console.log(line);
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { check: { type: 'boolean' }, full: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [part] = positionals;
  if (part !== undefined) {
    await runPart(part);
    return;
  }
  const changes = readChanges(readFileSync(fileHere('changes.md'), 'utf8'));
  const expectedFile = fileHere('expected.json');
  const expected = existsSync(expectedFile) ? readExpected(readFileSync(expectedFile, 'utf8')) : {};

  const checks = new Checks(print);
  const results = await runBench(values.full ? FULL_SIZES : SIZES, checks, print);
  const { operations, measured } = results;
  checkExpected({ expected, changes, measured, operations }, checks, values.check ? print : null);
  if (!values.check) {
    if (checks.failed === 0) writeReports(results);
    else print('Nothing was written.');
  }
  print(checks.summary());
  if (checks.failed > 0) process.exitCode = 1;
}

/** What is measured apart, by name. */
const PARTS: Readonly<Record<string, (checks: Checks, print: (line: string) => void) => Promise<void>>> = {
  heat: runHeat,
  race: runRace,
  stream: runStream,
};

async function runPart(name: string): Promise<void> {
  const run = PARTS[name];
  if (!run) throw new Error(`There is no part ${name}, but ${Object.keys(PARTS).join(', ')}.`);
  const checks = new Checks(print);
  await run(checks, print);
  print(checks.summary());
  if (checks.failed > 0) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  console.error(`The bench did not run. ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
