import { randomUUID } from 'node:crypto';
import { AwsError } from '../errors.ts';
import { isRecord } from './comparisons.ts';
import { isoSeconds } from './event.ts';
import type { BusEvent } from './event.ts';

/** An entry of PutEvents. */
export interface PutEventsEntry {
  readonly Source?: string;
  readonly DetailType?: string;
  /** JSON. */
  readonly Detail?: string;
  readonly Resources?: readonly string[];
  /** Name or ARN; default: the default bus. */
  readonly EventBusName?: string;
  /** Seconds since the epoch, or a date. */
  readonly Time?: number | string | Date;
  readonly TraceHeader?: string;
}

export type PutEventsResultEntry =
  { readonly EventId: string } | { readonly ErrorCode: string; readonly ErrorMessage: string };

export interface PutEventsResult {
  readonly FailedEntryCount: number;
  readonly Entries: readonly PutEventsResultEntry[];
}

const mostEntries = 10;
/** Bytes of all entries. */
const largestRequest = 1_048_576;
const deepestDetail = 1000;

/** @throws AwsError ValidationException where the request as a whole is none */
export function checkEntries(entries: readonly PutEventsEntry[]): void {
  if (entries.length < 1 || entries.length > mostEntries) {
    const bound = entries.length < 1 ? 'greater than or equal to 1' : `less than or equal to ${mostEntries}`;
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${JSON.stringify(entries)}' at 'entries' failed to satisfy constraint: ` +
        `Member must have length ${bound}`,
    );
  }
  if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) >= largestRequest) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
}

/** Bytes, as the user guide counts them. */
function sizeOf(entry: PutEventsEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const time = entry.Time === undefined ? 0 : 14;
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), time);
}

/**
 * The event that an entry makes, or why it makes none.
 * @param origin of events that come in now, in milliseconds since the epoch
 */
export function eventOf(
  entry: PutEventsEntry,
  origin: { readonly account: string; readonly region: string; readonly now: number },
): BusEvent | Extract<PutEventsResultEntry, { ErrorCode: string }> {
  const missing = (['Source', 'DetailType', 'Detail'] as const).find((name) => !entry[name]);
  if (missing) return invalid(`Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`);
  const { Source: source = '', DetailType: detailType = '', Detail: detail = '' } = entry;
  if (source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  if (detailType.length > 128) {
    return invalid('Parameter DetailType is not valid. Reason: it has more than 128 characters.');
  }
  const time = entry.Time === undefined ? origin.now : millisecondsOf(entry.Time);
  if (Number.isNaN(time)) return invalid('Parameter Time is not valid.');
  const parsed = parsedDetail(detail);
  if (parsed === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': detailType,
    source,
    account: origin.account,
    time: isoSeconds(time),
    region: origin.region,
    resources: entry.Resources ?? [],
    detail: parsed,
  };
}

function millisecondsOf(time: number | string | Date): number {
  return typeof time === 'number' ? time * 1000 : new Date(time).getTime();
}

function parsedDetail(detail: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(detail);
    return isRecord(parsed) && isShallow(parsed, deepestDetail) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Whether no more than `levels` are nested. */
function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((member) => isShallow(member, levels - 1));
}

function invalid(message: string): Extract<PutEventsResultEntry, { ErrorCode: string }> {
  return { ErrorCode: 'InvalidArgument', ErrorMessage: message };
}
