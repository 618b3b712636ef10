import type { Cloud } from '../cloud.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

/** Where a code went, as the API tells the caller. */
export interface CodeDeliveryDetails {
  readonly AttributeName: 'email';
  readonly DeliveryMedium: 'EMAIL';
  readonly Destination: string;
}

const DEFAULTS = {
  code: { subject: 'Your verification code', message: 'Your confirmation code is {####}' },
  attribute: { subject: 'Your verification code', message: 'Your verification code is {####}' },
  password: { subject: 'Your verification code', message: 'Your password reset code is {####}' },
  invitation: {
    subject: 'Your temporary password',
    message: 'Your username is {username} and temporary password is {####}.',
  },
};

/** Sends the e-mails of a user pool: to the outbox. */
export class Messages {
  readonly #cloud: Cloud;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** The code that confirms an account or an address, or that allows a new password. */
  sendCode(pool: UserPool, user: User, kind: 'code' | 'attribute' | 'password', code: string): CodeDeliveryDetails {
    const { subject, message } = pool.settings.verification;
    return this.#send(pool, user, subject ?? DEFAULTS[kind].subject, message ?? DEFAULTS[kind].message, code);
  }

  sendInvitation(pool: UserPool, user: User, password: string): void {
    const { subject, message } = pool.settings.invitation;
    this.#send(pool, user, subject ?? DEFAULTS.invitation.subject, message ?? DEFAULTS.invitation.message, password);
  }

  #send(pool: UserPool, user: User, subject: string, message: string, secret: string): CodeDeliveryDetails {
    const to = user.attributes['email'] ?? '';
    const username = pool.settings.emailIsUsername ? to : user.username;
    const fill = (template: string, encode: (text: string) => string): string =>
      template.replaceAll('{####}', () => encode(secret)).replaceAll('{username}', () => encode(username));
    this.#cloud.outbox.send({
      to,
      channel: 'EMAIL',
      subject: fill(subject, (text) => text),
      text: fill(plain(message), (text) => text),
      html: fill(message, escapeHtml),
      headers: {},
    });
    return delivery(to);
  }
}

/** `s***@k***` for somebody@kalpla.test. */
export function delivery(email: string): CodeDeliveryDetails {
  const [local = '', domain = ''] = email.split('@');
  const Destination = `${[...local][0] ?? ''}***@${[...domain][0] ?? ''}***`;
  return { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination };
}

const plain = (html: string): string => html.replaceAll(/<br\s*\/?>/gi, '\n').replaceAll(/<[^>]*>/g, '');

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
