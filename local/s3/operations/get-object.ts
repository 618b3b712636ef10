import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { s3Error } from '../errors.ts';
import { authorize, authorizeKey, bucketOf, refusalOf } from '../exchange.ts';
import type { Answer, Exchange } from '../exchange.ts';
import type { Bucket } from '../buckets.ts';
import { expiryOf } from '../settings/lifecycle-settings.ts';
import type { ObjectVersion } from '../store/object-version.ts';
import { checksumHeader } from '../body/checksums.ts';
import { checkReadConditions } from './conditional.ts';
import { tellLock } from './lock-headers.ts';
import { readRange } from './range.ts';
import type { ByteRange } from './range.ts';

/** Parameters by which a signed request chooses headers of its answer. */
const overrides = {
  'response-content-type': 'content-type',
  'response-content-language': 'content-language',
  'response-expires': 'expires',
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-encoding': 'content-encoding',
} as const;

/** GetObject and HeadObject. */
export function getObject(exchange: Exchange): Answer {
  const { request, response, storage, headers } = exchange;
  const bucket = bucketOf(exchange);
  if (request.query.has('partNumber')) throw s3Error('NotImplemented', 'The local S3 reads no single parts.');
  const version = readableVersion(exchange, bucket);
  response.setHeader('etag', `"${version.etag}"`);
  response.setHeader('last-modified', new Date(version.modified).toUTCString());
  checkReadConditions(version, headers);
  authorizeKey(exchange, version.keyArn);
  const range = readRange(headers['range'], version.size);
  describeTo(exchange, bucket, version);
  applyOverrides(exchange);
  const { start, end } = range ?? { start: 0, end: version.size - 1 };
  response.setHeader('content-length', end - start + 1);
  if (range) {
    response.statusCode = 206;
    response.setHeader('content-range', `bytes ${start}-${end}/${version.size}`);
  } else if (headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED' && version.checksum) {
    response.setHeader(checksumHeader(version.checksum.algorithm), version.checksum.value);
    response.setHeader('x-amz-checksum-type', version.checksum.type);
  }
  if (request.method === 'HEAD' || version.size === 0) {
    return undefined;
  }
  return () => send(storage.files.pathOf(version.file), { start, end }, response);
}

async function send(path: string, range: ByteRange, response: ServerResponse): Promise<void> {
  try {
    await pipeline(createReadStream(path, range), response);
  } catch (error) {
    // A client that has read enough hangs up.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/**
 * The version that a request names, the latest if it names none.
 * @throws AwsError NoSuchKey, NoSuchVersion; AccessDenied instead where the caller may not list the bucket
 */
export function readableVersion(exchange: Exchange, bucket: Bucket): ObjectVersion {
  const { storage, key, request, response } = exchange;
  const versionId = request.query.get('versionId') ?? undefined;
  authorize(exchange, bucket, versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion', key, {
    ...(versionId === undefined ? {} : { 's3:VersionId': versionId }),
  });
  const version =
    versionId === undefined
      ? storage.objects.latest(bucket.name, key)
      : storage.objects.version(bucket.name, key, versionId);
  if (version && !version.isDeleteMarker) return version;
  if (version) {
    response.setHeader('x-amz-delete-marker', 'true');
    response.setHeader('x-amz-version-id', version.versionId);
    if (versionId !== undefined) throw s3Error('MethodNotAllowed', undefined, { Method: request.method });
  }
  const action = versionId === undefined ? 's3:ListBucket' : 's3:ListBucketVersions';
  // Who may not list learns nothing of what is missing.
  if (refusalOf(exchange, bucket, action) !== undefined) throw s3Error('AccessDenied');
  if (versionId === undefined) throw s3Error('NoSuchKey', undefined, { Key: key });
  throw s3Error('NoSuchVersion', undefined, { Key: key, VersionId: versionId });
}

function describeTo(exchange: Exchange, bucket: Bucket, version: ObjectVersion): void {
  const { response } = exchange;
  for (const [name, value] of Object.entries(version.headers)) response.setHeader(name, value);
  for (const [name, value] of Object.entries(version.metadata)) response.setHeader(`x-amz-meta-${name}`, value);
  response.setHeader('accept-ranges', 'bytes');
  stateOf(bucket, version).forEach((value, name) => response.setHeader(name, value));
  tellLock(exchange, bucket, version);
}

/** The headers that tell of a version after it was written, as after it was read. */
export function stateOf(bucket: Bucket, version: ObjectVersion): Map<string, string> {
  const headers = new Map([['x-amz-server-side-encryption', version.encryption]]);
  if (version.keyArn !== undefined) headers.set('x-amz-server-side-encryption-aws-kms-key-id', version.keyArn);
  if (bucket.versioning !== 'Unversioned') headers.set('x-amz-version-id', version.versionId);
  const rule = bucket.lifecycle.find(({ prefix, expirationDays }) => expirationDays && version.key.startsWith(prefix));
  if (rule?.expirationDays !== undefined) {
    const date = new Date(expiryOf(version.modified, rule.expirationDays)).toUTCString();
    headers.set('x-amz-expiration', `expiry-date="${date}", rule-id="${encodeURIComponent(rule.id)}"`);
  }
  return headers;
}

function applyOverrides({ request, response, caller }: Exchange): void {
  for (const [parameter, header] of Object.entries(overrides)) {
    const value = request.query.get(parameter);
    if (value === null) continue;
    if (caller === 'anonymous') {
      throw s3Error('InvalidRequest', 'Request specific response headers cannot be used for anonymous GET requests.');
    }
    response.setHeader(header, value);
  }
}
