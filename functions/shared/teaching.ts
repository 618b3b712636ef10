import { notTeaching, type AccountItem } from '../../model/account.ts';
import { mayEdit, type CourseItem } from '../../model/course.ts';
import { notFound } from '../../model/errors.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import { accountKey, courseKey } from '../../model/keys.ts';
import { itemIn, readItems, type Reader } from './read-items.ts';

/** The course, for its own mentor and Admins; to anybody else it is not there. */
export async function readTaught(
  reader: Reader,
  sub: string,
  courseUlid: string | null,
): Promise<FunctionAnswer<CourseItem>> {
  if (!courseUlid) return { refusal: notFound('course') };
  const items = await readItems(reader, [accountKey(sub), courseKey(courseUlid)]);
  const account = itemIn<AccountItem>(items, accountKey(sub));
  const course = itemIn<CourseItem>(items, courseKey(courseUlid));
  const now = new Date().toISOString();
  const refusal = notTeaching(account, now);
  if (refusal) return { refusal };
  return course && mayEdit(course, account, now) ? { value: course } : { refusal: notFound('course') };
}
