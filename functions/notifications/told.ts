import type { NotificationType } from '../../generated/schema.ts';
import { tells, type DomainEvent, type EventEntity } from '../../model/events.ts';
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
  /** What is told once in a life, whatever events say it again. Absent: each event is told. */
  readonly once?: string;
}

interface Rule<Entity extends EventEntity> {
  readonly type: NotificationType;
  readonly entity: Entity;
  readonly to: (event: DomainEvent<Entity>) => string;
  readonly content: (event: DomainEvent<Entity>) => Content;
  readonly once?: (event: DomainEvent<Entity>) => string;
}

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
    type: 'LEVEL_REACHED',
    entity: 'Points',
    to: ({ data }) => data.learnerId,
    content: ({ data }) => ({
      title: `You have reached level ${data.level}`,
      text: 'Your points have brought you a level up. Go on learning to reach the next.',
    }),
    // Points that are taken back and come again reach it again.
    once: ({ data }) => `LEVEL_REACHED#${data.level}`,
  }),
];

/** Whom an event tells what. */
export function toldBy(event: DomainEvent): readonly Told[] {
  return RULES.filter(({ type, entity }) => entity === event.entity && isToldBy(event, type)).map(
    ({ type, to, content, once }) => ({
      type,
      userId: to(event),
      ...content(event),
      ...(once ? { once: once(event) } : {}),
    }),
  );
}

function isToldBy(event: DomainEvent, type: NotificationType): boolean {
  const { fact } = NOTIFICATION_TYPES[type];
  return fact !== undefined && tells(event, fact);
}
