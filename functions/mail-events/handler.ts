import { Logger } from '@aws-lambda-powertools/logger';
import { consume } from '../shared/consume.ts';
import { readEnv } from '../shared/env.ts';
import { Poison } from '../shared/poison.ts';
import { MAIL_EVENTS_ENV } from './env.ts';
import { MailEvent } from './mail-event.ts';
import { noteFate, noteSent, suppress } from './notes.ts';

const env = readEnv(MAIL_EVENTS_ENV);

/**
 * Follows our mails: one that has left is noted, so that nobody sends it again; one that comes back for good, or that its
 * reader complains of, ends mails to that address.
 */
export const handler = consume(new Logger({ serviceName: 'mail-events' }), read, async (event) => {
  const { eventType, bounce, complaint, mail } = event.detail;
  const [sub] = mail.tags['person'] ?? [];
  const [what] = mail.tags['what'] ?? [];
  // Not of a mail that tells a notification.
  if (!sub || !what) return;
  const about = { tableName: env.TABLE, sub, what, event };
  if (eventType === 'Send') return noteSent(about);
  if (eventType === 'Bounce' && bounce?.bounceType === 'Permanent') {
    await noteFate(about, { status: 'BOUNCED', reason: 'BOUNCE' });
    return suppress(about, 'BOUNCE');
  }
  if (eventType === 'Complaint') {
    // Of a mail that SES has accepted and not sent, because of an earlier one.
    if (complaint?.complaintSubType === 'OnAccountSuppressionList') {
      await noteFate(about, { status: 'SKIPPED', reason: 'SUPPRESSED' });
    }
    return suppress(about, 'COMPLAINT');
  }
});

function read(message: unknown): MailEvent {
  const { data: event, error } = MailEvent.safeParse(message);
  if (!event) throw new Poison(`This is no event of SES: ${error.message}`);
  return event;
}
