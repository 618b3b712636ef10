import { isDeepStrictEqual } from 'node:util';
import { REMOVED, type EventData, type EventEntity, type FactOf } from '../../model/events.ts';
import type { AccountItem } from '../../model/account.ts';
import type { AnnouncementItem } from '../../model/announcement.ts';
import type { AwardItem } from '../../model/award.ts';
import { outlineLessons, type CourseItem } from '../../model/course.ts';
import type { CourseChangeItem } from '../../model/course-change.ts';
import { courseCopies, type EnrollmentItem } from '../../model/enrollment.ts';
import { announcementId, courseId, invitationId, lessonId, reviewId, rosterImportId, userId } from '../../model/ids.ts';
import type { InvitationItem } from '../../model/invitation.ts';
import type { LessonItem } from '../../model/lesson.ts';
import { levelOf, type PointsItem } from '../../model/points.ts';
import type { PositionItem } from '../../model/position.ts';
import type { RosterImportItem } from '../../model/roster-import.ts';
import type { ReviewItem } from '../../model/review.ts';
import type { VoteItem } from '../../model/vote.ts';
import { INBOX, positionOf, type Key } from '../../model/keys.ts';
import type { NotificationItem, ReadAllItem } from '../../model/notification.ts';
import type { PreferencesItem } from '../../model/notification-preferences.ts';
import type { ContactItem } from '../../model/contact.ts';

/** What a change of one entity means. */
export interface Described<Entity extends EventEntity> {
  /** The weightiest first. */
  readonly facts: readonly [FactOf<Entity>, ...FactOf<Entity>[]];
  readonly data: EventData[Entity];
}

/** An item of an entity before and after a write. */
interface Change<Item> {
  readonly before: Item | undefined;
  readonly after: Item;
}

function account({ before, after }: Change<AccountItem>): Described<'Account'> {
  const data = { userId: after.id };
  // Whoever signs up is a Student, and the function that makes the account puts them into the pool's group.
  const regrouped = !isDeepStrictEqual(before?.groups ?? ['Student'], after.groups);
  const groups = regrouped ? (['groups.changed'] as const) : [];
  if (!before) return { facts: ['account.created', ...groups], data };
  const [first = 'account.updated', ...others] = [...suspensionFacts(before, after), ...groups];
  return { facts: [first, ...others], data };
}

function suspensionFacts(before: AccountItem, after: AccountItem): FactOf<'Account'>[] {
  if (after.status === 'ACTIVE') return before.status === 'SUSPENDED' ? ['account.reactivated'] : [];
  return before.status === 'ACTIVE' || !isDeepStrictEqual(before.suspension, after.suspension)
    ? ['account.suspended']
    : [];
}

function course({ before, after }: Change<CourseItem>): Described<'Course'> | null {
  const { ulid, mentor, title, version, copying } = after;
  const data = { courseId: courseId(ulid), mentorId: mentor.id, title, version };
  if (!before) return { facts: copying ? ['course.created', 'course.duplicated'] : ['course.created'], data };
  // How far the copying is, is nobody's business but the reader's.
  if (copying && copying.copied !== before.copying?.copied) return null;
  const isNew = after.status === 'PUBLISHED' && before.status !== 'PUBLISHED';
  const changed = showsOtherwise(before, after) ? (['outline.changed'] as const) : [];
  return { facts: [isNew ? 'course.published' : 'course.updated', ...changed, ...draftFacts(before, after)], data };
}

function draftFacts(before: CourseItem, after: CourseItem): FactOf<'Course'>[] {
  if (before.draft?.state === after.draft?.state) return [];
  if (after.draft?.state === 'GOING_LIVE') return ['draft.released'];
  return after.draft?.state === 'DISCARDED' ? ['draft.discarded'] : [];
}

/** Whether dashboards of learners show the course otherwise. Nobody is in one that was never published. */
function showsOtherwise(before: CourseItem, after: CourseItem): boolean {
  const shown = (item: CourseItem) => ({ ...courseCopies(item), lessons: outlineLessons(item) });
  return after.publishedAt !== undefined && !isDeepStrictEqual(shown(before), shown(after));
}

