import { AwsError } from '../errors.ts';

/** Members of the requests about archives and replays, as they come. */
export interface ArchiveInput {
  readonly ArchiveName?: string;
  readonly Description?: string;
  readonly Destination?: { readonly Arn?: string; readonly FilterArns?: readonly string[] };
  readonly EventEndTime?: number | string;
  readonly EventSourceArn?: string;
  readonly EventStartTime?: number | string;
  readonly Limit?: number;
  readonly NamePrefix?: string;
  readonly NextToken?: string;
  readonly ReplayName?: string;
  readonly State?: string;
}

/** @throws AwsError ValidationException */
export function requiredName(value: string | undefined, member: string, longest: number): string {
  if (value === undefined) throw violates('null', member, 'Member must not be null');
  if (value.length < 1 || value.length > longest) {
    throw violates(`'${value}'`, member, `Member must have length less than or equal to ${longest}`);
  }
  if (!/^[\w.-]+$/.test(value)) {
    throw violates(`'${value}'`, member, String.raw`Member must satisfy regular expression pattern: [\.\-_A-Za-z0-9]+`);
  }
  return value;
}

/** @returns milliseconds since the epoch @throws AwsError ValidationException */
export function requiredTime(value: number | string | undefined, member: string): number {
  if (value === undefined) throw violates('null', member, 'Member must not be null');
  const time = typeof value === 'number' ? value * 1000 : Date.parse(value);
  if (Number.isNaN(time)) throw new AwsError('SerializationException', `${member}: no timestamp`);
  return time;
}

/** Of what a list filters by, at most one. @throws AwsError ValidationException */
export function checkFilters(input: ArchiveInput, operation: string): void {
  const given = [input.NamePrefix, input.State, input.EventSourceArn].filter((filter) => filter !== undefined);
  if (given.length <= 1) return;
  throw new AwsError(
    'ValidationException',
    `At most one filter is allowed for ${operation}. Use either : State, EventSourceArn, or NamePrefix.`,
  );
}

/**
 * A page of a list that is sorted by name; its token is the last name.
 * @throws AwsError ValidationException, InvalidToken
 */
export function pageOf<Item extends { readonly name: string }>(
  items: readonly Item[],
  { Limit: limit = 100, NextToken: token }: ArchiveInput,
): { readonly page: readonly Item[]; readonly NextToken?: string } {
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    const bound = limit > 100 ? 'less than or equal to 100' : 'greater than or equal to 1';
    throw violates(`'${limit}'`, 'limit', `Member must have value ${bound}`);
  }
  const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString();
  const rest = items.filter(({ name }) => name > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1)?.name ?? '';
  return { page, ...(rest.length > page.length ? { NextToken: Buffer.from(last).toString('base64url') } : {}) };
}

function violates(value: string, member: string, constraint: string): AwsError {
  const at = member.charAt(0).toLowerCase() + member.slice(1);
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value ${value} at '${at}' failed to satisfy constraint: ${constraint}`,
  );
}
