import { describe, expect, it } from 'vitest';
import { checkBudgets, checkSizes, referenceSum } from '../../bench/budgets.ts';
import { Checks } from '../../bench/checks.ts';
import { checkSlope, type GrowthRow } from '../../bench/growth.ts';
import type { Figures } from '../../bench/measure.ts';

const FIGURES: Figures = {
  clientCalls: 1,
  requests: 1,
  depth: 1,
  rcu: 1,
  wcu: 0,
  rcuAfter: 0,
  wcuAfter: 0,
  functions: 0,
  requestBytes: 100,
  responseBytes: 100,
};

function failuresOf(check: (checks: Checks) => void): string[] {
  const lines: string[] = [];
  check(new Checks((line) => lines.push(line)));
  return lines;
}

describe('budgets', () => {
  const operation = (name: string, budget?: number) => ({
    name,
    title: name,
    run: () => Promise.resolve(),
    ...(budget === undefined ? {} : { budget }),
  });
  const failures = (a: Partial<Figures>, h: Partial<Figures> = {}) => {
    const operations = [operation('a', 1), operation('h', 2), operation('catalogue')];
    const measured = { a: { ...FIGURES, ...a }, h: { ...FIGURES, ...h }, catalogue: { ...FIGURES, requests: 9 } };
    const sum = referenceSum(operations, measured, (name) => name === 'a' || name === 'h');
    return failuresOf((checks) => checkBudgets(operations, measured, sum, checks));
  };

  it('are kept by operations within them; those without one are free', () => {
    expect(failures({}, { requests: 2, depth: 2 })).toEqual([]);
  });

  it('are exceeded by a request or a wave too many', () => {
    expect(failures({ requests: 2 })).toEqual(['FAILED  a keeps its budget: 2 requests, the budget is 1']);
    expect(failures({}, { depth: 3 })[0]).toBe('FAILED  h keeps its budget: 3 waves, the budget is 2');
  });

  it('hold for the reference operations together', () => {
    expect(failures({ wcu: 10 }, { wcu: 3 })).toEqual([
      'FAILED  The reference operations keep their budgets together: 13 WCU in the request, the budget is 12',
    ]);
    expect(failures({ wcuAfter: 21 })[0]).toContain('21 WCU with all that follows, the budget is 20');
  });
});

describe('growth', () => {
  const row = (learners: number, change: Partial<Figures> = {}): GrowthRow => ({
    learners,
    courses: 40,
    items: 1,
    operations: { a: { ...FIGURES, ...change } },
  });

  it('is flat when all but bytes stays the same', () => {
    expect(failuresOf((checks) => checkSlope([row(1_000), row(10_000, { responseBytes: 7 })], checks))).toEqual([]);
  });

  it.each(['clientCalls', 'requests', 'depth', 'rcu', 'wcu'] as const)(
    'is a failure when %s differs at the last size',
    (figure) => {
      const rows = [row(1_000), row(10_000), row(100_000, { [figure]: 7 })];
      expect(failuresOf((checks) => checkSlope(rows, checks))).toEqual([
        `FAILED  a costs the same with any number of learners: ${figure} is ${FIGURES[figure]} with 1000 learners and 7 with 100000`,
      ]);
    },
  );
});

describe('sizes of code', () => {
  it('fail a run only where AppSync would refuse the code', () => {
    const sizes = (characters: number) => ({
      resolvers: { count: 1, median: 2_000, largest: { file: 'a.js', bytes: characters, characters } },
      functions: { large: 500_000 },
    });
    expect(failuresOf((checks) => checkSizes(sizes(32_768), checks))).toEqual([]);
    expect(failuresOf((checks) => checkSizes(sizes(32_769), checks))[0]).toContain('32769 characters of a.js');
  });
});
