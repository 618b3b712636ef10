import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { checksumHeader } from '../body/checksums.ts';
import { receive, write } from '../body/receive.ts';
import type { Received } from '../body/receive.ts';
import { s3Error } from '../errors.ts';
import { authorize, authorizeKey, bucketOf } from '../exchange.ts';
import type { Answer, Asked, Exchange } from '../exchange.ts';
import type { Bucket } from '../buckets.ts';
import { retentionFrom } from '../store/object-lock.ts';
import type { ObjectLock } from '../store/object-lock.ts';
import type { NewVersion, ObjectVersion } from '../store/object-version.ts';
import { checkWriteConditions } from './conditional.ts';
import { describe } from './description.ts';
import { stateOf } from './get-object.ts';
import { lockIn, requireDigest } from './lock-headers.ts';

/** Bytes in UTF-8. */
const longestKey = 1024;

export async function putObject(exchange: Exchange): Promise<Answer> {
  const { request, response, storage } = exchange;
  const { bucket, version } = await put(exchange, () => receive(request, storage.files));
  const { etag, checksum } = version;
  response.setHeader('etag', `"${etag}"`);
  stateOf(bucket, version).forEach((value, name) => response.setHeader(name, value));
  if (checksum) {
    response.setHeader(checksumHeader(checksum.algorithm), checksum.value);
    response.setHeader('x-amz-checksum-type', checksum.type);
  }
  return undefined;
}

/** For another service of the cloud, which has the bytes at hand. @throws AwsError as PutObject does */
export async function putBytes(asked: Asked, bytes: Buffer): Promise<void> {
  const headers = { ...asked.headers, 'content-md5': createHash('md5').update(bytes).digest('base64') };
  await put({ ...asked, headers }, () => write(Readable.from([bytes]), asked.storage.files, undefined));
}

async function put(
  asked: Asked,
  receiveBody: () => Promise<Received>,
): Promise<{ readonly bucket: Bucket; readonly version: ObjectVersion }> {
  const { key, headers } = asked;
  const bucket = bucketOf(asked);
  checkKey(key);
  authorize(asked, bucket, 's3:PutObject', key);
  const description = { ...describe(headers, bucket), lock: lockIn(asked, bucket) };
  requireDigest(headers, bucket, 'Put Object');
  authorizeKey(asked, description.keyArn);
  const { file, size, etag, checksum } = await receiveBody();
  const version = store(asked, bucket, 'Put', { ...description, key, file, size, etag, checksum });
  return { bucket, version };
}

export type NewObject = Omit<NewVersion, 'modified' | 'isDeleteMarker'>;

/**
 * Makes a file an object's latest version, tells of it, and removes the file where that fails. What the object was
 * until now is compared with the request's conditions in the same step.
 * @param how as in `ObjectCreated:Put`
 */
export function store(
  exchange: Asked,
  bucket: Bucket,
  how: 'Put' | 'Post' | 'Copy' | 'CompleteMultipartUpload',
  object: NewObject,
): ObjectVersion {
  const { storage, headers } = exchange;
  const reason = how === 'CompleteMultipartUpload' ? how : how === 'Post' ? 'POST Object' : `${how}Object`;
  const modified = storage.cloud.clock.now();
  try {
    return storage.database.transaction(() => {
      const latest = storage.objects.latest(bucket.name, object.key);
      checkWriteConditions(latest?.isDeleteMarker ? undefined : latest, headers);
      const version = storage.objects.add(bucket.name, bucket.versioning, {
        ...object,
        lock: lockOf(object, bucket, modified),
        modified,
        isDeleteMarker: false,
      });
      tell(exchange, bucket, { name: `ObjectCreated:${how}`, reason, version });
      return version;
    });
  } catch (error) {
    storage.files.remove([object.file]);
    throw error;
  }
}

/** An upload's own retention takes the place of the bucket's default. */
function lockOf({ lock }: NewObject, bucket: Bucket, created: number): ObjectLock | undefined {
  const byDefault = bucket.objectLock?.defaultRetention;
  if (!byDefault || lock?.retention) return lock;
  return { ...lock, retention: retentionFrom(byDefault, created) };
}

/** Adds the event to what is to be delivered. */
export function tell(
  { storage, caller, requestId }: Asked,
  bucket: Bucket,
  event: { readonly name: string; readonly reason: string; readonly version: ObjectVersion },
): void {
  const { cloud, notifications } = storage;
  const id = caller !== 'anonymous' && 'principal' in caller ? caller.principal.arn.split('/').at(-1) : 'anonymous';
  notifications.add(bucket, {
    ...event,
    time: cloud.clock.now(),
    requestId,
    requester: cloud.accountId,
    principalId: `AWS:${id}`,
  });
}

/** @throws AwsError KeyTooLongError */
export function checkKey(key: string): void {
  if (Buffer.byteLength(key) <= longestKey) return;
  throw s3Error('KeyTooLongError', undefined, { Size: Buffer.byteLength(key), MaxSizeAllowed: longestKey });
}
