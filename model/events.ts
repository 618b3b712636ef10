import type { NotificationType } from '../generated/schema.ts';
import type { AwardRule } from './award.ts';
import type { Cause } from './cause.ts';
import type { Key } from './keys.ts';

/** `source` of every event on the stage's bus. */
export const EVENT_SOURCE = 'kalpla';

/**
 * What an event tells besides its facts, by the entity that changed: ids, and the little that consumers and the audit
 * trail need to know. Never an image, and nothing personal: no names of people, no e-mail. The trail can't be edited.
 */
export interface EventData {
  Account: { readonly userId: string };
  CourseChange: { readonly courseId: string; readonly mentorId: string; readonly title: string };
  Course: {
    readonly courseId: string;
    readonly mentorId: string;
    readonly title: string;
    /** Goes up with every change. */
    readonly version: number;
  };
  Lesson: { readonly courseId: string; readonly lessonId: string };
  Enrollment: {
    readonly courseId: string;
    readonly learnerId: string;
    readonly courseTitle: string;
    /** Lessons that this change completed. */
    readonly lessonIds: readonly string[];
  };
  Invitation: {
    readonly courseId: string;
    readonly invitationId: string;
    readonly courseTitle: string;
    /** Empty as long as nobody is known to have the address. */
    readonly inviteeId: string;
  };
  RosterImport: { readonly courseId: string; readonly importId: string };
  Announcement: {
    readonly courseId: string;
    readonly announcementId: string;
    /** Whom it is told, and in which words: in messages to the queue of notifications, never on the bus. */
    readonly told?: { readonly learnerId: string; readonly title: string; readonly text: string };
  };
  Position: { readonly courseId: string; readonly lessonId: string; readonly learnerId: string };
  Notification: { readonly userId: string; readonly notificationId: string; readonly type: NotificationType };
  NotificationPreferences: { readonly userId: string };
  ReadAll: { readonly userId: string; readonly readAllAt: string };
  Contact: { readonly userId: string };
  Award: { readonly learnerId: string; readonly rule: AwardRule; readonly objectId: string; readonly points: number };
  Points: { readonly learnerId: string; readonly level: number };
  Review: {
    readonly courseId: string;
    readonly reviewId: string;
    readonly learnerId: string;
    /** Goes up with every change by a person. */
    readonly version: number;
  };
  Vote: { readonly courseId: string; readonly reviewId: string; readonly learnerId: string };
}

/** What can have happened to an entity, as noun.past. Rules of consumers name these. */
export const FACTS = {
  // `groups.changed`: what the sign-in claims has to follow.
  Account: ['account.created', 'account.suspended', 'account.reactivated', 'groups.changed', 'account.updated'],
  CourseChange: [
    'course.submitted',
    'course.withdrawn',
    'course.approved',
    'course.rejected',
    'course.scheduled',
    'course.unscheduled',
    'course.archived',
    'course.unarchived',
    'course.revised',
  ],
  // `outline.changed`: of a course that learners are in, which lessons it has in which order, or what it is called.
  // `course.duplicated`: it begins as another one is, and its lessons are to be copied.
  // `draft.released`, `draft.discarded`: a draft of a published course is to go live, or to vanish.
  Course: [
    'course.created',
    'course.duplicated',
    'course.published',
    'course.updated',
    'outline.changed',
    'draft.released',
    'draft.discarded',
  ],
  Lesson: ['lesson.created', 'lesson.updated'],
  Enrollment: [
    'enrollment.created',
    'enrollment.canceled',
    'enrollment.removed',
    'enrollment.updated',
    // Its course has more lessons than before.
    'enrollment.extended',
    'lesson.completed',
    'course.completed',
  ],
  // `invitation.addressed`: whose address it is, is known.
  Invitation: ['invitation.created', 'invitation.addressed', 'invitation.ended'],
  RosterImport: ['roster.requested', 'roster.imported'],
  // `announcement.addressed`: to one learner, told to the queue of notifications alone.
  Announcement: ['announcement.created', 'announcement.addressed'],
  Position: ['lesson.opened'],
  // `notification.pending`: a channel is to be served at once.
  Notification: ['notification.created', 'notification.pending', 'notification.updated'],
  NotificationPreferences: ['preferences.updated'],
  ReadAll: ['inbox.cleared'],
  Contact: ['contact.updated'],
  Award: ['points.awarded', 'points.corrected'],
  Points: ['level.reached'],
  Review: ['review.created', 'review.deleted', 'review.replied', 'review.updated'],
  Vote: ['review.voted'],
} as const satisfies Record<keyof EventData, readonly string[]>;

/** What can have happened to any of them: deleted by hand, or because its time to live was over. */
export const REMOVED = 'item.removed';

export type EventEntity = keyof EventData;
export type FactOf<Entity extends EventEntity> = (typeof FACTS)[Entity][number] | typeof REMOVED;
export type Fact = FactOf<EventEntity>;

/** What every event carries. */
interface Envelope<Entity extends EventEntity> {
  /** Of the stream's record: the same whenever it is delivered again. */
  readonly id: string;
  /** The weightiest of the facts: the event's `detail-type`. */
  readonly type: FactOf<Entity>;
  /** What happened. Rules match these. */
  readonly facts: readonly FactOf<Entity>[];
  /** When the item was written, ISO 8601, to the second. */
  readonly time: string;
  /** Who and what made the write. */
  readonly cause: Cause;
  readonly entity: Entity;
  readonly key: Key;
  /** Names of the attributes that differ; of a new item all. */
  readonly changed: readonly string[];
  /** SHA-256 of the item before and after, in hex; absent where there was or is none. */
  readonly before?: string;
  readonly after?: string;
  readonly data: EventData[Entity];
}

/** A change of one item, as consumers learn of it: `detail` of an event on the bus. */
export type DomainEvent<Entity extends EventEntity = EventEntity> = {
  readonly [One in Entity]: Envelope<One>;
}[Entity];

/** Whether a message is an event of ours, as far as consumers depend on it before they look at what it tells. */
export function isDomainEvent(message: unknown): message is DomainEvent {
  if (typeof message !== 'object' || message === null) return false;
  const { id, time, entity, facts, data } = message as { readonly [Name in keyof DomainEvent]?: unknown };
  return (
    typeof id === 'string' &&
    typeof time === 'string' &&
    typeof entity === 'string' &&
    Object.hasOwn(FACTS, entity) &&
    Array.isArray(facts) &&
    typeof data === 'object' &&
    data !== null
  );
}

/** Whether the event tells one of the facts. */
export function tells(event: DomainEvent, ...facts: readonly Fact[]): boolean {
  const told: readonly Fact[] = event.facts;
  return facts.some((fact) => told.includes(fact));
}
