import { describe, expect, it } from 'vitest';
import { readChanges } from '../../bench/changes.ts';
import { Checks } from '../../bench/checks.ts';
import { checkExpected, readExpected } from '../../bench/expected.ts';
import { EXACT_FIGURES, type Figure, type Figures } from '../../bench/measure.ts';

const FIGURES_OF_H = {
  clientCalls: 1,
  requests: 2,
  depth: 2,
  rcu: 2,
  wcu: 2,
  rcuAfter: 0,
  wcuAfter: 0,
  functions: 0,
  requestBytes: 300,
  responseBytes: 200,
} satisfies Figures;

const HEAD = '# Changes\n\n| date | operation | figure | from | to | reason |\n| --- | --- | --- | --- | --- | --- |\n';

interface Given {
  /** Of changes.md. */
  readonly rows?: string;
  readonly check?: boolean;
  readonly expected?: Readonly<Record<string, Figures>>;
  readonly varies?: readonly Figure[];
}

/** What a run says that expects `FIGURES_OF_H` and measures something else. */
function outcomeOf(
  change: Partial<Figures>,
  { rows = '', check = true, expected = { h: FIGURES_OF_H }, varies = [] }: Given = {},
) {
  const lines: string[] = [];
  const print = (line: string) => lines.push(line);
  const checks = new Checks(print);
  const given = readExpected(JSON.stringify({ operations: expected }));
  const measured = { h: { ...FIGURES_OF_H, ...change } };
  const changes = readChanges(HEAD + rows);
  const operations = [{ name: 'h', varies }];
  checkExpected({ expected: given, measured, operations, changes }, checks, check ? print : null);
  return { text: lines.join('\n'), failed: checks.failed, summary: checks.summary() };
}

describe('an operation that is compared with what is expected of it', () => {
  it('passes with the same figures', () => {
    expect(outcomeOf({})).toEqual({ text: '', failed: 0, summary: '2 passed, 0 failed' });
  });

  it.each(EXACT_FIGURES)(
    'fails when %s rises, and the message names operation, figure, expected and measured',
    (figure) => {
      const { text, failed } = outcomeOf({ [figure]: FIGURES_OF_H[figure] + 1 });
      expect(failed).toBe(1);
      expect(text).toContain(`h costs no more than expected: ${figure} is ${FIGURES_OF_H[figure] + 1}`);
      expect(text).toContain(`expected ${FIGURES_OF_H[figure]}`);
    },
  );

  it('is not compared by figures that are a matter of chance, and by all others still', () => {
    expect(outcomeOf({ rcu: 9 }, { varies: ['rcu'] })).toMatchObject({ text: '', failed: 0 });
    expect(outcomeOf({ rcu: 9, wcu: 3 }, { varies: ['rcu'] }).failed).toBe(1);
  });

  it('fails when it rises while the expectation is rewritten, too', () => {
    expect(outcomeOf({ wcu: 3 }, { check: false }).failed).toBe(1);
  });

  it('may rise by what a row in changes.md says', () => {
    expect(outcomeOf({ wcu: 3 }, { rows: '| 2026-01-01 | h | wcu | 2 | 3 | points |\n' }).failed).toBe(0);
  });

  it.each([
    '| 2026-01-01 | h | wcu | 2 | 4 | more |',
    '| 2026-01-01 | h | wcu | 1 | 3 | other |',
    '| 2026-01-01 | h | rcu | 2 | 3 | units |',
    '| 2026-01-01 | b | wcu | 2 | 3 | operation |',
  ])('fails when the row is about another increase: %s', (row) => {
    expect(outcomeOf({ wcu: 3 }, { rows: `${row}\n` }).failed).toBe(1);
  });

  it('passes when a figure falls, and says how to lower the expectation', () => {
    const { text, failed } = outcomeOf({ rcu: 1 });
    expect(failed).toBe(0);
    expect(text).toBe('less    h: rcu is 1, expected 2. Run `npm run bench` to lower the expectation.');
  });

  it('fails when nothing is expected of it yet, or when it is gone', () => {
    expect(outcomeOf({}, { expected: {} }).text).toContain('nothing is expected yet');
    expect(outcomeOf({}, { expected: { h: FIGURES_OF_H, b: FIGURES_OF_H } }).text).toContain('b is not.');
    expect(outcomeOf({}, { expected: { b: FIGURES_OF_H }, check: false }).failed).toBe(0);
  });
});

describe('changes.md', () => {
  it.each([
    '| 1 May | h | wcu | 2 | 3 | points |',
    '| 2026-01-01 | h | wcu | 2 | 3 |  |',
    '| 2026-01-01 | h | wcu | 2 |  | points |',
    '| 2026-01-01 | h | wcu | two | 3 | points |',
  ])('is refused with a row that is not complete: %s', (row) => {
    expect(() => readChanges(`${HEAD}${row}\n`)).toThrow('bench/changes.md: |');
  });
});
