import { z } from 'zod';
import type { Change } from './changes.ts';
import type { Checks } from './checks.ts';
import { EXACT_FIGURES, type Figure, type Figures } from './measure.ts';
import type { Operation } from './operations/operation.ts';

const count = z.number().nonnegative();
const Expected = z.strictObject({
  operations: z.record(
    z.string(),
    z.strictObject({
      clientCalls: count,
      requests: count,
      depth: count,
      rcu: count,
      wcu: count,
      rcuAfter: count,
      wcuAfter: count,
      functions: count,
      requestBytes: count,
      responseBytes: count,
    } satisfies Record<Figure, typeof count>),
  ),
});

/** Figures by operation. */
export type ByOperation = Readonly<Record<string, Figures>>;

/** @param json of `expected.json` */
export function readExpected(json: string): ByOperation {
  return Expected.parse(JSON.parse(json)).operations;
}

/** A figure that is not what is expected. */
interface Difference extends Change {
  readonly figure: Figure;
}

interface Comparison {
  /** More than expected, and no row in `changes.md` says why. */
  readonly increases: readonly Difference[];
  /** Less than expected. */
  readonly decreases: readonly Difference[];
}

function compare(
  operation: string,
  { expected, measured }: Readonly<Record<'expected' | 'measured', Figures>>,
  { changes, varies }: { readonly changes: readonly Change[]; readonly varies: readonly Figure[] },
): Comparison {
  const differences = EXACT_FIGURES.filter((figure) => !varies.includes(figure)).map((figure) => ({
    operation,
    figure,
    from: expected[figure],
    to: measured[figure],
  }));
  return {
    increases: differences.filter((difference) => difference.to > difference.from && !isExplained(difference, changes)),
    decreases: differences.filter(({ from, to }) => to < from),
  };
}

function isExplained(difference: Difference, changes: readonly Change[]): boolean {
  return changes.some(
    ({ operation, figure, from, to }) =>
      operation === difference.operation &&
      figure === difference.figure &&
      from === difference.from &&
      to === difference.to,
  );
}

export interface Expectations {
  readonly expected: ByOperation;
  readonly measured: ByOperation;
  /** All of them, also those whose measurement failed. */
  readonly operations: readonly Pick<Operation, 'name' | 'varies'>[];
  readonly changes: readonly Change[];
}

/**
 * Checks each operation against what is expected of it.
 * @param note hears what the expectation should be brought in line with; null: it will be, so nothing is missing yet
 */
export function checkExpected(
  { expected, measured, operations, changes }: Expectations,
  checks: Checks,
  note: ((line: string) => void) | null,
): void {
  for (const [name, figures] of Object.entries(measured)) {
    const before = expected[name];
    const claim = `${name} costs no more than expected`;
    if (!before) {
      checks.that(claim, note ? ['nothing is expected yet. Run `npm run bench` and commit what it writes'] : []);
      continue;
    }
    const varies = operations.find((operation) => operation.name === name)?.varies ?? [];
    const { increases, decreases } = compare(name, { expected: before, measured: figures }, { changes, varies });
    checks.that(claim, increases.map(describeIncrease));
    for (const { figure, from, to } of note ? decreases : []) {
      note?.(`less    ${name}: ${figure} is ${to}, expected ${from}. Run \`npm run bench\` to lower the expectation.`);
    }
  }
  const gone = Object.keys(expected).filter((name) => !operations.some((operation) => operation.name === name));
  checks.that(
    'Everything expected is measured',
    note ? gone.map((name) => `${name} is not. Run \`npm run bench\` if it is gone for good`) : [],
  );
}

/** Says what to do about an increase. */
function describeIncrease({ operation, figure, from, to }: Difference): string {
  return (
    `${figure} is ${to}, expected ${from}. Bring it down, or give the reason in bench/changes.md: ` +
    `| YYYY-MM-DD | ${operation} | ${figure} | ${from} | ${to} | reason |`
  );
}
