import { InvalidParameterException } from '@aws-sdk/client-sns';
import { subOf } from '../../model/ids.ts';
import type { Delivery, NotificationItem } from '../../model/notification.ts';
import { sendingName } from '../../model/sending.ts';
import type { Recipient } from '../shared/recipients.ts';
import { isOptedOut, sendText } from '../shared/text-messages.ts';
import { linkUrl } from './link-url.ts';
import { sendOnce } from './send-once.ts';
import { smsText } from './sms-text.ts';

/** Tells one notification by text message. */
export function textNotification({ id, title, link }: NotificationItem, { account }: Recipient): Promise<Delivery> {
  const number = account.phone?.number ?? '';
  const text = smsText(title, link ? linkUrl(link) : null);
  return sendOnce({
    what: sendingName({ channel: 'SMS', sub: subOf(account.id), notificationId: id }),
    destination: number,
    send: () => sendUnlessRefused(number, text),
  });
}

async function sendUnlessRefused(number: string, text: string) {
  // SNS takes a message to a phone that has opted out, and throws it away.
  if (await isOptedOut(number)) return { skipped: 'OPTED_OUT' as const };
  try {
    return { messageId: await sendText(number, text) };
  } catch (error) {
    if (error instanceof InvalidParameterException) return { skipped: 'UNREACHABLE' as const };
    throw error;
  }
}
