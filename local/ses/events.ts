import { randomUUID } from 'node:crypto';
import type { ConfigurationSet } from './configuration-sets.ts';
import { arriving } from './mail.ts';
import type { Fate, Mail, Recipient } from './mail.ts';

/** An event of a message, as EventBridge gets it. */
export interface MailEvent {
  /** In the API's form, such as `BOUNCE`. */
  readonly type: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Where the messages come from. */
export interface Origin {
  readonly accountId: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface Bounce {
  readonly type: 'Permanent' | 'Transient';
  readonly subType: string;
  /** What the recipient's server, or SES in its place, has answered; an automatic reply is no such answer. */
  readonly answer?: { readonly status: string; readonly diagnosticCode: string };
}

const listHelp = 'see the Amazon SES Developer Guide at https://docs.aws.amazon.com/ses/latest/DeveloperGuide/';
const bounces: Partial<Readonly<Record<Fate, Bounce>>> = {
  bounced: {
    type: 'Permanent',
    subType: 'General',
    answer: { status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
  },
  softBounced: {
    type: 'Transient',
    subType: 'General',
    answer: { status: '4.4.7', diagnosticCode: 'smtp; 451 4.4.7 Temporary failure, message expired' },
  },
  onGlobalList: {
    type: 'Permanent',
    subType: 'Suppressed',
    answer: {
      status: '5.1.1',
      diagnosticCode: `Amazon SES has suppressed sending to this address because it has a recent history of bouncing as an invalid address. For more information about how to remove an address from the suppression list, ${listHelp}remove-from-suppressionlist.html`,
    },
  },
  bouncedBefore: {
    type: 'Permanent',
    subType: 'OnAccountSuppressionList',
    answer: {
      status: '5.1.1',
      diagnosticCode: `Amazon SES did not send the message to this address because it is on the suppression list for your account. For more information about removing addresses from the suppression list, ${listHelp}sending-email-suppression-list.html`,
    },
  },
  autoReplied: { type: 'Transient', subType: 'General' },
};

/** All that happens to a message, in the order in which it happens. Bounces alike of several recipients are one. */
export function eventsOf(mail: Mail, origin: Origin): MailEvent[] {
  const common = mailObject(mail, origin);
  const event = (type: string, eventType: string, detailType: string, content: object): MailEvent => ({
    type,
    detailType,
    detail: { eventType, mail: common, [type.toLowerCase()]: content },
  });
  return [
    event('SEND', 'Send', 'Email Sent', {}),
    ...mail.recipients
      .filter(({ fate }) => arriving.has(fate))
      .map((recipient) => event('DELIVERY', 'Delivery', 'Email Delivered', delivery(mail, recipient, origin))),
    ...byFate(mail).flatMap(([fate, recipients]) => {
      const bounce = bounces[fate];
      return bounce ? [event('BOUNCE', 'Bounce', 'Email Bounced', bounceObject(mail, bounce, recipients, origin))] : [];
    }),
    ...byFate(mail)
      .filter(([fate]) => fate === 'complained' || fate === 'complainedBefore')
      .map(([fate, recipients]) =>
        event('COMPLAINT', 'Complaint', 'Email Complaint Received', complaint(mail, fate, recipients, origin)),
      ),
  ];
}

/** Those that a configuration set's event destinations want. */
export function wanted(events: readonly MailEvent[], { destinations }: ConfigurationSet): MailEvent[] {
  return events.flatMap((event) =>
    destinations.filter(({ enabled, types }) => enabled && types.has(event.type)).map(() => event),
  );
}

/** Names what a bounce or complaint of a message is about; the same each time. */
export function feedbackId({ id }: Mail): string {
  return `${id.slice(0, 17)}${id.slice(17, -7).split('-').toReversed().join('-')}-000000`;
}

/** As SES makes them: the time in hexadecimal, then what is unique. */
export function newMessageId(now: number): string {
  return `0100${now.toString(16).padStart(12, '0')}-${randomUUID()}-000000`;
}

function byFate({ recipients }: Mail): [Fate, Recipient[]][] {
  return [...Map.groupBy(recipients, ({ fate }) => fate)];
}

function mailObject(mail: Mail, { accountId }: Origin): object {
  const { id, subject, to, cc, replyTo } = mail;
  return {
    timestamp: new Date(mail.acceptedAt).toISOString(),
    source: mail.source,
    sourceArn: mail.sourceArn,
    sendingAccountId: accountId,
    messageId: id,
    destination: mail.recipients.map(({ address }) => address),
    headersTruncated: false,
    headers: mail.headers,
    commonHeaders: {
      from: [mail.source],
      ...(replyTo.length > 0 && { replyTo }),
      ...(to.length > 0 && { to }),
      ...(cc.length > 0 && { cc }),
      messageId: id,
      subject,
    },
    tags: mail.tags,
  };
}

function delivery(mail: Mail, { address }: Recipient, { now }: Origin): object {
  return {
    timestamp: new Date(now).toISOString(),
    processingTimeMillis: Math.max(0, now - mail.acceptedAt),
    recipients: [address],
    smtpResponse: '250 2.6.0 Message received',
    reportingMTA: 'local.smtp-out.amazonses.com',
  };
}

function bounceObject(mail: Mail, bounce: Bounce, recipients: readonly Recipient[], { now }: Origin): object {
  const { type, subType, answer } = bounce;
  return {
    bounceType: type,
    bounceSubType: subType,
    bouncedRecipients: recipients.map(({ address }) => ({
      emailAddress: address,
      ...(answer && { action: 'failed', ...answer }),
    })),
    timestamp: new Date(now).toISOString(),
    feedbackId: feedbackId(mail),
    ...(answer && { reportingMTA: 'dns; local.smtp-out.amazonses.com' }),
  };
}

function complaint(mail: Mail, fate: Fate, recipients: readonly Recipient[], { now }: Origin): object {
  const at = new Date(now).toISOString();
  const report = { userAgent: 'Amazon SES Mailbox Simulator', complaintFeedbackType: 'abuse', arrivalDate: at };
  return {
    complainedRecipients: recipients.map(({ address }) => ({ emailAddress: address })),
    timestamp: at,
    feedbackId: feedbackId(mail),
    complaintSubType: fate === 'complained' ? null : 'OnAccountSuppressionList',
    ...(fate === 'complained' && report),
  };
}
