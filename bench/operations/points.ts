import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Leaderboard, Points, PointsEntryConnection } from '../../generated/schema.ts';
import { LEADERBOARD, MY_POINTS, POINTS_HISTORY } from '../documents.ts';
import { POINTS, type School } from '../school.ts';
import type { Operation } from './operation.ts';

/** How learners stand. */
export function points({ learner, courses }: School): readonly Operation[] {
  return [
    {
      name: 'f',
      title: 'Leaderboard: the first 20 of all learners, and my own rank',
      budget: 1,
      reasons: {
        rcu: 'A board is read with what has changed since it was written, how many have about how many points, and my own.',
      },
      grows: true,
      run: async () => {
        const { leaderboard } = await learner.ask<{ leaderboard: Leaderboard }>(LEADERBOARD);
        const { items, me } = leaderboard;
        equal(items.length, 20);
        equal(items[0]?.rank, 1);
        ok(items.every(({ rank }, index) => rank <= index + 1 && rank >= (items[index - 1]?.rank ?? 1)));
        ok(items.some(({ user }) => user.id === learner.id));
        deepEqual([me?.points, me?.exact, me?.error], [String(POINTS), true, 0]);
      },
    },
    {
      name: 'myPoints',
      title: 'My points and level, and those of my 10 courses',
      run: async () => {
        const { myPoints } = await learner.ask<{ myPoints: Points }>(MY_POINTS);
        deepEqual([myPoints.total, myPoints.courses.length], [String(POINTS), courses.length]);
      },
    },
    {
      name: 'pointsHistory',
      title: 'The 20 latest things that I have points for',
      run: async () => {
        const { pointsHistory } = await learner.ask<{ pointsHistory: PointsEntryConnection }>(POINTS_HISTORY);
        equal(pointsHistory.items.length, 20);
        ok(pointsHistory.nextToken);
      },
    },
  ];
}