/** That it was published, the course itself tells. */
function courseChange({ after }: Change<CourseChangeItem>): Described<'CourseChange'> | null {
  const { action, courseUlid, mentorId, title } = after;
  if (action === 'PUBLISHED') return null;
  const fact = `course.${action.toLowerCase() as Lowercase<typeof action>}` as const;
  return { facts: [fact], data: { courseId: courseId(courseUlid), mentorId, title } };
}

function lesson({ before, after }: Change<LessonItem>): Described<'Lesson'> {
  const { courseUlid, ulid } = after;
  return {
    facts: [before ? 'lesson.updated' : 'lesson.created'],
    data: { courseId: courseId(courseUlid), lessonId: lessonId(courseUlid, ulid) },
  };
}

function enrollment({ before, after }: Change<EnrollmentItem>): Described<'Enrollment'> {
  const { courseUlid, learnerId } = after;
  const done = Object.keys(after.completedLessons).filter((ulid) => !before?.completedLessons[ulid]);
  const facts: FactOf<'Enrollment'>[] = [];
  if (after.status === 'COMPLETED' && !before?.completedAt) facts.push('course.completed');
  // Enrolling again brings back what was completed: nothing of it happens anew.
  if (before && done.length > 0) facts.push('lesson.completed');
  if (after.status !== 'CANCELED' && (!before || before.status === 'CANCELED')) facts.push('enrollment.created');
  if (after.removal && !before?.removal) facts.push('enrollment.removed');
  if (after.status === 'CANCELED' && before?.status !== 'CANCELED') facts.push('enrollment.canceled');
  if (after.extendedAt && after.extendedAt !== before?.extendedAt) facts.push('enrollment.extended');
  const [first = 'enrollment.updated', ...others] = facts;
  return {
    facts: [first, ...others],
    data: {
      courseId: courseId(courseUlid),
      learnerId,
      courseTitle: after.course.title,
      lessonIds: before ? done.map((ulid) => lessonId(courseUlid, ulid)) : [],
    },
  };
}

function invitation({ before, after }: Change<InvitationItem>): Described<'Invitation'> | null {
  const { courseUlid, ulid, course, inviteeId = '' } = after;
  const data = {
    courseId: courseId(courseUlid),
    invitationId: invitationId(courseUlid, ulid),
    courseTitle: course.title,
    inviteeId,
  };
  if (!before) return { facts: ['invitation.created'], data };
  if (inviteeId && !before.inviteeId) return { facts: ['invitation.addressed'], data };
  return after.state === before.state ? null : { facts: ['invitation.ended'], data };
}

/** How far it is meanwhile is nobody's business but the reader's. */
function rosterImport({ before, after }: Change<RosterImportItem>): Described<'RosterImport'> | null {
  const { courseUlid, ulid, isDone } = after;
  const data = { courseId: courseId(courseUlid), importId: rosterImportId(courseUlid, ulid) };
  if (!before) return { facts: ['roster.requested'], data };
  return isDone && !before.isDone ? { facts: ['roster.imported'], data } : null;
}

function announcement({ after }: Change<AnnouncementItem>): Described<'Announcement'> {
  const { courseUlid, ulid } = after;
  const data = { courseId: courseId(courseUlid), announcementId: announcementId(courseUlid, ulid) };
  return { facts: ['announcement.created'], data };
}

/** A lesson is opened once; where its learner is in it now is no event: it is reported every half minute. */
function position({ before, after }: Change<PositionItem>): Described<'Position'> | null {
  const of = positionOf(after);
  if (before || !of) return null;
  const { sub, courseUlid, lessonUlid } = of;
  return {
    facts: ['lesson.opened'],
    data: { courseId: courseId(courseUlid), lessonId: lessonId(courseUlid, lessonUlid), learnerId: userId(sub) },
  };
}

function award({ before, after }: Change<AwardItem>): Described<'Award'> {
  const { learnerId, rule, objectId, points } = after;
  return { facts: [before ? 'points.corrected' : 'points.awarded'], data: { learnerId, rule, objectId, points } };
}

