import type { NotificationType } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import type { CardItem } from '../../model/card.ts';
import { tells, type DomainEvent, type EventEntity } from '../../model/events.ts';
import { courseUlidOf, subOf } from '../../model/ids.ts';
import { accountKey, cardKey, type Key } from '../../model/keys.ts';
import type { NotificationLink } from '../../model/notification.ts';
import { NOTIFICATION_TYPES } from '../../model/notification-types.ts';

/** What a person is told: one line, and a sentence or two. Plain text. */
export interface Content {
  readonly title: string;
  readonly text: string;
  readonly link?: NotificationLink;
}

/** A notification that an event gives rise to. */
export interface Told extends Content {
  readonly type: NotificationType;
  readonly userId: string;
  /** What is told once, though several events may tell of it. Absent: each event is told. */
  readonly once?: string;
}

/** What a course is called, and whose it is: an event about something in it need not say. */
export type CourseFacts = Pick<CardItem['course'], 'title' | 'mentor'>;

interface Rule<Entity extends EventEntity> {
  readonly type: NotificationType;
  readonly entity: Entity;
  readonly to: (event: DomainEvent<Entity>, course: CourseFacts) => string;
  readonly content: (event: DomainEvent<Entity>, course: CourseFacts, account: AccountItem | undefined) => Content;
  readonly once?: (event: DomainEvent<Entity>) => string;
}

const NO_COURSE: CourseFacts = { title: '', mentor: { id: '', displayName: '' } };

function rule<Entity extends EventEntity>(one: Rule<Entity>): Rule<EventEntity> {
  return one as unknown as Rule<EventEntity>;
}

