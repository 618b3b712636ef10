import type { Checks } from './checks.ts';
import type { ByOperation } from './expected.ts';
import type { Operation } from './operations/operation.ts';
import { sumOf, type PeerFigures } from './peer.ts';
import { MAX_RESOLVER_CHARACTERS, type CodeSizes } from './sizes.ts';

/** Units that all eight reference operations may take together. */
const READ_UNITS = 18;
const WRITE_UNITS = 12;
const WRITE_UNITS_WITH_ALL_THAT_FOLLOWS = 20;

/** The reference operations that exist, together. */
export interface ReferenceSum {
  readonly names: readonly string[];
  readonly measured: PeerFigures;
  readonly wcuAfter: number;
  /** Sum of their own budgets: requests, and waves. */
  readonly budget: number;
}

/** @param isReference whether the peer was measured with an operation of this name */
export function referenceSum(
  operations: readonly Operation[],
  measured: ByOperation,
  isReference: (name: string) => boolean,
): ReferenceSum {
  const counted = operations.flatMap(({ name, budget = 0 }) => {
    const figures = measured[name];
    return figures && isReference(name) ? [{ name, budget, figures }] : [];
  });
  return {
    names: counted.map(({ name }) => name),
    measured: sumOf(counted.map(({ figures }) => figures)),
    wcuAfter: counted.reduce((sum, { figures }) => sum + figures.wcuAfter, 0),
    budget: counted.reduce((sum, { budget }) => sum + budget, 0),
  };
}

/** The design's budgets, for what there is so far. */
export function checkBudgets(
  operations: readonly Operation[],
  measured: ByOperation,
  { measured: sum, wcuAfter, budget }: ReferenceSum,
  checks: Checks,
): void {
  for (const { name, budget: own } of operations) {
    const figures = measured[name];
    if (own === undefined || !figures) continue;
    checks.that(`${name} keeps its budget`, [
      ...within('requests', figures.requests, own),
      ...within('waves', figures.depth, own),
    ]);
  }
  checks.that('The reference operations keep their budgets together', [
    ...within('requests', sum.requests, budget),
    ...within('waves', sum.depth, budget),
    ...within('RCU', sum.rcu, READ_UNITS),
    ...within('WCU in the request', sum.wcu, WRITE_UNITS),
    ...within('WCU with all that follows', sum.wcu + wcuAfter, WRITE_UNITS_WITH_ALL_THAT_FOLLOWS),
  ]);
}

/** What AppSync refuses. The budgets below that are reported. */
export function checkSizes({ resolvers }: CodeSizes, checks: Checks): void {
  const { file, characters } = resolvers.largest;
  checks.that(
    'No resolver is too large for AppSync',
    within(`characters of ${file}`, characters, MAX_RESOLVER_CHARACTERS),
  );
}

function within(what: string, value: number, budget: number): string[] {
  return value > budget ? [`${value} ${what}, the budget is ${budget}`] : [];
}
