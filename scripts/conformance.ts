/**
 * `npm run conformance`: the cases of the conformance suite by service. Each quotes the sentence or example of AWS's
 * documentation that it checks; they run with `npm test`, and here with `--run`.
 */
import { execFileSync } from 'node:child_process';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';

const FILTER = '.conformance.test.ts';

function vitest(...args: readonly string[]): string {
  return execFileSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

const { values } = parseArgs({ options: { run: { type: 'boolean', default: false } } });
if (values.run) console.log(vitest('run', FILTER));

const cases = JSON.parse(vitest('list', FILTER, '--json')) as { name: string; file: string }[];
const quoted = cases.filter(({ name }) => name.includes('(docs.aws.amazon.com/'));
const byService = Map.groupBy(quoted, ({ file }) => relative('test/local', file).split('/')[0] ?? '');
for (const [service, own] of [...byService].toSorted()) console.log(`${service.padEnd(16)} ${own.length}`);
console.log(`${'all'.padEnd(16)} ${quoted.length}`);