/** One row for each type of notification: whom its fact is told, and in which words. */
const RULES: readonly Rule<EventEntity>[] = [
  rule({
    type: 'WELCOME',
    entity: 'Account',
    to: ({ data }) => data.userId,
    content: () => ({
      title: 'Welcome to Kalpla',
      text: 'Your account is ready. Find a course that you like, enroll, and begin with its first lesson.',
    }),
  }),
  rule({
    type: 'ACCOUNT_SUSPENDED',
    entity: 'Account',
    to: ({ data }) => data.userId,
    content: (_, __, account) => ({ title: 'Your account is suspended', text: suspensionText(account) }),
  }),
  rule({
    type: 'ACCOUNT_REACTIVATED',
    entity: 'Account',
    to: ({ data }) => data.userId,
    content: () => ({
      title: 'Your account is active again',
      text: 'The suspension of your account has ended: you can sign in and go on where you left off.',
    }),
  }),
  rule({
    type: 'ENROLLED',
    entity: 'Enrollment',
    to: ({ data }) => data.learnerId,
    content: ({ data }) => ({
      title: `You are enrolled in ${data.courseTitle}`,
      text: 'The course is on your dashboard. You can begin at once, and leave off where you like.',
      link: { courseId: data.courseId },
    }),
  }),
  rule({
    type: 'REMOVED_FROM_COURSE',
    entity: 'Enrollment',
    to: ({ data }) => data.learnerId,
    content: ({ data }) => ({
      title: `You were taken out of ${data.courseTitle}`,
      text: 'The course shows why. What you have completed is kept. To come back, ask its mentor for an invitation.',
      link: { courseId: data.courseId },
    }),
  }),
  rule({
    type: 'COURSE_INVITATION',
    entity: 'Invitation',
    to: ({ data }) => data.inviteeId,
    content: ({ data }) => ({
      title: `You are invited to ${data.courseTitle}`,
      text: 'Its mentor would like you to learn there. Accept or decline the invitation within 30 days.',
      link: { courseId: data.courseId },
    }),
  }),
  rule({
    type: 'ANNOUNCEMENT',
    entity: 'Announcement',
    to: ({ data }) => data.told?.learnerId ?? '',
    content: ({ data }) => ({
      title: data.told?.title ?? '',
      text: data.told?.text ?? '',
      link: { courseId: data.courseId },
    }),
  }),
  rule({
    type: 'COURSE_PUBLISHED',
    entity: 'Course',
    to: ({ data }) => data.mentorId,
    content: ({ data }) => ({
      title: `${data.title} is published`,
      text: 'Your course is in the catalogue now, and learners can enroll.',
      link: { courseId: data.courseId },
    }),
  }),
  rule({
    type: 'COURSE_APPROVED',
    entity: 'CourseChange',
    to: ({ data }) => data.mentorId,
    content: ({ data }) => ({
      title: `${data.title} is approved`,
      text: 'You may publish your course. Should you change it before, submit it once more.',
      link: { courseId: data.courseId },
    }),
  }),
  rule({
    type: 'COURSE_REJECTED',
    entity: 'CourseChange',
    to: ({ data }) => data.mentorId,
    content: ({ data }) => ({
      title: `${data.title} is not ready yet`,
      text: 'An Admin has looked at your course and given it back. Its history says why. Change it, then submit it again.',
      link: { courseId: data.courseId },
    }),
  }),
  rule({
    type: 'COURSE_COMPLETED',
    entity: 'Enrollment',
    to: ({ data }) => data.learnerId,
    content: ({ data }) => ({
      title: `You have completed ${data.courseTitle}`,
      text: 'Every lesson is done. Well done! Tell others what you think of the course: your review helps them to choose.',
      link: { courseId: data.courseId },
    }),
  }),
  rule({
    type: 'COURSE_UPDATED',
    entity: 'Enrollment',
    to: ({ data }) => data.learnerId,
    content: ({ data }) => ({
      title: `New lessons in ${data.courseTitle}`,
      text: 'The course has more lessons than before. They are on your dashboard.',
      link: { courseId: data.courseId },
    }),
    // A mentor who writes all day rings once.
    once: ({ data, time }) => `${data.courseId}#${time.slice(0, 'yyyy-MM-dd'.length)}`,
  }),
  rule({
    type: 'REVIEW_RECEIVED',
    entity: 'Review',
    to: (_, { mentor }) => mentor.id,
    content: ({ data }, { title }) => ({
      title: `A new review of ${title}`,
      text: 'A learner has said what they think of your course. You can reply: learners read replies before they enroll.',
      link: { courseId: data.courseId, reviewId: data.reviewId },
    }),
    // Who deletes a review and writes it again does not ring twice.
    once: ({ data }) => data.reviewId,
  }),
  rule({
    type: 'REVIEW_REPLIED',
    entity: 'Review',
    to: ({ data }) => data.learnerId,
    content: ({ data }, { title }) => ({
      title: `A reply to your review of ${title}`,
      text: 'The mentor of the course has replied to what you wrote.',
      link: { courseId: data.courseId, reviewId: data.reviewId },
    }),
  }),
  rule({
    type: 'LEVEL_REACHED',
    entity: 'Points',
    to: ({ data }) => data.learnerId,
    content: ({ data }) => ({
      title: `You have reached level ${data.level}`,
      text: 'Your points have brought you to a new level. Well done!',
    }),
    // Points can be taken back, and the level be reached again.
    once: ({ data }) => `${data.level}`,
  }),
];

/** What the person reads, as it stands when they are told: no event holds a reason, which is personal. */
function suspensionText({ suspension, suspendedUntil }: Partial<AccountItem> = {}): string {
  const reason = suspension ? ` The reason given: ${suspension.reason}` : '';
  const end = suspendedUntil ? `until ${suspendedUntil.slice(0, 16).replace('T', ' ')} UTC` : 'until further notice';
  return `You can't use it ${end}.${reason}`;
}

/** The account that an event is about, where what is told needs it. */
export function accountNeeded(event: DomainEvent): Key | null {
  return event.entity === 'Account' && tells(event, 'account.suspended') ? accountKey(subOf(event.data.userId)) : null;
}

/** The card of the course that an event is about, where what is told needs it. */
export function cardNeeded(event: DomainEvent): Key | null {
  if (event.entity !== 'Review' || rulesOf(event).length === 0) return null;
  return cardKey(courseUlidOf(event.data.courseId) ?? '');
}

/** Whom an event tells what. @param course of an event that needs its card @param account of one that needs it */
export function toldBy(event: DomainEvent, course: CourseFacts = NO_COURSE, account?: AccountItem): readonly Told[] {
  return rulesOf(event).map(({ type, to, content, once }) => ({
    type,
    userId: to(event, course),
    ...content(event, course, account),
    ...(once ? { once: once(event) } : {}),
  }));
}

function rulesOf(event: DomainEvent): readonly Rule<EventEntity>[] {
  return RULES.filter(({ type, entity }) => entity === event.entity && tells(event, NOTIFICATION_TYPES[type].fact));
}
