import { describe, expect, it } from 'vitest';
import { levelOf, toPoints, type PointsItem } from '../../model/points.ts';

const ITEM = {
  pk: 'POINTS#s',
  sk: 'POINTS',
  entity: 'Points',
  v: 1,
  learnerId: 'usr_s',
  total: 260,
  version: 26,
  'week#2026-W46': 100,
  'week#2026-W47': 20,
  'course#B': 60,
  'course#A': 200,
  cause: { actor: 'aggregate', request: '', origin: 'aggregate' },
} as unknown as PointsItem;

describe('levels', () => {
  it.each([
    [-5, 1],
    [0, 1],
    [99, 1],
    [100, 2],
    [249, 2],
    [250, 3],
    [31_999, 9],
    [32_000, 10],
    [1_000_000, 12],
  ])('of %i points: level %i', (total, level) => {
    expect(levelOf(total)).toBe(level);
  });
});

describe('points as their owner sees them', () => {
  it('are decimal texts, with the present week and each course', () => {
    expect(toPoints(ITEM, '2026-W47')).toEqual({
      total: '260',
      level: 3,
      nextLevelAt: '500',
      week: '20',
      courses: [
        { courseId: 'crs_A', points: '200' },
        { courseId: 'crs_B', points: '60' },
      ],
    });
  });

  it('are none in a week without any, and before there were any', () => {
    expect(toPoints(ITEM, '2026-W48').week).toBe('0');
    expect(toPoints(null, '2026-W48')).toEqual({ total: '0', level: 1, nextLevelAt: '100', week: '0', courses: [] });
  });

  it('have no next level on the last', () => {
    expect(toPoints({ ...ITEM, total: 128_000 }, '2026-W47')).toMatchObject({ level: 12, nextLevelAt: null });
  });
});
