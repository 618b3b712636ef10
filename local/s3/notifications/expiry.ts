import { randomUUID } from 'node:crypto';
import type { Bucket } from '../buckets.ts';
import type { Storage } from '../exchange.ts';
import type { ObjectVersion } from '../store/object-version.ts';

/** Adds the event of a version that a lifecycle rule has removed or hidden. */
export function tellOfExpiry(
  { cloud, notifications }: Pick<Storage, 'cloud' | 'notifications'>,
  bucket: Bucket,
  what: 'Delete' | 'DeleteMarkerCreated',
  version: ObjectVersion,
): void {
  notifications.add(bucket, {
    name: `LifecycleExpiration:${what}`,
    reason: 'Lifecycle Expiration',
    version,
    time: cloud.clock.now(),
    requestId: randomUUID(),
    requester: 's3.amazonaws.com',
    principalId: 'AmazonS3',
  });
}
