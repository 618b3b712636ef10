import { newAccount, type AccountItem } from '../model/account.ts';
import type { Cause } from '../model/cause.ts';
import { newCard, type CardItem } from '../model/card.ts';
import { newCourse, type CourseItem, type OutlineModule } from '../model/course.ts';
import { COURSE_COPIES, courseCopy, courseCopyKeys, lessonCopy, lessonCopyKeys } from '../model/course-copy.ts';
import { enrolled, type EnrollmentItem } from '../model/enrollment.ts';
import { courseId, moduleId, userId } from '../model/ids.ts';
import { reviewKey, type Key } from '../model/keys.ts';
import { newLesson, newOutlineLesson, type LessonItem } from '../model/lesson.ts';
import { reviewKeys, type ReviewItem } from '../model/review.ts';
import { searchTerms } from '../model/search-terms.ts';
import { newSlug } from '../model/slug.ts';
import type { CourseFacts } from './course-facts.ts';

/**
 * Items as the API leaves them, made without it: by the model's own functions. A test compares the two. What goes by
 * itself within a day (client tokens) is left out.
 */

/** Stands where the API writes the id of the request. */
const REQUEST = 'Root=1-00000000-000000000000000000000000';

function causeOf(actor: string, origin: string): Cause {
  return { actor, request: REQUEST, origin };
}

/** Somebody who signed up and confirmed their address. @param now ISO 8601 */
export function accountItem(person: {
  readonly sub: string;
  readonly email: string;
  readonly displayName: string;
  readonly now: string;
}): AccountItem {
  const salt = person.sub.replaceAll('-', '');
  const terms = searchTerms(person.email.normalize('NFC'), person.displayName.normalize('NFD'));
  return newAccount({ ...person, terms, salt, cause: causeOf('post-confirmation', 'post-confirmation') });
}

export interface BulkCourse {
  readonly course: CourseItem;
  readonly card: CardItem;
  readonly slug: Key;
  readonly lessons: readonly LessonItem[];
  /** What callers read of course and lessons. */
  readonly copies: readonly Key[];
}

/** A course that its mentor wrote and published. @param nextUlid gives another ULID at each call */
export function courseItems(written: {
  readonly facts: CourseFacts;
  readonly mentor: { readonly id: string; readonly displayName: string };
  readonly nextUlid: () => string;
  /** ISO 8601. */
  readonly now: string;
}): BulkCourse {
  const { facts, mentor, nextUlid, now } = written;
  const by = (mutation: string) => causeOf(mentor.id, `Mutation.${mutation}`);
  const { modules: moduleFacts, ...input } = facts;
  const ulid = nextUlid();
  const created = newCourse({
    ulid,
    slug: facts.slug,
    input: { ...input, clientToken: '' },
    // Of an account that was made, then put into a group.
    mentor: { ...mentor, nameVersion: 2 },
    now,
    cause: by('createCourse'),
  });
  const lessons: LessonItem[] = [];
  const modules = moduleFacts.map((module): OutlineModule => {
    const moduleUlid = nextUlid();
    const place = { clientToken: '', courseId: courseId(ulid), moduleId: moduleId(ulid, moduleUlid) };
    const outline = module.lessons.map((lesson) => {
      const lessonInput = { ...lesson, ...place };
      const item = newLesson({
        courseUlid: ulid,
        ulid: nextUlid(),
        input: lessonInput,
        media: null,
        now,
        cause: by('createLesson'),
      });
      lessons.push(item);
      return newOutlineLesson(item.ulid, lessonInput);
    });
    return { ulid: moduleUlid, title: module.title, lessons: outline };
  });
  const course = {
    ...created,
    modules,
    lessonTotal: lessons.length,
    status: 'PUBLISHED' as const,
    publishedAt: now,
    copies: COURSE_COPIES,
    version: created.version + modules.length + lessons.length + 1,
    cause: by('publishCourse'),
  };
  const card = newCard(course, Date.parse(now), course.cause);
  const copies = [
    ...courseCopyKeys(course).map((key) => ({ ...courseCopy(course), ...key })),
    ...lessons.flatMap((lesson) => lessonCopyKeys(lesson).map((key) => ({ ...lessonCopy(lesson), ...key }))),
  ];
  return { course, card, slug: newSlug(facts.slug, ulid, created.cause), lessons, copies };
}

/** A learner who enrolled and completed some lessons. @param completed ULIDs of lessons */
export function enrollmentItem(enrollment: {
  readonly sub: string;
  readonly course: CourseItem;
  readonly completed: readonly string[];
  /** ISO 8601. */
  readonly now: string;
}): EnrollmentItem {
  const { sub, course, completed, now } = enrollment;
  const by = (mutation: string) => causeOf(userId(sub), `Mutation.${mutation}`);
  const fresh = enrolled({ sub, course, before: null, seatBlock: null, now, cause: by('enroll') });
  if (completed.length === 0) return fresh;
  const at = Math.floor(Date.parse(now) / 1000);
  const completedLessons = Object.fromEntries(completed.map((lesson) => [lesson, at]));
  // The model derives from what was completed what each completion would have derived.
  return enrolled({
    sub,
    course,
    before: { ...fresh, completedLessons },
    seatBlock: null,
    now,
    cause: by('completeLesson'),
  });
}

/** A learner's first review of a course, which nobody has voted on. */
export function reviewItem(review: {
  readonly sub: string;
  readonly courseUlid: string;
  readonly rating: number;
  readonly text: string;
  /** ISO 8601. */
  readonly now: string;
}): ReviewItem {
  const { sub, courseUlid, rating, text, now } = review;
  const learnerId = userId(sub);
  const said = { courseUlid, learnerId, status: 'PUBLISHED', rating, text, createdAt: now } as const;
  return {
    ...reviewKey(courseUlid, sub),
    entity: 'Review',
    v: 1,
    ...said,
    updatedAt: now,
    version: 1,
    ...reviewKeys(said, Date.parse(now)),
    cause: causeOf(learnerId, 'Mutation.reviewCourse'),
  };
}
