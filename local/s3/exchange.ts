import type { ServerResponse } from 'node:http';
import type { Cloud } from '../cloud.ts';
import type { LocalRequest } from '../service.ts';
import type { Authenticated } from './authentication/authenticated.ts';
import type { Bucket, Buckets } from './buckets.ts';
import type { Notifications } from './notifications/notifications.ts';
import { s3Error } from './errors.ts';
import type { S3Ports } from './ports.ts';
import type { Database } from './store/database.ts';
import type { Files } from './store/files.ts';
import type { Objects } from './store/objects.ts';
import type { Uploads } from './store/uploads.ts';

/** What operations work on. */
export interface Storage {
  readonly cloud: Cloud;
  readonly ports: S3Ports;
  readonly buckets: Buckets;
  readonly database: Database;
  readonly files: Files;
  readonly objects: Objects;
  readonly uploads: Uploads;
  readonly notifications: Notifications;
}

/** What somebody asks for, over HTTP or as a service of the same cloud. */
export interface Asked extends Authenticated {
  readonly storage: Storage;
  /** The request's, with those that a presigned URL carries in its query. */
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string;
  /** Empty where the request names none. */
  readonly bucketName: string;
  readonly key: string;
}

/** One request with its answer. */
export interface Exchange extends Asked {
  readonly request: LocalRequest;
  readonly response: ServerResponse;
}

/** What ends an answer whose status and headers are set: a document, nothing, or what writes the rest itself. */
export type Answer = string | undefined | (() => Promise<void>);

export type Operation = (exchange: Exchange) => Promise<Answer> | Answer;

/** @throws AwsError NoSuchBucket */
export function bucketOf({ storage, bucketName }: Asked): Bucket {
  const bucket = storage.buckets.find(bucketName);
  if (!bucket) throw s3Error('NoSuchBucket', undefined, { BucketName: bucketName });
  return bucket;
}

/** @throws AwsError AccessDenied */
export function authorize(
  exchange: Asked,
  bucket: Bucket,
  action: string,
  key?: string,
  context: Readonly<Record<string, string>> = {},
): void {
  const refusal = refusalOf(exchange, bucket, action, key, context);
  if (refusal === undefined) return;
  // S3 gives its reasons to callers of the same account only.
  throw s3Error('AccessDenied', exchange.caller === 'anonymous' ? undefined : refusal);
}

export function refusalOf(
  { storage, caller, context, headers }: Asked,
  bucket: Bucket,
  action: string,
  key?: string,
  more: Readonly<Record<string, string>> = {},
): string | undefined {
  const resource = key === undefined ? bucket.arn : `${bucket.arn}/${key}`;
  const fromHeaders = Object.entries(headers)
    .filter(([name]) => name.startsWith('x-amz-'))
    .map(([name, value]) => [`s3:${name}`, value] as const);
  return storage.ports.refusal(
    caller,
    action,
    resource,
    { 's3:TlsVersion': '1.3', ...Object.fromEntries(fromHeaders), ...context, ...more },
    bucket.policy,
  );
}

/** Lets a caller use the bucket's key, where it has one. @throws AwsError */
export function authorizeKey({ storage, caller }: Asked, keyArn: string | undefined): void {
  if (keyArn === undefined) return;
  // A service or nobody has no policies by which it could use a key.
  if (caller === 'anonymous' || !('principal' in caller)) throw s3Error('AccessDenied');
  storage.ports.authorizeKey(caller.principal, keyArn);
}
