import { GetObjectLockConfigurationCommand, ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect } from 'vitest';
import { allow, newBucket, refusal } from './bucket.ts';
import { of, dayMs, isLocked, locking, inDays, put, putLocked, remove, retain, head } from './locked-bucket.ts';
import { documented } from '../support/documented.ts';

const overview = 'AmazonS3/latest/userguide/object-lock-overview.html';
const managing = 'AmazonS3/latest/userguide/object-lock-managing.html';
const api = (operation: string) => `AmazonS3/latest/API/API_${operation}.html`;

describe('a bucket', () => {
  documented(
    overview,
    'When you create a bucket with Object Lock enabled, Amazon S3 automatically enables versioning for the bucket.',
    async () => {
      const bucket = await newBucket(locking());
      const ids = [await put(bucket), await put(bucket)];
      expect(new Set(ids).size).toBe(2);
    },
  );

  documented(
    overview,
    "If you create a bucket with Object Lock enabled, you can't disable Object Lock or suspend versioning for the bucket.",
    async () => {
      const suspended = { ObjectLockEnabled: true, VersioningConfiguration: { Status: 'Suspended' } };
      await expect(newBucket({ properties: suspended })).rejects.toThrow('the versioning state cannot be changed');
    },
  );

  documented(
    overview,
    "When you turn on Object Lock for a bucket, the bucket can store protected objects. However, the setting doesn't automatically protect objects that you put into the bucket.",
    async () => {
      const bucket = await newBucket(locking());
      await remove(bucket, await put(bucket));
      expect((await bucket.client.send(new ListObjectVersionsCommand({ Bucket: 'bucket' }))).Versions).toBeUndefined();
    },
  );

  documented(
    api('PutObjectLockConfiguration'),
    'The DefaultRetention settings require both a mode and a period.',
    async () => {
      const rule = (DefaultRetention: object) =>
        newBucket({ properties: { ObjectLockEnabled: true, ObjectLockConfiguration: { Rule: { DefaultRetention } } } });
      await expect(rule({ Mode: 'GOVERNANCE' })).rejects.toThrow('either Days or Years');
      await expect(rule({ Days: 1 })).rejects.toThrow('Mode is missing');
    },
  );

  documented(
    api('PutObjectLockConfiguration'),
    'The DefaultRetention period can be either Days or Years but you must select one. You cannot specify Days and Years at the same time.',
    async () => {
      await expect(newBucket(locking({ Mode: 'GOVERNANCE', Days: 1, Years: 1 }))).rejects.toThrow('and not both');
    },
  );

  documented(
    managing,
    "If you make a request for an Object Lock configuration against a bucket that doesn't have S3 Object Lock enabled, Amazon S3 returns an error.",
    async () => {
      const { client } = await newBucket();
      const configuration = client.send(new GetObjectLockConfigurationCommand({ Bucket: 'bucket' }));
      expect(await refusal(configuration)).toMatchObject({ name: 'ObjectLockConfigurationNotFoundError', status: 404 });
    },
  );

  documented(
    managing,
    "To view a bucket's default retention configuration (if it has one), request the bucket's Object Lock configuration. To do this, you must have the s3:GetBucketObjectLockConfiguration permission.",
    async () => {
      const bucket = await newBucket(locking({ Mode: 'COMPLIANCE', Years: 7 }));
      const command = new GetObjectLockConfigurationCommand({ Bucket: 'bucket' });
      const reader = bucket.as(allow('s3:GetBucketObjectLockConfiguration', bucket.arn));
      expect((await reader.send(command)).ObjectLockConfiguration).toEqual({
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Years: 7 } },
      });
      expect(await refusal(bucket.as().send(command))).toMatchObject({ name: 'AccessDenied' });
    },
  );
});

