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
  return event.entity === 'Enrollment' ? completions(event) : [];
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
