import { util } from '@aws-appsync/utils';
import type { CourseItem } from '../../model/course.ts';
import { MAX_OUTLINE_BYTES } from '../../model/course.ts';
import { refuseIf } from './refuse.ts';

/** Size of a text in bytes of UTF-8, which APPSYNC_JS can only learn from the length of its base64. */
export function bytesOf(text: string): number {
  const base64 = util.base64Encode(text);
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return (base64.length * 3) / 4 - padding;
}

/** The outline is read with every course page: it has to stay small. */
export function outlineHasRoom(course: CourseItem | undefined): void {
  if (course && bytesOf(JSON.stringify(course.modules)) > MAX_OUTLINE_BYTES) {
    refuseIf({
      type: 'TooLarge',
      message: 'The outline of this course is full. Put what follows into a second course.',
    });
  }
}
