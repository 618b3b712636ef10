import { Logger } from '@aws-lambda-powertools/logger';
import { invitationOfMail } from '../../model/invitation.ts';
import type { Key } from '../../model/keys.ts';
import { consume } from '../shared/consume.ts';
import { readEnv } from '../shared/env.ts';
import { noteBounce } from '../shared/note-bounce.ts';
import { Poison } from '../shared/poison.ts';
import { MAIL_EVENTS_ENV } from './env.ts';
import { MailEvent } from './mail-event.ts';
import { causeOf, noteFate, noteSent, suppress, type About } from './notes.ts';

const env = readEnv(MAIL_EVENTS_ENV);

/**
 * Follows our mails: one that has left is noted, so that nobody sends it again; one that comes back for good, or that its
 * reader complains of, ends mails to that address. Of an invitation's mail, the mentor sees that it did not arrive.
 */
export const handler = consume(new Logger({ serviceName: 'mail-events' }), read, async (event) => {
  const { eventType, mail } = event.detail;
  const [sub] = mail.tags['person'] ?? [];
  const [what] = mail.tags['what'] ?? [];
  // Not of a mail that tells a person something.
  if (!sub || !what) return;
  const about = { tableName: env.TABLE, sub, what, event };
  if (eventType === 'Send') return noteSent(about);
  const invitation = invitationOfMail(sub, what);
  return invitation ? followInvitation(about, invitation) : followNotification(about);
});

async function followNotification(about: About): Promise<void> {
  const { detail } = about.event;
  if (hasBounced(about)) {
    await noteFate(about, { status: 'BOUNCED', reason: 'BOUNCE' });
    return suppress(about, 'BOUNCE');
  }
  if (detail.eventType === 'Complaint') {
    if (wasKeptBack(about)) await noteFate(about, { status: 'SKIPPED', reason: 'SUPPRESSED' });
    return suppress(about, 'COMPLAINT');
  }
}

/** Its reader had no account: SES itself keeps out whoever complains. */
async function followInvitation(about: About, invitation: Key): Promise<void> {
  if (!hasBounced(about) && !wasKeptBack(about)) return;
  await noteBounce(about.tableName, invitation, about.event.time, causeOf(about));
}

function hasBounced({ event: { detail } }: About): boolean {
  return detail.eventType === 'Bounce' && detail.bounce?.bounceType === 'Permanent';
}

/** Of a mail that SES has accepted and not sent, because of an earlier one. */
function wasKeptBack({ event: { detail } }: About): boolean {
  return detail.eventType === 'Complaint' && detail.complaint?.complaintSubType === 'OnAccountSuppressionList';
}

function read(message: unknown): MailEvent {
  const { data: event, error } = MailEvent.safeParse(message);
  if (!event) throw new Poison(`This is no event of SES: ${error.message}`);
  return event;
}
