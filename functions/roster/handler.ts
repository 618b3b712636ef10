import type { AccountItem } from '../../model/account.ts';
import type { EnrollmentItem } from '../../model/enrollment.ts';
import { notFound } from '../../model/errors.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { accountKey, enrollmentKey } from '../../model/keys.ts';
import { isShown, type RosterAnswer, type RosterQuestion } from '../../model/roster.ts';
import { wrongToken } from '../../model/validation.ts';
import { readEnv } from '../shared/env.ts';
import { itemIn, readItems } from '../shared/read-items.ts';
import { BucketReader } from '../shared/roster-bucket.ts';
import { table } from '../shared/table.ts';
import { readTaught } from '../shared/teaching.ts';
import { cursorOf, tokenOf } from './cursor.ts';
import { ROSTER_ENV } from './env.ts';
import { pageOfBuckets } from './page.ts';

const { TABLE: tableName } = readEnv(ROSTER_ENV);

/** `roster` calls this: a course's enrollments lie in sixteen partitions, and AppSync's JavaScript queries one. */
export async function handler(question: RosterQuestion): Promise<RosterAnswer> {
  const { sub, status, limit, nextToken } = question;
  const courseUlid = courseUlidOf(question.courseId);
  if (!courseUlid) return { refusal: notFound('course') };
  const from = cursorOf(nextToken);
  if (!from) return { refusal: wrongToken() };
  const reader = new BucketReader({ table, tableName, courseUlid, status });
  const [teaching, page] = await Promise.all([
    readTaught({ table, tableName }, sub, courseUlid),
    pageOfBuckets(reader, from, limit),
  ]);
  if ('refusal' in teaching) return teaching;
  return {
    value: {
      mentorId: teaching.value.mentor.id,
      entries: await lookUp(page.subs, courseUlid, question),
      nextToken: page.next ? tokenOf(page.next) : null,
    },
  };
}

/** How far each learner is, and what they are called now: no index copies what changes by the minute, or by a rename. */
async function lookUp(subs: readonly string[], courseUlid: string, { status }: RosterQuestion) {
  const keys = subs.flatMap((sub) => [enrollmentKey(sub, courseUlid), accountKey(sub)]);
  const items = await readItems({ table, tableName, consistentRead: false }, keys);
  return subs.flatMap((sub) => {
    const enrollment = itemIn<EnrollmentItem>(items, enrollmentKey(sub, courseUlid));
    // It may have changed since the index knew it.
    if (!enrollment || !isShown(enrollment, status)) return [];
    return [{ enrollment, account: itemIn<AccountItem>(items, accountKey(sub)) }];
  });
}
