import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bulkItems, courseCount, type BulkSchool } from '../../bench/bulk-school.ts';
import type { Key } from '../../model/keys.ts';

const SCHOOL: BulkSchool = {
  popular: [],
  mentor: { id: 'usr_mentor', displayName: 'Mentor' },
  since: Date.UTC(2026, 0, 1),
};

function itemsOf(from: number, to: number): (Key & { entity?: string })[] {
  return [...bulkItems(SCHOOL, from, to)];
}

describe('a bulk school', () => {
  it('has no two items with one key', () => {
    const keys = itemsOf(0, 5_000).map(({ pk, sk }) => `${pk} ${sk}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('has a published course for a hundred learners, and at least 40', () => {
    const coursesOf = (learners: number) => itemsOf(0, learners).filter(({ entity }) => entity === 'Course').length;
    expect([coursesOf(100), coursesOf(5_000)]).toEqual([40, 50]);
  });

  it('enrolls each learner in one to ten courses, most of them in one', () => {
    const byLearner = new Map<string, number>();
    for (const { pk, entity } of itemsOf(0, 5_000)) {
      if (entity === 'Enrollment') byLearner.set(pk, (byLearner.get(pk) ?? 0) + 1);
    }
    const counts = [...byLearner.values()];
    expect(counts).toHaveLength(5_000);
    expect([Math.min(...counts), Math.max(...counts)]).toEqual([1, 10]);
    expect(counts.filter((count) => count === 1).length).toBeGreaterThan(2_500);
  });

  it('is given the accounts and courses that it lacks, whatever it had', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (had, more) => {
        const added = itemsOf(had, had + more);
        const of = (entity: string) => added.filter((item) => item.entity === entity).length;
        expect(of('Account')).toBe(more);
        expect(of('Course')).toBe(courseCount(had + more) - (had > 0 ? courseCount(had) : 0));
      }),
      { numRuns: 20 },
    );
  });
});
