import { badRequest } from './errors.ts';

/** An address of the request: `sender@example.com` or `Sender Name <sender@example.com>`. */
export interface Mailbox {
  readonly address: string;
  /** The name that is shown. */
  readonly name?: string;
}

/** @throws AwsError BadRequestException */
export function mailbox(text: string): Mailbox {
  if (/\P{ASCII}/u.test(text)) throw badRequest('There are non-ASCII characters in the email address');
  const [, name = '', bracketed] = /^\s*(.*?)\s*<([^<>]*)>\s*$/.exec(text) ?? [];
  const address = bracketed ?? text.trim();
  const flaw = flawOf(address);
  if (flaw) throw badRequest(flaw);
  const shown = name.replace(/^"(.*)"$/, '$1');
  return shown ? { address, name: shown } : { address };
}

/** In lower case: domain names are case-insensitive. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** Without the label: `sender@example.com` for `sender+label@example.com`. */
export function withoutLabel(address: string): string {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const plus = local.indexOf('+');
  return plus > 0 ? local.slice(0, plus) + address.slice(at) : address;
}

/** In the words of the library by which SES reads addresses. */
function flawOf(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  if (at < 0 || !domain) return "Missing final '@domain'";
  if (!local) return 'Missing local name';
  if (/[\s\p{Cc}]/u.test(local)) return 'Local address contains control or whitespace';
  if (/[()<>,;:\\"[\]@]/.test(local)) return 'Local address contains illegal character';
  if (/[\s\p{Cc}]/u.test(domain)) return 'Domain contains control or whitespace';
  if (/[^\w.-]/.test(domain)) return 'Domain contains illegal character';
  if (domain.startsWith('.')) return 'Domain starts with dot';
  if (domain.includes('..')) return 'Domain contains dot-dot';
  if (domain.endsWith('.')) return 'Domain ends with dot';
  return domain.includes('.') ? undefined : `Invalid email address: ${address}.`;
}
