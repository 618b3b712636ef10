import type { Bucket } from './buckets.ts';
import { tellOfExpiry } from './notifications/expiry.ts';
import type { Storage } from './exchange.ts';
import { deleteMarker } from './operations/delete-objects.ts';
import { expiryOf, midnightAfter } from './settings/lifecycle-settings.ts';
import type { LifecycleRule } from './settings/lifecycle-settings.ts';
import { isProtected } from './store/object-lock.ts';
import type { ObjectVersion } from './store/object-version.ts';

/** Removes what the buckets' rules let expire: once a day, at midnight UTC of the cloud's clock, and at the start. */
export class Lifecycle {
  readonly #storage: Storage;
  #giveUp: (() => void) | undefined;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  start(): void {
    const { buckets, cloud, notifications } = this.#storage;
    const ruled = buckets.all.filter(({ lifecycle }) => lifecycle.length > 0);
    if (ruled.length === 0) return;
    this.#giveUp?.();
    const now = cloud.clock.now();
    for (const bucket of ruled) for (const rule of bucket.lifecycle) this.#apply(bucket, rule, now);
    notifications.wake();
    this.#giveUp = cloud.clock.at(midnightAfter(now), () => this.start());
  }

  stop(): void {
    this.#giveUp?.();
  }

  #apply(bucket: Bucket, rule: LifecycleRule, now: number): void {
    const { objects, uploads, database } = this.#storage;
    database.transaction(() => {
      const versions = objects.all(bucket.name).filter(({ key }) => key.startsWith(rule.prefix));
      for (const [index, version] of versions.entries()) {
        const successor = versions.slice(index + 1).find(({ key }) => key === version.key);
        if (successor) this.#expireNoncurrent(bucket, rule, { version, since: successor.modified }, now);
        else this.#expireCurrent(bucket, rule, version, now);
      }
      const { incompleteUploadDays: days } = rule;
      if (days === undefined) return;
      const isDue = ({ initiated }: { initiated: number }) => expiryOf(initiated, days) <= now;
      for (const upload of uploads.initiatedBefore(bucket.name, rule.prefix, now).filter(isDue)) uploads.remove(upload);
    });
  }

  #expireCurrent(bucket: Bucket, rule: LifecycleRule, version: ObjectVersion, now: number): void {
    const { objects } = this.#storage;
    const { expirationDays: days } = rule;
    if (version.isDeleteMarker) {
      const isLone = objects
        .versionsAfter(bucket.name, version.key, { key: version.key, sequence: version.sequence }, 1)
        .every(({ key }) => key !== version.key);
      if ((rule.removesLoneDeleteMarkers || days !== undefined) && isLone) objects.remove(version);
      return;
    }
    if (days === undefined || expiryOf(version.modified, days) > now) return;
    if (bucket.versioning === 'Unversioned') {
      objects.remove(version);
      tellOfExpiry(this.#storage, bucket, 'Delete', version);
      return;
    }
    const marker = objects.add(bucket.name, bucket.versioning, deleteMarker(version.key, now));
    tellOfExpiry(this.#storage, bucket, 'DeleteMarkerCreated', marker);
  }

  /** @param aged.since when the version ceased to be the latest */
  #expireNoncurrent(
    bucket: Bucket,
    { noncurrentDays: days }: LifecycleRule,
    { version, since }: { readonly version: ObjectVersion; readonly since: number },
    now: number,
  ): void {
    if (days === undefined || expiryOf(since, days) > now || isProtected(version.lock, now, false)) return;
    this.#storage.objects.remove(version);
    tellOfExpiry(this.#storage, bucket, 'Delete', version);
  }
}
