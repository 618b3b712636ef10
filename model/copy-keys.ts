import { COPY, HEX_DIGITS, type Key } from './keys.ts';

/** Keys of copies that callers read in the place of one hot item (`course-copy.ts`). */

/** Which copies a caller reads: by the first digit of the sub, a random UUID. */
export function copyDigits(): string[] {
  return HEX_DIGITS.split('');
}

/** Copies that need be fewer are chosen by the digit's quarter of all digits. */
export function copyQuarters(): string[] {
  return ['0', '4', '8', 'c'];
}

function quarterOf(digit: string): string {
  return copyQuarters()[Math.floor(HEX_DIGITS.indexOf(digit) / 4)] ?? '0';
}

/** A copy of a published course, for callers with this digit. */
export function courseCopyKey(courseUlid: string, digit: string): Key {
  return { pk: `${COPY}${digit}#${courseUlid}`, sk: 'COURSE' };
}

/** The same, found by the slug. */
export function slugCopyKey(slug: string, digit: string): Key {
  return { pk: `${COPY}SLUG#${quarterOf(digit)}#${slug}`, sk: 'COURSE' };
}

/** What a card counts, found by the slug. */
export function countsCopyKey(slug: string): Key {
  return { pk: `${COPY}COUNTS#${slug}`, sk: 'COUNTS' };
}

/** A copy of a lesson, for callers with this digit. */
export function lessonCopyKey(courseUlid: string, lessonUlid: string, digit: string): Key {
  return { pk: `${COPY}${quarterOf(digit)}#${courseUlid}#${lessonUlid}`, sk: 'LESSON' };
}
