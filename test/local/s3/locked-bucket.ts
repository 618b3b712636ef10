import {
  DeleteObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
} from '@aws-sdk/client-s3';
import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { TestBucket } from './bucket.ts';

export const of = { Bucket: 'bucket', Key: 'k' };
export const dayMs = 86_400_000;
export const isLocked = { name: 'AccessDenied', status: 403, message: expect.stringContaining('object lock') };

export const locking = (DefaultRetention?: { Mode: string; Days?: number; Years?: number }) => ({
  properties: {
    ObjectLockEnabled: true,
    ...(DefaultRetention
      ? { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } } }
      : {}),
  },
});

/** So many days from the cloud's now. */
export const inDays = ({ cloud }: TestBucket, days: number) => new Date(cloud.clock.now() + days * dayMs);

export async function put(bucket: TestBucket, more: Partial<PutObjectCommandInput> = {}): Promise<string> {
  const { VersionId = '' } = await bucket.client.send(new PutObjectCommand({ ...of, Body: 'hello', ...more }));
  return VersionId;
}

export const putLocked = (bucket: TestBucket, ObjectLockMode: 'GOVERNANCE' | 'COMPLIANCE', days: number) =>
  put(bucket, { ObjectLockMode, ObjectLockRetainUntilDate: inDays(bucket, days) });

export const remove = ({ client }: { client: S3Client }, VersionId?: string, BypassGovernanceRetention?: boolean) =>
  client.send(new DeleteObjectCommand({ ...of, VersionId, BypassGovernanceRetention }));

export const retain = (
  { client }: { client: S3Client },
  VersionId: string,
  Mode: 'GOVERNANCE' | 'COMPLIANCE',
  RetainUntilDate: Date,
  BypassGovernanceRetention?: boolean,
) =>
  client.send(
    new PutObjectRetentionCommand({
      ...of,
      VersionId,
      Retention: { Mode, RetainUntilDate },
      BypassGovernanceRetention,
    }),
  );

export const hold = ({ client }: { client: S3Client }, VersionId: string, Status: 'ON' | 'OFF') =>
  client.send(new PutObjectLegalHoldCommand({ ...of, VersionId, LegalHold: { Status } }));

export const head = ({ client }: { client: S3Client }, VersionId?: string) =>
  client.send(new HeadObjectCommand({ ...of, VersionId }));
