import { describe, expect, it } from 'vitest';
import {
  courseId,
  courseUlidOf,
  lessonId,
  lessonUlidOf,
  moduleUlidOf,
  reviewId,
  reviewPartsOf,
  subOf,
  userId,
} from '../../model/ids.ts';

const COURSE = '01KAXG9Z0000000000000000AA';
const OTHER = '01KAXG9Z0000000000000000BB';
const LESSON = '01KAXG9Z0000000000000000CC';
const SUB = '3f0c1de2-9d5a-4b0e-8a51-7f6f1c2d3e4f';

describe('ids', () => {
  it('give back what they were made of', () => {
    expect(courseUlidOf(courseId(COURSE))).toBe(COURSE);
    expect(lessonUlidOf(lessonId(COURSE, LESSON), COURSE)).toBe(LESSON);
    expect(subOf(userId(SUB))).toBe(SUB);
    expect(reviewPartsOf(reviewId(COURSE, userId(SUB)))).toEqual({ courseUlid: COURSE, sub: SUB });
  });

  it('of a lesson belong to one course', () => {
    expect(lessonUlidOf(lessonId(COURSE, LESSON), OTHER)).toBeNull();
  });

  it('of one kind are none of another', () => {
    expect(moduleUlidOf(lessonId(COURSE, LESSON), COURSE)).toBeNull();
    expect(courseUlidOf(userId(SUB))).toBeNull();
  });

  it.each([
    '',
    'crs_',
    `crs_${COURSE}A`,
    `crs_${COURSE.toLowerCase()}`,
    'crs_#######################ACC',
    `crs_${COURSE.slice(1)}#`,
  ])('refuses %j', (id) => {
    expect(courseUlidOf(id)).toBeNull();
  });

  it.each([
    '',
    'rev_',
    SUB,
    `rev_${SUB}`,
    `rev_${COURSE}`,
    `rev_${COURSE}${SUB}0`,
    `rev_${COURSE}${SUB.slice(1)}`,
    `rev_${COURSE}${SUB.toUpperCase()}`,
    `rev_${COURSE}${SUB.slice(1)}#`,
    `rev_${COURSE.toLowerCase()}${SUB}`,
    `les_${COURSE}${SUB}`,
  ])('knows %j as no review’s', (id) => {
    expect(reviewPartsOf(id)).toBeNull();
  });
});
