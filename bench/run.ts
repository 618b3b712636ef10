import { startBackend } from './backend.ts';
import { checkBudgets, checkSizes, referenceSum } from './budgets.ts';
import type { Checks } from './checks.ts';
import { checkSlope, measureGrowth } from './growth.ts';
import { measure, type Figures } from './measure.ts';
import { operationsIn } from './operations.ts';
import { readPeer } from './peer.ts';
import type { Results } from './report/results.ts';
import { openSchool } from './school.ts';
import { readSizes } from './sizes.ts';

/**
 * Measures everything once, on a backend of its own.
 * @param sizes numbers of learners, ascending
 */
export async function runBench(
  sizes: readonly number[],
  checks: Checks,
  print: (line: string) => void,
): Promise<Results> {
  const backend = await startBackend();
  const took = stopwatch(print);
  try {
    const codeSizes = readSizes();
    const school = await openSchool(backend);
    const operations = operationsIn(school);
    const measured: Record<string, Figures> = {};
    for (const { name, run } of operations) {
      const figures = await checks.runs(name, () => measure(backend, run));
      if (figures) measured[name] = figures;
    }
    took('ops');
    const growth = await measureGrowth(backend, school, sizes, checks);
    took('growth');

    const peer = readPeer();
    const sum = referenceSum(operations, measured, (name) => peer.some((form) => form.operations[name]));
    checkBudgets(operations, measured, sum, checks);
    checkSlope(growth, checks);
    checkSizes(codeSizes, checks);
    return { operations, measured, peer, sum, growth, sizes: codeSizes };
  } finally {
    await backend.stop();
  }
}

function stopwatch(print: (line: string) => void): (part: string) => void {
  let start = performance.now();
  return (part) => {
    const end = performance.now();
    print(`${part}: ${((end - start) / 1000).toFixed(1)} s`);
    start = end;
  };
}
