import { DateTime } from 'luxon';
import { newAward, type AwardItem, type AwardRule } from '../../model/award.ts';
import { tells, type DomainEvent } from '../../model/events.ts';
import { subOf } from '../../model/ids.ts';

/** Points that an event is worth: the same however often it comes. */
export function awardsFor(event: DomainEvent): readonly AwardItem[] {
  if (event.entity !== 'Enrollment') return [];
  const { learnerId, courseId, lessonIds } = event.data;
  const award = (rule: AwardRule, objectId: string) =>
    newAward({
      sub: subOf(learnerId),
      learnerId,
      rule,
      objectId,
      courseId,
      week: weekOf(event.time),
      awardedAt: event.time,
      cause: { actor: 'points', request: event.id, origin: 'points' },
    });
  const lessons = tells(event, 'lesson.completed') ? lessonIds : [];
  return [
    ...lessons.map((lessonId) => award('LESSON_COMPLETED', lessonId)),
    ...(tells(event, 'course.completed') ? [award('COURSE_COMPLETED', courseId)] : []),
  ];
}

/** ISO 8601 week in UTC: weeks begin on Monday, and the first of a year is the one with its first Thursday. */
function weekOf(time: string): string {
  return DateTime.fromISO(time, { zone: 'utc' }).toFormat("kkkk-'W'WW");
}
