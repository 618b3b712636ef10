import { AWARDS, newAward, type AwardItem, type AwardRule } from '../../model/award.ts';
import { tells, type DomainEvent } from '../../model/events.ts';
import { subOf } from '../../model/ids.ts';
import { weekOf } from '../../model/week.ts';

/** What an award is given for. */
interface Source {
  readonly learnerId: string;
  readonly courseId: string;
  readonly rule: AwardRule;
  readonly objectId: string;
  /** Goes up with every change of what it is given for. */
  readonly version: number;
  readonly points: number;
}

/** What the event makes the learner's awards: the same however often it comes. */
export function awardsFor(event: DomainEvent): readonly AwardItem[] {
  return sourcesIn(event).map((source) =>
    newAward({
      ...source,
      sub: subOf(source.learnerId),
      week: weekOf(Date.parse(event.time) / 1000),
      awardedAt: event.time,
      cause: { actor: 'points', request: event.id, origin: 'points' },
    }),
  );
}

function sourcesIn(event: DomainEvent): readonly Source[] {
  if (event.entity === 'Review') return reviews(event);
  return event.entity === 'Enrollment' ? completions(event) : [];
}

/** As long as it stands, however often it is written. */
function reviews(event: DomainEvent<'Review'>): readonly Source[] {
  const { learnerId, courseId, reviewId, version } = event.data;
  const source = { learnerId, courseId, rule: 'REVIEW_WRITTEN', objectId: reviewId, version } as const;
  if (tells(event, 'review.deleted')) return [{ ...source, points: 0 }];
  return tells(event, 'review.created') ? [{ ...source, points: AWARDS.REVIEW_WRITTEN }] : [];
}

/** What has been completed stays so. */
function completions(event: DomainEvent<'Enrollment'>): readonly Source[] {
  const { learnerId, courseId, lessonIds } = event.data;
  const source = (rule: AwardRule, objectId: string): Source => {
    return { learnerId, courseId, rule, objectId, version: 1, points: AWARDS[rule] };
  };
  const lessons = tells(event, 'lesson.completed') ? lessonIds : [];
  return [
    ...lessons.map((lessonId) => source('LESSON_COMPLETED', lessonId)),
    ...(tells(event, 'course.completed') ? [source('COURSE_COMPLETED', courseId)] : []),
  ];
}
