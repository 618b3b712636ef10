import { z } from 'zod';
import { jsonInput } from '../json-input.ts';
import { mailbox } from './addresses.ts';
import type { SuppressionReason } from './configuration-sets.ts';
import { badRequest, notFound, notRun } from './errors.ts';
import type { MailStore, Suppressed } from './mail-store.ts';

/** The operations on the account's suppression list. @throws AwsError */

const text = z.string().optional();
const putMembers = z.looseObject({ EmailAddress: text, Reason: text, TenantName: text });
const reasons: readonly string[] = ['BOUNCE', 'COMPLAINT'] satisfies SuppressionReason[];
const largestPage = 1000;

export function putSuppressedDestination(store: MailStore, body: Buffer, now: number): object {
  const { EmailAddress: address = '', Reason: reason = '', TenantName: tenant } = jsonInput(body, putMembers);
  if (tenant !== undefined) throw notRun('TenantName');
  store.suppress({
    address: mailbox(address).address,
    reason: checked(reason),
    updatedAt: now,
    messageId: null,
    feedbackId: null,
  });
  return {};
}

export function getSuppressedDestination(store: MailStore, address: string): object {
  const found = store.suppressed(mailbox(address).address);
  if (!found) throw missing(address);
  const { messageId, feedbackId } = found;
  return {
    SuppressedDestination: {
      ...summary(found),
      ...(messageId !== null && { Attributes: { MessageId: messageId, FeedbackId: feedbackId } }),
    },
  };
}

export function deleteSuppressedDestination(store: MailStore, address: string): object {
  if (!store.release(mailbox(address).address)) throw missing(address);
  return {};
}

export function listSuppressedDestinations(store: MailStore, query: URLSearchParams): object {
  if (query.has('TenantName')) throw notRun('TenantName');
  const among = query.getAll('Reason').map(checked);
  const start = timeOf(query, 'StartDate') ?? -Infinity;
  const end = timeOf(query, 'EndDate') ?? Infinity;
  const size = Number(query.get('PageSize') ?? largestPage);
  if (!Number.isInteger(size) || size < 1 || size > largestPage) {
    throw badRequest(`PageSize must be between 1 and ${largestPage}.`);
  }
  const after = Buffer.from(query.get('NextToken') ?? '', 'base64url').toString();
  const found = store
    .list(after)
    .filter(
      ({ reason, updatedAt }) => (among.length === 0 || among.includes(reason)) && updatedAt > start && updatedAt < end,
    );
  const page = found.slice(0, size);
  const last = page.at(-1);
  return {
    SuppressedDestinationSummaries: page.map(summary),
    ...(found.length > page.length && last && { NextToken: Buffer.from(last.address).toString('base64url') }),
  };
}

function summary({ address, reason, updatedAt }: Suppressed): object {
  return { EmailAddress: address, Reason: reason, LastUpdateTime: updatedAt / 1000 };
}

function missing(address: string): Error {
  return notFound(`Email address ${address} does not exist on your suppression list.`);
}

function checked(reason: string): SuppressionReason {
  if (reasons.includes(reason)) return reason as SuppressionReason;
  throw badRequest(`Reason is '${reason}', but must be one of ${reasons.join(', ')}.`);
}

/** Milliseconds. */
function timeOf(query: URLSearchParams, name: string): number | undefined {
  const given = query.get(name);
  if (given === null) return undefined;
  const time = Date.parse(given);
  if (Number.isNaN(time)) throw badRequest(`${name} is no time: ${given}`);
  return time;
}
