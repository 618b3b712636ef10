import type { Context } from 'aws-lambda';
import { subOf } from '../../model/ids.ts';
import type { Delivery, NotificationItem } from '../../model/notification.ts';
import { isMandatory } from '../../model/notification-types.ts';
import { once } from '../shared/once.ts';
import type { Recipient } from '../shared/recipients.ts';
import { tableName } from './environment.ts';
import { findSentMail, sendMail, type Mail } from './post.ts';
import { render } from './template.ts';
import { unsubscribeUrl } from './unsubscribe-url.ts';

interface Sending {
  /** What is sent to whom: sent once. */
  readonly key: string;
  readonly sub: string;
  /** Tells the provider's events which mail they are about. */
  readonly what: string;
  readonly mail: Mail;
  /** Ids of the notifications that the mail tells. */
  readonly tells: readonly string[];
}

/**
 * The guard holds against whoever comes at the same time or later. Against a crash between the sending and its note, and
 * a broken answer, the provider's own word is asked: SES takes the same mail as often as it comes.
 */
const sendOnce = once('mail', tableName, async ({ sub, what, mail, tells }: Sending) => {
  const sent = await findSentMail(sub, what);
  return { messageId: sent?.messageId ?? (await sendMail(mail, { sub, what })), tells: [...tells] };
});

/** A mail that has left. */
export interface SentMail {
  /** What the receipts say. */
  readonly delivery: Delivery;
  /** Ids of the notifications that it tells: those of the first call, when this one repeats it. */
  readonly tells: readonly string[];
}

/** Sends one mail, once. */
export async function mailOnce(mail: Omit<Sending, 'key'>, context: Context): Promise<SentMail> {
  const { messageId, tells } = await sendOnce({ ...mail, key: `${mail.sub}#${mail.what}` }, context);
  return { delivery: { status: 'SENT', at: new Date().toISOString(), messageId }, tells };
}

/** Tells one notification by e-mail. */
export async function mailNotification(
  { id, type, title, text, link }: NotificationItem,
  recipient: Recipient,
  context: Context,
): Promise<Delivery> {
  const { account } = recipient;
  const unsubscribe = isMandatory(type, 'EMAIL') ? null : await unsubscribeUrl(recipient, { type });
  const mail = render({
    to: account,
    subject: title,
    entries: [{ title, text, ...(link ? { link } : {}) }],
    unsubscribe,
  });
  const sent = await mailOnce({ sub: subOf(account.id), what: id, mail, tells: [id] }, context);
  return sent.delivery;
}
