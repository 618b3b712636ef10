import { z } from 'zod';
import { mailbox } from './addresses.ts';
import { badRequest, notRun } from './errors.ts';
import { withOwnHeaders } from './message-headers.ts';
import type { MessageHeader } from './message-headers.ts';
import { decoded } from './text-content.ts';

const text = z.string().optional();
const texts = z.array(z.string()).optional();
const content = z.looseObject({ Data: text, Charset: text }).optional();
const pairs = z.array(z.looseObject({ Name: text, Value: text })).optional();

/** Types of the members of SendEmail. */
export const sendMembers = z.looseObject({
  FromEmailAddress: text,
  FromEmailAddressIdentityArn: text,
  Destination: z.looseObject({ ToAddresses: texts, CcAddresses: texts, BccAddresses: texts }).optional(),
  ReplyToAddresses: texts,
  FeedbackForwardingEmailAddress: text,
  Content: z
    .looseObject({
      Simple: z
        .looseObject({
          Subject: content,
          Body: z.looseObject({ Text: content, Html: content }).optional(),
          Headers: pairs,
        })
        .optional(),
    })
    .optional(),
  EmailTags: pairs,
  ConfigurationSetName: text,
});

export type SendInput = z.infer<typeof sendMembers>;

/** What a message consists of. */
export interface Message {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: readonly MessageHeader[];
}

const mostRecipients = 50;
const longestTag = 256;
const mostTags = 50;
/** Bytes, after base64 encoding. */
const largestMessage = 40 * 1024 ** 2;

const refusedMembers = [
  ...['TenantName', 'EndpointId', 'ListManagementOptions', 'ConfigurationOverrides'],
  'FeedbackForwardingEmailAddressIdentityArn',
];

/** @throws AwsError BadRequestException: what AWS would run, and the local SES doesn't */
export function refuseOtherThanSimple(input: SendInput): void {
  const member = refusedMembers.find((name) => input[name] !== undefined);
  if (member) throw notRun(member);
  const kind = ['Raw', 'Template'].find((name) => input.Content?.[name] !== undefined);
  if (kind) throw notRun(`Content.${kind}: send Content.Simple`);
  if (input.Content?.Simple?.Attachments !== undefined) throw notRun('Content.Simple.Attachments');
}

/** Addresses to whom a message goes, as written, in their order. @throws AwsError BadRequestException */
export function recipientsOf({ Destination: destination = {} }: SendInput): string[] {
  const { ToAddresses: to = [], CcAddresses: cc = [], BccAddresses: bcc = [] } = destination;
  const recipients = [...to, ...cc, ...bcc];
  if (recipients.length === 0) throw badRequest('There are no recipients specified');
  if (recipients.length > mostRecipients) throw badRequest(`Recipient count exceeds ${mostRecipients}.`);
  return recipients.map((recipient) => mailbox(recipient).address);
}

/** @throws AwsError BadRequestException */
export function messageOf(input: SendInput): Message {
  const simple = input.Content?.Simple;
  if (!simple) throw badRequest('Missing required parameter: Content');
  const { Subject: subject, Body: body = {} } = simple;
  if (subject?.Data === undefined) throw badRequest('Missing required parameter: Content.Simple.Subject.Data');
  if (body.Text?.Data === undefined && body.Html?.Data === undefined) {
    throw badRequest('Missing required parameter: Content.Simple.Body.Text.Data or Content.Simple.Body.Html.Data');
  }
  const message = {
    subject: decoded(subject),
    text: body.Text ? decoded(body.Text) : '',
    html: body.Html ? decoded(body.Html) : '',
  };
  const own = (simple.Headers ?? []).map(({ Name = '', Value = '' }) => ({ name: Name, value: Value }));
  const headers = withOwnHeaders(madeHeaders(input, message), own);
  checkSize({ ...message, headers });
  return { ...message, headers };
}

/** @throws AwsError BadRequestException */
export function tagsOf({ EmailTags: tags = [] }: SendInput): Record<string, string[]> {
  if (tags.length > mostTags) throw badRequest(`A message can have no more than ${mostTags} tags.`);
  const byName: Record<string, string[]> = {};
  for (const { Name: name = '', Value: value = '' } of tags) {
    checkTag('name', name);
    checkTag('value', value);
    byName[name] = [value];
  }
  return byName;
}

function checkTag(part: string, given: string): void {
  if (given.length > longestTag) {
    throw badRequest(`The tag ${part} <${given}> can contain no more than ${longestTag} characters.`);
  }
  if (/^[A-Za-z0-9_-]+$/.test(given)) return;
  throw badRequest(`Invalid tag ${part} <${given}>: only alphanumeric ASCII characters, '_', and '-' are allowed.`);
}

/** Those that SES makes of a request; its own date and message id go on top when the message leaves. */
function madeHeaders(input: SendInput, { subject, text: plain, html }: Omit<Message, 'headers'>): MessageHeader[] {
  const { ToAddresses: to = [], CcAddresses: cc = [] } = input.Destination ?? {};
  const { ReplyToAddresses: replyTo = [] } = input;
  for (const address of replyTo) mailbox(address);
  const list = (name: string, addresses: readonly string[]) =>
    addresses.length === 0 ? [] : [{ name, value: addresses.join(', ') }];
  const type =
    plain && html ? 'multipart/alternative' : html ? 'text/html; charset=UTF-8' : 'text/plain; charset=UTF-8';
  return [
    { name: 'From', value: input.FromEmailAddress ?? '' },
    ...list('Reply-To', replyTo),
    ...list('To', to),
    ...list('Cc', cc),
    { name: 'Subject', value: subject },
    { name: 'MIME-Version', value: '1.0' },
    { name: 'Content-Type', value: type },
  ];
}

function checkSize({ text: plain, html, headers }: Message): void {
  const encoded = (part: string) => Math.ceil(Buffer.byteLength(part) / 3) * 4;
  const bytes = headers.reduce((sum, { name, value }) => sum + name.length + value.length + 4, 0);
  const size = bytes + encoded(plain) + encoded(html);
  if (size > largestMessage) throw badRequest(`Message length is more than ${largestMessage} bytes long: '${size}'.`);
}