describe('a retention', () => {
  documented(
    overview,
    "When you place an object in the bucket, Amazon S3 calculates a Retain Until Date for the object version by adding the specified duration to the object version's creation timestamp.",
    async () => {
      const bucket = await newBucket(locking({ Mode: 'GOVERNANCE', Days: 30 }));
      const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until } = await head(bucket, await put(bucket));
      expect([mode, until]).toEqual(['GOVERNANCE', inDays(bucket, 30)]);
    },
  );

  documented(
    overview,
    'If your request to place an object version in a bucket contains an explicit retention mode and period, those settings override any bucket default settings for that object version.',
    async () => {
      const bucket = await newBucket(locking({ Mode: 'GOVERNANCE', Days: 30 }));
      const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until } = await head(
        bucket,
        await putLocked(bucket, 'COMPLIANCE', 2),
      );
      expect([mode, until]).toEqual(['COMPLIANCE', inDays(bucket, 2)]);
    },
  );

  documented(
    overview,
    'After the retention period expires, the object version can be overwritten or deleted unless you also placed a legal hold on the object version.',
    async () => {
      const bucket = await newBucket(locking({ Mode: 'COMPLIANCE', Days: 1 }));
      const version = await put(bucket);
      bucket.cloud.clock.pass(dayMs - 1);
      expect(await refusal(remove(bucket, version))).toMatchObject(isLocked);
      bucket.cloud.clock.pass(1);
      await remove(bucket, version);
      expect(await refusal(head(bucket, version))).toMatchObject({ status: 404 });
    },
  );

  documented(
    overview,
    'In this case, your PUT succeeds, and Amazon S3 creates a new version of the object with a 60-day retention period. The older version maintains its original retention period and becomes deletable in 15 days.',
    async () => {
      const bucket = await newBucket(locking());
      const older = await putLocked(bucket, 'COMPLIANCE', 30);
      bucket.cloud.clock.pass(15 * dayMs);
      const newer = await putLocked(bucket, 'COMPLIANCE', 60);
      bucket.cloud.clock.pass(15 * dayMs);
      await remove(bucket, older);
      expect(await refusal(remove(bucket, newer))).toMatchObject(isLocked);
    },
  );

  documented(
    overview,
    'Any user with permissions to place an object retention period can extend a retention period for an object version locked in either mode.',
    async () => {
      const bucket = await newBucket(locking());
      const client = bucket.as(allow('s3:PutObjectRetention', `${bucket.arn}/*`));
      for (const mode of ['GOVERNANCE', 'COMPLIANCE'] as const) {
        const version = await putLocked(bucket, mode, 1);
        await retain({ client }, version, mode, inDays(bucket, 2));
        expect((await head(bucket, version)).ObjectLockRetainUntilDate).toEqual(inDays(bucket, 2));
      }
    },
  );

  documented(
    overview,
    "Updating an object version's metadata, as occurs when you place or alter an Object Lock, doesn't overwrite the object version or reset its Last-Modified timestamp.",
    async () => {
      const bucket = await newBucket(locking());
      const version = await put(bucket);
      const before = await head(bucket, version);
      bucket.cloud.clock.pass(5000);
      await retain(bucket, version, 'GOVERNANCE', inDays(bucket, 1));
      const after = await head(bucket);
      expect([after.VersionId, after.LastModified, after.ETag]).toEqual([version, before.LastModified, before.ETag]);
    },
  );

  documented(
    overview,
    'If you configure a default retention period on a bucket, requests to upload objects in such a bucket must include the Content-MD5 header.',
    async () => {
      const bucket = await newBucket(locking({ Mode: 'GOVERNANCE', Days: 1 }));
      const bare = bucket.clientWith({ requestChecksumCalculation: 'WHEN_REQUIRED' });
      const upload = (ContentMD5?: string) => bare.send(new PutObjectCommand({ ...of, Body: 'hello', ContentMD5 }));
      expect(await refusal(upload())).toMatchObject({
        name: 'InvalidRequest',
        message: expect.stringContaining('Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object'),
      });
      await upload('XUFAKrxLKna5cZ2REBfFkg==');
    },
  );

  documented(
    api('PutObject'),
    'The Content-MD5 or x-amz-sdk-checksum-algorithm header is required for any request to upload an object with a retention period configured using Amazon S3 Object Lock.',
    async () => {
      const bucket = await newBucket(locking());
      const bare = bucket.clientWith({ requestChecksumCalculation: 'WHEN_REQUIRED' });
      const locked = { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: inDays(bucket, 1) } as const;
      const upload = (more: object) => bare.send(new PutObjectCommand({ ...of, Body: 'hello', ...more }));
      expect(await refusal(upload(locked))).toMatchObject({ name: 'InvalidRequest' });
      await upload({ ...locked, ChecksumAlgorithm: 'CRC32' });
      await upload({});
    },
  );

  documented(managing, 'The maximum retention period is 100 years.', async () => {
    const bucket = await newBucket(locking());
    expect(await refusal(putLocked(bucket, 'GOVERNANCE', 101 * 366))).toMatchObject({ name: 'InvalidArgument' });
    await putLocked(bucket, 'GOVERNANCE', 99 * 365);
    await expect(newBucket(locking({ Mode: 'GOVERNANCE', Years: 101 }))).rejects.toThrow('too large');
  });

  documented(
    managing,
    'You can set minimum and maximum allowable retention periods for a bucket using a bucket policy. You do this using the s3:object-lock-remaining-retention-days condition key.',
    async () => {
      const bucket = await newBucket({
        ...locking(),
        policy: (arn) => [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: ['s3:PutObjectRetention'],
            Resource: `${arn}/*`,
            Condition: { NumericGreaterThan: { 's3:object-lock-remaining-retention-days': '10' } },
          },
        ],
      });
      const version = await putLocked(bucket, 'GOVERNANCE', 10);
      expect(await refusal(retain(bucket, version, 'GOVERNANCE', inDays(bucket, 11)))).toMatchObject({
        name: 'AccessDenied',
      });
    },
  );
});
