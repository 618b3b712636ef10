import { readAll } from '../body/read-all.ts';
import { s3Error } from '../errors.ts';
import { authorize, bucketOf } from '../exchange.ts';
import type { Answer, Exchange } from '../exchange.ts';
import type { Bucket } from '../buckets.ts';
import { mayReplace } from '../store/object-lock.ts';
import type { ObjectVersion } from '../store/object-version.ts';
import { parseXml, xmlOf } from '../xml.ts';
import { authorizeRetention, bypassesGovernance, hasDigest, retentionOf } from './lock-headers.ts';

/** Bytes of a document. */
const largestDocument = 64 * 1024;

export function getObjectLockConfiguration(exchange: Exchange): Answer {
  const bucket = bucketOf(exchange);
  authorize(exchange, bucket, 's3:GetBucketObjectLockConfiguration');
  if (!bucket.objectLock) throw s3Error('ObjectLockConfigurationNotFoundError', undefined, { BucketName: bucket.name });
  const { mode, days, years } = bucket.objectLock.defaultRetention ?? {};
  const rule = mode && { DefaultRetention: { Mode: mode, Days: days, Years: years } };
  exchange.response.setHeader('content-type', 'application/xml');
  return xmlOf('ObjectLockConfiguration', { ObjectLockEnabled: 'Enabled', Rule: rule });
}

export function getObjectRetention(exchange: Exchange): Answer {
  const { bucket, version } = locked(exchange, 's3:GetObjectRetention');
  const { retention } = version.lock ?? {};
  if (!retention)
    throw s3Error('NoSuchObjectLockConfiguration', undefined, { Key: version.key, BucketName: bucket.name });
  exchange.response.setHeader('content-type', 'application/xml');
  return xmlOf('Retention', { Mode: retention.mode, RetainUntilDate: new Date(retention.until).toISOString() });
}

/** A document without a mode takes the retention away. */
export async function putObjectRetention(exchange: Exchange): Promise<Answer> {
  const { storage } = exchange;
  const { Mode: mode, RetainUntilDate: date } = await document(exchange, 'Retention');
  const isWhole = typeof mode === 'string' && typeof date === 'string';
  if (!isWhole && (mode !== undefined || date !== undefined)) throw s3Error('MalformedXML');
  const now = storage.cloud.clock.now();
  const retention = isWhole ? retentionOf(mode, date, now) : undefined;
  authorizeRetention(exchange, bucketOf(exchange), retention);
  const { bucket, version } = locked(exchange);
  const bypasses = bypassesGovernance(exchange, bucket);
  if (!mayReplace(version.lock?.retention, retention, now, bypasses)) throw objectIsLocked();
  storage.objects.relock(version, { ...version.lock, retention });
  return undefined;
}

export function getObjectLegalHold(exchange: Exchange): Answer {
  const { bucket, version } = locked(exchange, 's3:GetObjectLegalHold');
  const { legalHold } = version.lock ?? {};
  if (!legalHold)
    throw s3Error('NoSuchObjectLockConfiguration', undefined, { Key: version.key, BucketName: bucket.name });
  exchange.response.setHeader('content-type', 'application/xml');
  return xmlOf('LegalHold', { Status: legalHold });
}

export async function putObjectLegalHold(exchange: Exchange): Promise<Answer> {
  const { Status: status } = await document(exchange, 'LegalHold');
  if (status !== 'ON' && status !== 'OFF') throw s3Error('MalformedXML');
  const context = { 's3:object-lock-legal-hold': status };
  authorize(exchange, bucketOf(exchange), 's3:PutObjectLegalHold', exchange.key, context);
  const { version } = locked(exchange);
  exchange.storage.objects.relock(version, { ...version.lock, legalHold: status });
  return undefined;
}

export function objectIsLocked() {
  return s3Error('AccessDenied', 'Access Denied because object protected by object lock.');
}

async function document(exchange: Exchange, root: string): Promise<Readonly<Record<string, unknown>>> {
  const { request, headers } = exchange;
  if (!hasDigest(headers)) {
    throw s3Error('InvalidRequest', 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  return parseXml((await readAll(request, largestDocument)).toString('utf8'), root);
}

/** The version that a request is about. @throws AwsError InvalidRequest where the bucket locks none, NoSuchVersion … */
function locked(exchange: Exchange, action?: string): { readonly bucket: Bucket; readonly version: ObjectVersion } {
  const { storage, key, request } = exchange;
  const bucket = bucketOf(exchange);
  const versionId = request.query.get('versionId') ?? undefined;
  if (action !== undefined) {
    authorize(exchange, bucket, action, key, versionId === undefined ? {} : { 's3:VersionId': versionId });
  }
  if (!bucket.objectLock) throw s3Error('InvalidRequest', 'Bucket is missing Object Lock Configuration');
  const version =
    versionId === undefined
      ? storage.objects.latest(bucket.name, key)
      : storage.objects.version(bucket.name, key, versionId);
  if (!version && versionId !== undefined)
    throw s3Error('NoSuchVersion', undefined, { Key: key, VersionId: versionId });
  if (!version) throw s3Error('NoSuchKey', undefined, { Key: key });
  if (version.isDeleteMarker) throw s3Error('MethodNotAllowed', undefined, { Method: request.method });
  return { bucket, version };
}
