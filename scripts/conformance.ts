/**
 * `npm run conformance`: runs the conformance suite and counts its cases by service. Each quotes the sentence or example
 * of AWS's documentation that it checks; they are part of `npm test` too.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** The part of Vitest's JSON report that is read here. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
const file = join(folder, 'report.json');
const args = ['run', '.conformance.test.ts', '--reporter=json', `--outputFile=${file}`];
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], { stdio: 'inherit' });
const { testResults: files } = JSON.parse(readFileSync(file, 'utf8')) as Report;
rmSync(folder, { recursive: true, force: true });

const cases = files.flatMap(({ name, assertionResults }) =>
  assertionResults
    .filter(({ title }) => title.includes('(docs.aws.amazon.com/'))
    .map((one) => ({ service: relative('test/local', name).split('/')[0] ?? '', passed: one.status === 'passed' })),
);
const line = (name: string, own: typeof cases) =>
  `${name.padEnd(14)} ${String(own.length).padStart(5)} cases, ${own.filter(({ passed }) => passed).length} passed`;
const byService = [...Map.groupBy(cases, ({ service }) => service)].toSorted(([one], [other]) =>
  one < other ? -1 : 1,
);
for (const [service, own] of byService) console.log(line(service, own));
console.log(line('all', cases));
process.exitCode = status ?? 1;
