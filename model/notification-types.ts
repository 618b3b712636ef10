import type { Fact } from './events.ts';
import type { DeliveryMode, NotificationChannel, NotificationType } from '../generated/schema.ts';

/** Every channel, in the order in which they are shown. */
export const CHANNELS: readonly NotificationChannel[] = ['IN_APP', 'EMAIL', 'SMS', 'PUSH'];

/** How each channel is used. */
export type Modes = Readonly<Record<NotificationChannel, DeliveryMode>>;

/** What is known of a type of notification before anybody prefers anything. */
export interface TypeRow {
  /** What it tells. */
  readonly fact: Fact;
  /** What it belongs to, as a heading. */
  readonly category: string;
  /** Whether the channels that it uses by default can't be switched off. */
  readonly mandatory: boolean;
  readonly modes: Modes;
}

const ACCOUNT = 'Your account';
const LEARNING = 'Learning';
const TEACHING = 'Teaching';

function modes(email: DeliveryMode, push: DeliveryMode): Modes {
  // A text message costs as much as thousands of e-mails: only for who asks for it.
  return { IN_APP: 'IMMEDIATE', EMAIL: email, SMS: 'OFF', PUSH: push };
}

/** One row a type. A new type needs a row here, its value in the schema and a template. */
export const NOTIFICATION_TYPES: Readonly<Record<NotificationType, TypeRow>> = {
  WELCOME: { fact: 'account.created', category: ACCOUNT, mandatory: true, modes: modes('IMMEDIATE', 'OFF') },
  ACCOUNT_SUSPENDED: {
    fact: 'account.suspended',
    category: ACCOUNT,
    mandatory: true,
    modes: modes('IMMEDIATE', 'OFF'),
  },
  ACCOUNT_REACTIVATED: {
    fact: 'account.reactivated',
    category: ACCOUNT,
    mandatory: true,
    modes: modes('IMMEDIATE', 'OFF'),
  },
  ENROLLED: { fact: 'enrollment.created', category: LEARNING, mandatory: false, modes: modes('IMMEDIATE', 'OFF') },
  REMOVED_FROM_COURSE: {
    fact: 'enrollment.removed',
    category: LEARNING,
    mandatory: false,
    modes: modes('IMMEDIATE', 'OFF'),
  },
  COURSE_INVITATION: {
    fact: 'invitation.addressed',
    category: LEARNING,
    mandatory: false,
    modes: modes('IMMEDIATE', 'IMMEDIATE'),
  },
  ANNOUNCEMENT: {
    fact: 'announcement.addressed',
    category: LEARNING,
    mandatory: false,
    modes: modes('IMMEDIATE', 'OFF'),
  },
  COURSE_PUBLISHED: {
    fact: 'course.published',
    category: TEACHING,
    mandatory: false,
    modes: modes('IMMEDIATE', 'OFF'),
  },
  COURSE_APPROVED: { fact: 'course.approved', category: TEACHING, mandatory: false, modes: modes('IMMEDIATE', 'OFF') },
  COURSE_REJECTED: { fact: 'course.rejected', category: TEACHING, mandatory: false, modes: modes('IMMEDIATE', 'OFF') },
  COURSE_COMPLETED: {
    fact: 'course.completed',
    category: LEARNING,
    mandatory: false,
    modes: modes('IMMEDIATE', 'IMMEDIATE'),
  },
  COURSE_UPDATED: { fact: 'enrollment.extended', category: LEARNING, mandatory: false, modes: modes('DAILY', 'OFF') },
  REVIEW_RECEIVED: { fact: 'review.created', category: TEACHING, mandatory: false, modes: modes('DAILY', 'OFF') },
  REVIEW_REPLIED: {
    fact: 'review.replied',
    category: LEARNING,
    mandatory: false,
    modes: modes('IMMEDIATE', 'IMMEDIATE'),
  },
  LEVEL_REACHED: { fact: 'level.reached', category: LEARNING, mandatory: false, modes: modes('OFF', 'IMMEDIATE') },
};

/** Facts that somebody is told of. */
export const TOLD_FACTS: readonly Fact[] = Object.values(NOTIFICATION_TYPES).map(({ fact }) => fact);

/** Whether this channel of this type can't be switched off. */
export function isMandatory(type: NotificationType, channel: NotificationChannel): boolean {
  const row = NOTIFICATION_TYPES[type];
  return row.mandatory && row.modes[channel] !== 'OFF';
}
