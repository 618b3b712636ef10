import type { Key } from './keys.ts';
import type { Delivery, DeliveryReason } from './notification.ts';

/** That a message is being sent by SNS, or was. */
export type SendingItem = Key & {
  readonly entity: 'Sending';
  /** ISO 8601. */
  readonly startedAt: string;
  /** Absent while nobody knows. */
  readonly outcome?: Delivery;
  readonly expiresAt: number;
};

/** What SNS has logged of a message, and which sending it was: whoever knows their part first writes it. */
export type SentMessageItem = Key & {
  readonly entity: 'SentMessage';
  /** When it was published, ISO 8601. */
  readonly publishedAt?: string;
  readonly status?: 'SUCCESS' | 'FAILURE';
  readonly failure?: DeliveryReason;
  /** `SendingItem`'s name of what was sent. */
  readonly sending?: string;
  readonly expiresAt: number;
};

/** What is sent by SNS: one message a channel, and on PUSH a device. */
export interface SendingName {
  readonly channel: 'SMS' | 'PUSH';
  readonly sub: string;
  readonly notificationId: string;
  /** Of PUSH. */
  readonly deviceId?: string;
}

export function sendingName({ channel, sub, notificationId, deviceId = '' }: SendingName): string {
  return [channel, sub, notificationId, deviceId].join('#');
}

export function parseSendingName(name: string): SendingName {
  const [channel = '', sub = '', notificationId = '', deviceId = ''] = name.split('#');
  return { channel: channel as SendingName['channel'], sub, notificationId, ...(deviceId ? { deviceId } : {}) };
}
