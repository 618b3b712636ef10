import { writeFileSync } from 'node:fs';
import { markdown } from './markdown.ts';
import type { Results } from './results.ts';

/** Writes what a run has found: for people, for programs, and for the next run to be compared with. */
export function writeReports(results: Results): void {
  const { operations, measured, peer, sum, growth, sizes } = results;
  const described = operations.map(({ name, title, budget }) => ({
    name,
    title,
    ...(budget === undefined ? {} : { budget }),
    ...measured[name],
  }));
  write('docs/benchmarks.md', markdown(results));
  write('docs/benchmarks.json', json({ operations: described, referenceOperations: sum, peer, growth, sizes }));
  write('bench/expected.json', json({ operations: measured }));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function write(path: string, text: string): void {
  writeFileSync(new URL(`../../${path}`, import.meta.url), text);
}