function notification({ before, after }: Change<NotificationItem>): Described<'Notification'> {
  const { userId, id, type, channels } = after;
  const data = { userId, notificationId: id, type };
  if (before) return { facts: ['notification.updated'], data };
  const isPending = Object.values(channels).some(({ status, dueAt }) => status === 'PENDING' && !dueAt);
  return { facts: ['notification.created', ...(isPending ? (['notification.pending'] as const) : [])], data };
}

function preferences({ after }: Change<PreferencesItem>): Described<'NotificationPreferences'> {
  return { facts: ['preferences.updated'], data: { userId: inboxOwner(after) } };
}

function readAll({ after }: Change<ReadAllItem>): Described<'ReadAll'> {
  return { facts: ['inbox.cleared'], data: { userId: inboxOwner(after), readAllAt: after.readAllAt } };
}

function contact({ after }: Change<ContactItem>): Described<'Contact'> {
  return { facts: ['contact.updated'], data: { userId: after.userId } };
}

function inboxOwner({ pk }: Key): string {
  return userId(pk.slice(INBOX.length));
}

/** Entities that follow from other items' changes, in partitions that hold what is told too. */
const FOLLOWING: readonly string[] = ['NotificationState', 'SentMail', 'Told', 'PhoneCode', 'Devices', 'CourseDraft'];

/**
 * Sums are worth telling where they reach a level: what they consist of, the awards tell. A level that was lost is
 * reached again: whoever acts once on a level goes by learner and level, not by the event.
 */
function points({ before, after }: Change<PointsItem>): Described<'Points'> | null {
  const level = levelOf(after.total);
  if (level <= levelOf(before?.total ?? 0)) return null;
  return { facts: ['level.reached'], data: { learnerId: after.learnerId, level } };
}

/** Votes that a fold has counted are no news: the votes were. */
function review({ before, after }: Change<ReviewItem>): Described<'Review'> | null {
  const { courseUlid, learnerId, version } = after;
  if (before && before.version === version) return null;
  const is = after.status === 'PUBLISHED';
  const was = before?.status === 'PUBLISHED';
  const facts: FactOf<'Review'>[] = [];
  if (is && !was) facts.push('review.created');
  if (was && !is) facts.push('review.deleted');
  if (after.reply && !isDeepStrictEqual(after.reply, before?.reply)) facts.push('review.replied');
  const [first = 'review.updated', ...others] = facts;
  const reviewed = { courseId: courseId(courseUlid), reviewId: reviewId(courseUlid, learnerId) };
  return { facts: [first, ...others], data: { ...reviewed, learnerId, version } };
}

function vote({ after }: Change<VoteItem>): Described<'Vote'> {
  const { courseUlid, reviewerId, voterId } = after;
  const about = { courseId: courseId(courseUlid), reviewId: reviewId(courseUlid, reviewerId) };
  return { facts: ['review.voted'], data: { ...about, learnerId: voterId } };
}

/** By entity. */
const DESCRIBE: {
  readonly [Entity in EventEntity]: (change: Change<never>) => Described<Entity> | null;
} = {
  Account: account,
  Course: course,
  CourseChange: courseChange,
  Lesson: lesson,
  Enrollment: enrollment,
  Invitation: invitation,
  RosterImport: rosterImport,
  Announcement: announcement,
  Position: position,
  Award: award,
  Notification: notification,
  NotificationPreferences: preferences,
  ReadAll: readAll,
  Contact: contact,

  Points: points,
  Review: review,
  Vote: vote,
};

/**
 * What the change means, or null where it is nobody's business.
 * @throws Error for an entity that is not described: a forgotten one must not be silent
 */
export function describeChange(
  entity: string,
  before: object | undefined,
  after: object | undefined,
): {
  readonly entity: EventEntity;
  readonly type: string;
  readonly facts: readonly string[];
  readonly data: object;
} | null {
  if (FOLLOWING.includes(entity)) return null;
  if (!isDescribed(entity)) throw new Error(`Items of entity ${entity} are not described as events.`);
  const described = DESCRIBE[entity]({ before: before as never, after: (after ?? before) as never });
  if (!described) return null;
  const facts = after ? described.facts : [REMOVED];
  return { entity, type: facts[0], facts, data: described.data };
}

function isDescribed(entity: string): entity is EventEntity {
  return Object.hasOwn(DESCRIBE, entity);
}
