import { s3Error } from '../errors.ts';
import { authorize } from '../exchange.ts';
import type { Asked, Exchange } from '../exchange.ts';
import type { Bucket } from '../buckets.ts';
import { retentionModes } from '../store/object-lock.ts';
import type { ObjectLock, Retention } from '../store/object-lock.ts';
import type { ObjectVersion } from '../store/object-version.ts';

type Headers = Readonly<Record<string, string | undefined>>;

const dayMs = 86_400_000;
const longestYears = 100;

const lockHeaders = ['mode', 'retain-until-date', 'legal-hold'].map((name) => `x-amz-object-lock-${name}`);

/**
 * What the headers of an upload say of its lock.
 * @throws AwsError InvalidRequest where the bucket has none, InvalidArgument, AccessDenied
 */
export function lockIn(exchange: Asked, bucket: Bucket): ObjectLock {
  const { headers, key, storage } = exchange;
  const [mode, date, legalHold] = lockHeaders.map((name) => headers[name]);
  if (mode === undefined && date === undefined && legalHold === undefined) return {};
  if (!bucket.objectLock) throw s3Error('InvalidRequest', 'Bucket is missing ObjectLockConfiguration');
  if ((mode === undefined) !== (date === undefined)) {
    throw s3Error(
      'InvalidArgument',
      'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
    );
  }
  if (legalHold !== undefined && legalHold !== 'ON' && legalHold !== 'OFF') {
    throw s3Error('InvalidArgument', "Legal Hold must be either of 'ON' or 'OFF'");
  }
  const retention = mode === undefined ? undefined : retentionOf(mode, date, storage.cloud.clock.now());
  if (retention) authorizeRetention(exchange, bucket, retention);
  if (legalHold !== undefined) {
    authorize(exchange, bucket, 's3:PutObjectLegalHold', key, { 's3:object-lock-legal-hold': legalHold });
  }
  return { ...(retention ? { retention } : {}), ...(legalHold === undefined ? {} : { legalHold }) };
}

/** @param date ISO 8601 @throws AwsError InvalidArgument */
export function retentionOf(mode: string, date: string | undefined, now: number): Retention {
  const known = retentionModes.find((one) => one === mode);
  if (!known) throw s3Error('InvalidArgument', 'Unknown wormMode directive.');
  const until = Date.parse(date ?? '');
  if (Number.isNaN(until)) {
    throw s3Error('InvalidArgument', 'The retain until date must be provided in ISO 8601 format');
  }
  if (until <= now) throw s3Error('InvalidArgument', 'The retain until date must be in the future!');
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + longestYears);
  if (until > latest.getTime()) {
    throw s3Error('InvalidArgument', `The retain until date must be within ${longestYears} years`);
  }
  return { mode: known, until };
}

/** @param retention undefined: it is taken away @throws AwsError AccessDenied */
export function authorizeRetention(exchange: Asked, bucket: Bucket, retention: Retention | undefined): void {
  const now = exchange.storage.cloud.clock.now();
  const context = retention && {
    's3:object-lock-mode': retention.mode,
    's3:object-lock-retain-until-date': new Date(retention.until).toISOString(),
    's3:object-lock-remaining-retention-days': String(Math.ceil((retention.until - now) / dayMs)),
  };
  authorize(exchange, bucket, 's3:PutObjectRetention', exchange.key, context);
}

/** Whether the request is to pass governance mode. @throws AwsError AccessDenied where the caller may not */
export function bypassesGovernance(exchange: Asked, bucket: Bucket, key = exchange.key): boolean {
  const isAsked = exchange.headers['x-amz-bypass-governance-retention']?.toLowerCase() === 'true';
  if (!isAsked || !bucket.objectLock) return false;
  authorize(exchange, bucket, 's3:BypassGovernanceRetention', key);
  return true;
}

/**
 * Bytes that will be locked come with a digest, so that what is kept for years is what was sent.
 * @param what as in `Put Object`
 * @throws AwsError InvalidRequest
 */
export function requireDigest(headers: Headers, bucket: Bucket, what: 'Put Object' | 'Put Part'): void {
  const isLocked =
    bucket.objectLock?.defaultRetention !== undefined || lockHeaders.some((name) => headers[name] !== undefined);
  if (!isLocked || hasDigest(headers)) return;
  throw s3Error(
    'InvalidRequest',
    `Content-MD5 OR x-amz-checksum- HTTP header is required for ${what} requests with Object Lock parameters`,
  );
}

export function hasDigest(headers: Headers): boolean {
  if (headers['content-md5'] !== undefined) return true;
  const isChecksum = (name: string) => /^x-amz-checksum-(crc|sha)/.test(name);
  return Object.keys(headers).some(isChecksum) || isChecksum(headers['x-amz-trailer']?.toLowerCase() ?? '');
}

/** Tells of a version's lock who may see it; to others the answer is the same without. */
export function tellLock(exchange: Exchange, bucket: Bucket, { lock }: ObjectVersion): void {
  const { response, storage, caller, key, context } = exchange;
  const maySee = (action: string) =>
    storage.ports.isAllowed(caller, action, `${bucket.arn}/${key}`, context, bucket.policy);
  if (lock?.retention && maySee('s3:GetObjectRetention')) {
    response.setHeader('x-amz-object-lock-mode', lock.retention.mode);
    response.setHeader('x-amz-object-lock-retain-until-date', new Date(lock.retention.until).toISOString());
  }
  if (lock?.legalHold && maySee('s3:GetObjectLegalHold')) {
    response.setHeader('x-amz-object-lock-legal-hold', lock.legalHold);
  }
}
