import { util } from '@aws-appsync/utils';
import { MAX_OUTLINE_BYTES, type CourseItem, type OutlineModule } from '../../model/course.ts';
import type { Fault } from '../../model/errors.ts';

/** Size of a text in bytes of UTF-8, which APPSYNC_JS can only learn from the length of its base64. */
export function bytesOf(text: string): number {
  const base64 = util.base64Encode(text);
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return (base64.length * 3) / 4 - padding;
}

/** Why nothing can be added to the outline, or null. It is read with every course page, so it has to stay small. */
export function fullOutline({ modules }: Pick<CourseItem, 'modules'>): Fault | null {
  if (sizeOf(modules) <= MAX_OUTLINE_BYTES) return null;
  return { type: 'TooLarge', message: 'The outline of this course is full. Put what follows into a second course.' };
}

/** Why the outline can't become this one, or null. A full one may still shrink. */
export function outgrown(course: Pick<CourseItem, 'modules'>, modules: OutlineModule[]): Fault | null {
  return sizeOf(modules) > sizeOf(course.modules) ? fullOutline({ modules }) : null;
}

function sizeOf(modules: readonly OutlineModule[]): number {
  return bytesOf(JSON.stringify(modules));
}
