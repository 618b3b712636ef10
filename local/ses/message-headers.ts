import { badRequest } from './errors.ts';

export interface MessageHeader {
  readonly name: string;
  readonly value: string;
}

const mostHeaders = 15;
const longestName = 126;
const longestValue = 995;
const longestTogether = 996;

/** What AWS lists in "Amazon SES header fields": they can't appear more than once. In lower case. */
const single = new Set([
  ...['accept-language', 'acceptlanguage', 'archived-at', 'auto-submitted', 'bounces-to', 'comments'],
  ...['content-alternative', 'content-base', 'content-class', 'content-description', 'content-disposition'],
  ...['content-duration', 'content-id', 'content-language', 'content-length', 'content-location', 'content-md5'],
  ...['content-transfer-encoding', 'content-type', 'date', 'delivered-to', 'disposition-notification-options'],
  ...['disposition-notification-to', 'dkim-signature', 'domainkey-signature', 'errors-to', 'from', 'importance'],
  ...['in-reply-to', 'keywords', 'list-archive', 'list-help', 'list-id', 'list-owner', 'list-post', 'list-subscribe'],
  ...['list-unsubscribe', 'list-unsubscribe-post', 'message-context', 'message-id', 'mime-version', 'organization'],
  ...['original-from', 'original-message-id', 'original-recipient', 'original-subject', 'precedence', 'priority'],
  ...['references', 'reply-to', 'return-path', 'return-receipt-to', 'sender', 'solicitation', 'sensitivity'],
  ...['subject', 'thread-index', 'thread-topic', 'user-agent', 'vbr-info'],
]);

/** Those that SES overrides with values of its own. */
const overridden = new Set(['date', 'message-id']);

/**
 * The headers of a message: those that SES makes of the request, then the request's own.
 * @throws AwsError BadRequestException
 */
export function withOwnHeaders(made: readonly MessageHeader[], own: readonly MessageHeader[]): MessageHeader[] {
  if (own.length > mostHeaders) {
    throw badRequest(`1 validation error detected: Headers must have length less than or equal to ${mostHeaders}`);
  }
  own.forEach(check);
  const all = [...made, ...own.filter(({ name }) => !overridden.has(name.toLowerCase()))];
  const seen = new Set<string>();
  for (const { name } of all) {
    const key = name.toLowerCase();
    if (single.has(key) && seen.has(key)) throw badRequest(`Duplicate header '${name}'.`);
    seen.add(key);
  }
  return all;
}

function check({ name, value }: MessageHeader): void {
  if (!/^[!-9;-~]+$/.test(name) || name.length > longestName) {
    throw badRequest(
      `Header name '${name}' must be 1 to ${longestName} printable ASCII characters (33 - 126) other than a colon.`,
    );
  }
  if (!/^[ -~]+$/.test(value) || value.length > longestValue) {
    throw badRequest(`The value of header '${name}' must be 1 to ${longestValue} printable ASCII characters.`);
  }
  if (name.length + value.length > longestTogether) {
    throw badRequest(`The name and value of header '${name}' must not exceed ${longestTogether} characters together.`);
  }
}
