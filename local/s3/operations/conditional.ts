import { s3Error } from '../errors.ts';
import type { ObjectVersion } from '../store/object-version.ts';

type Headers = Readonly<Record<string, string | undefined>>;
type Prefix = '' | 'x-amz-copy-source-';

/**
 * Compares a version with the conditions of a read or of a copy.
 * @throws AwsError PreconditionFailed, NotModified (a read) or PreconditionFailed instead (a copy)
 */
export function checkReadConditions(version: ObjectVersion, headers: Headers, prefix: Prefix = ''): void {
  const header = (name: string) => headers[`${prefix}${name}`];
  const [match, noneMatch] = [header('if-match'), header('if-none-match')];
  const [modifiedSince, unmodifiedSince] = [timeIn(header('if-modified-since')), timeIn(header('if-unmodified-since'))];
  const failed = (condition: string) => s3Error('PreconditionFailed', undefined, { Condition: condition });
  if (match !== undefined) {
    // A tag that matches outweighs a date that doesn't.
    if (!names(match, version.etag)) throw failed('If-Match');
  } else if (unmodifiedSince !== undefined && seconds(version) > unmodifiedSince) {
    throw failed('If-Unmodified-Since');
  }
  const unchanged = (condition: string) => (prefix === '' ? s3Error('NotModified') : failed(condition));
  if (noneMatch !== undefined) {
    if (names(noneMatch, version.etag)) throw unchanged('If-None-Match');
  } else if (modifiedSince !== undefined && seconds(version) <= modifiedSince) {
    throw unchanged('If-Modified-Since');
  }
}

/**
 * Compares what is there with the conditions of a write.
 * @param latest undefined: nothing, or a delete marker
 * @throws AwsError PreconditionFailed, NoSuchKey, NotImplemented
 */
export function checkWriteConditions(latest: ObjectVersion | undefined, headers: Headers): void {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (noneMatch !== undefined) {
    if (noneMatch !== '*') throw s3Error('NotImplemented', undefined, { Header: 'If-None-Match' });
    if (latest) throw s3Error('PreconditionFailed', undefined, { Condition: 'If-None-Match' });
  }
  if (match === undefined) return;
  if (!latest) throw s3Error('NoSuchKey');
  if (!names(match, latest.etag)) throw s3Error('PreconditionFailed', undefined, { Condition: 'If-Match' });
}

function names(list: string, etag: string): boolean {
  return list
    .split(',')
    .map((one) => one.trim().replace(/^W\//, '').replaceAll('"', ''))
    .some((one) => one === '*' || one === etag);
}

/** Dates of HTTP have no milliseconds. */
function seconds({ modified }: ObjectVersion): number {
  return Math.floor(modified / 1000);
}

function timeIn(header: string | undefined): number | undefined {
  const time = header === undefined ? Number.NaN : Date.parse(header);
  return Number.isNaN(time) ? undefined : time / 1000;
}
