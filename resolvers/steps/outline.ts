import { util } from '@aws-appsync/utils';
import { MAX_OUTLINE_BYTES, type CourseItem } from '../../model/course.ts';
import type { DomainError } from '../../model/errors.ts';

/** Size of a text in bytes of UTF-8, which APPSYNC_JS can only learn from the length of its base64. */
export function bytesOf(text: string): number {
  const base64 = util.base64Encode(text);
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return (base64.length * 3) / 4 - padding;
}

/** Why nothing can be added to the outline, or null. It is read with every course page, so it has to stay small. */
export function fullOutline(course: CourseItem): DomainError | null {
  if (bytesOf(JSON.stringify(course.modules)) <= MAX_OUTLINE_BYTES) return null;
  return { type: 'TooLarge', message: 'The outline of this course is full. Put what follows into a second course.' };
}
