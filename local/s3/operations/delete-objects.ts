import { readAll } from '../body/read-all.ts';
import { AwsError } from '../../errors.ts';
import { s3Error } from '../errors.ts';
import { authorize, bucketOf } from '../exchange.ts';
import type { Answer, Exchange } from '../exchange.ts';
import type { Bucket } from '../buckets.ts';
import { isProtected } from '../store/object-lock.ts';
import type { ObjectVersion } from '../store/object-version.ts';
import { listOf, parseXml, xmlOf } from '../xml.ts';
import { checkWriteConditions } from './conditional.ts';
import { bypassesGovernance } from './lock-headers.ts';
import { objectIsLocked } from './object-lock.ts';
import { tell } from './put-object.ts';

/** Objects that one DeleteObjects may name. */
const mostObjects = 1000;

/** Bytes of its body. */
const largestBody = 2 * 1024 ** 2;

export function deleteObject(exchange: Exchange): Answer {
  const { request, response, key, headers } = exchange;
  const bucket = bucketOf(exchange);
  refuseMfa(headers['x-amz-mfa']);
  const deleted = remove(exchange, bucket, key, request.query.get('versionId') ?? undefined);
  if (deleted?.versionId !== undefined) response.setHeader('x-amz-version-id', deleted.versionId);
  if (deleted?.isDeleteMarker) response.setHeader('x-amz-delete-marker', 'true');
  response.statusCode = 204;
  return undefined;
}

export async function deleteObjects(exchange: Exchange): Promise<Answer> {
  const { request, response } = exchange;
  const bucket = bucketOf(exchange);
  const text = (await readAll(request, largestBody)).toString('utf8');
  const { Object: named, Quiet: quiet } = parseXml(text, 'Delete');
  const objects = listOf(named).map((one) => one as { readonly Key?: unknown; readonly VersionId?: unknown });
  if (objects.length === 0 || objects.length > mostObjects) throw s3Error('MalformedXML');
  const deleted: unknown[] = [];
  const errors: unknown[] = [];
  for (const { Key: name, VersionId: version } of objects) {
    if (typeof name !== 'string' || name === '') throw s3Error('MalformedXML');
    const versionId = typeof version === 'string' && version !== '' ? version : undefined;
    try {
      const result = remove(exchange, bucket, name, versionId);
      const marker = result?.isDeleteMarker ? { DeleteMarker: true, DeleteMarkerVersionId: result.versionId } : {};
      deleted.push({ Key: name, ...(versionId === undefined ? {} : { VersionId: versionId }), ...marker });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const given = versionId === undefined ? {} : { VersionId: versionId };
      errors.push({ Key: name, ...given, Code: error.code, Message: error.message });
    }
  }
  response.setHeader('content-type', 'application/xml');
  return xmlOf('DeleteResult', { Deleted: quiet === 'true' ? undefined : deleted, Error: errors });
}

/**
 * Removes a version for good, or hides the object behind a delete marker where the bucket keeps versions.
 * @returns the removed version or the new marker; undefined where there was nothing, which is no error
 */
function remove(
  exchange: Exchange,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
): Pick<ObjectVersion, 'versionId' | 'isDeleteMarker'> | undefined {
  const { storage, headers } = exchange;
  const { objects, database } = storage;
  const byVersion = versionId !== undefined;
  authorize(exchange, bucket, byVersion ? 's3:DeleteObjectVersion' : 's3:DeleteObject', key, {
    ...(byVersion ? { 's3:VersionId': versionId } : {}),
  });
  const now = storage.cloud.clock.now();
  const bypasses = byVersion && bypassesGovernance(exchange, bucket, key);
  return database.transaction(() => {
    const found = byVersion ? objects.version(bucket.name, key, versionId) : objects.latest(bucket.name, key);
    if (headers['if-match'] !== undefined) checkWriteConditions(found?.isDeleteMarker ? undefined : found, headers);
    if (byVersion || bucket.versioning === 'Unversioned') {
      if (!found) return byVersion ? { versionId, isDeleteMarker: false } : undefined;
      if (isProtected(found.lock, now, bypasses)) throw objectIsLocked();
      objects.remove(found);
      tell(exchange, bucket, { name: 'ObjectRemoved:Delete', reason: 'DeleteObject', version: found });
      return byVersion ? found : undefined;
    }
    const marker = objects.add(bucket.name, bucket.versioning, deleteMarker(key, now));
    tell(exchange, bucket, { name: 'ObjectRemoved:DeleteMarkerCreated', reason: 'DeleteObject', version: marker });
    return marker;
  });
}

export function deleteMarker(key: string, modified: number) {
  const nothing = { file: '', size: 0, etag: '', headers: {}, metadata: {}, encryption: 'AES256' };
  return { ...nothing, key, modified, isDeleteMarker: true };
}

function refuseMfa(header: string | undefined): void {
  if (header !== undefined) throw s3Error('NotImplemented', undefined, { Header: 'x-amz-mfa' });
}
