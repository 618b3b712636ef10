import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectRetentionCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect } from 'vitest';
import { allow, newBucket, refusal } from './bucket.ts';
import { of, dayMs, isLocked, locking, inDays, put, putLocked, remove, retain, hold, head } from './locked-bucket.ts';
import { documented } from '../support/documented.ts';

const overview = 'AmazonS3/latest/userguide/object-lock-overview.html';
const managing = 'AmazonS3/latest/userguide/object-lock-managing.html';
const api = (operation: string) => `AmazonS3/latest/API/API_${operation}.html`;

describe('compliance', () => {
  documented(
    overview,
    "In compliance mode, a protected object version can't be overwritten or deleted by any user, including the root user in your AWS account.",
    async () => {
      const bucket = await newBucket(locking());
      const version = await putLocked(bucket, 'COMPLIANCE', 1);
      expect(await refusal(remove(bucket, version))).toMatchObject(isLocked);
      expect(await refusal(remove(bucket, version, true))).toMatchObject(isLocked);
      expect((await head(bucket, version)).ContentLength).toBe(5);
    },
  );

  documented(
    overview,
    "When an object is locked in compliance mode, its retention mode can't be changed, and its retention period can't be shortened.",
    async () => {
      const bucket = await newBucket(locking());
      const version = await putLocked(bucket, 'COMPLIANCE', 2);
      for (const bypass of [false, true]) {
        expect(await refusal(retain(bucket, version, 'COMPLIANCE', inDays(bucket, 1), bypass))).toMatchObject(isLocked);
        expect(await refusal(retain(bucket, version, 'GOVERNANCE', inDays(bucket, 3), bypass))).toMatchObject(isLocked);
      }
      expect((await head(bucket, version)).ObjectLockRetainUntilDate).toEqual(inDays(bucket, 2));
    },
  );
});

describe('governance', () => {
  documented(
    overview,
    'To override or remove governance-mode retention settings, a user must have the s3:BypassGovernanceRetention permission and must explicitly include x-amz-bypass-governance-retention:true as a request header with any request that requires overriding governance mode.',
    async () => {
      const bucket = await newBucket(locking());
      const version = await putLocked(bucket, 'GOVERNANCE', 1);
      const may = allow(['s3:DeleteObjectVersion', 's3:PutObjectRetention'], `${bucket.arn}/*`);
      const weak = bucket.as(may);
      expect(await refusal(remove({ client: weak }, version, true))).toMatchObject({
        name: 'AccessDenied',
        message: expect.stringContaining('s3:BypassGovernanceRetention'),
      });
      const strong = bucket.as(may, allow('s3:BypassGovernanceRetention', `${bucket.arn}/*`));
      expect(await refusal(remove({ client: strong }, version))).toMatchObject(isLocked);
      await remove({ client: strong }, version, true);
      expect(await refusal(head(bucket, version))).toMatchObject({ status: 404 });
    },
  );

  documented(
    managing,
    'These operations include deleting an object version, shortening the retention period, or removing the object lock by placing a new lock with empty parameters.',
    async () => {
      const bucket = await newBucket(locking());
      const version = await putLocked(bucket, 'GOVERNANCE', 3);
      expect(await refusal(retain(bucket, version, 'GOVERNANCE', inDays(bucket, 1)))).toMatchObject(isLocked);
      await retain(bucket, version, 'GOVERNANCE', inDays(bucket, 1), true);
      const empty = (BypassGovernanceRetention: boolean) =>
        bucket.client.send(
          new PutObjectRetentionCommand({ ...of, VersionId: version, Retention: {}, BypassGovernanceRetention }),
        );
      expect(await refusal(empty(false))).toMatchObject(isLocked);
      await empty(true);
      await remove(bucket, version);
    },
  );

  documented(managing, "Bypassing governance mode doesn't affect an object version's legal hold status.", async () => {
    const bucket = await newBucket(locking());
    const version = await putLocked(bucket, 'GOVERNANCE', 1);
    await hold(bucket, version, 'ON');
    expect(await refusal(remove(bucket, version, true))).toMatchObject(isLocked);
  });
});

describe('a legal hold', () => {
  documented(
    overview,
    "However, a legal hold doesn't have an associated retention period and remains in effect until removed.",
    async () => {
      const bucket = await newBucket(locking());
      const version = await put(bucket, { ObjectLockLegalHoldStatus: 'ON' });
      bucket.cloud.clock.pass(10_000 * dayMs);
      expect(await refusal(remove(bucket, version))).toMatchObject(isLocked);
      await hold(bucket, version, 'OFF');
      await remove(bucket, version);
    },
  );

  documented(
    overview,
    'Legal holds can be freely placed and removed by any user who has the s3:PutObjectLegalHold permission.',
    async () => {
      const bucket = await newBucket(locking());
      const version = await put(bucket);
      const holder = { client: bucket.as(allow('s3:PutObjectLegalHold', `${bucket.arn}/k`)) };
      await hold(holder, version, 'ON');
      const { LegalHold } = await bucket.client.send(new GetObjectLegalHoldCommand({ ...of, VersionId: version }));
      expect(LegalHold).toEqual({ Status: 'ON' });
      await hold(holder, version, 'OFF');
      const other = { client: bucket.as(allow('s3:PutObjectRetention', `${bucket.arn}/k`)) };
      expect(await refusal(hold(other, version, 'ON'))).toMatchObject({ name: 'AccessDenied' });
    },
  );

  documented(
    overview,
    'Similarly, if you remove a legal hold while an object version has a retention period in effect, the object version remains protected until the retention period expires.',
    async () => {
      const bucket = await newBucket(locking());
      const version = await putLocked(bucket, 'COMPLIANCE', 1);
      await hold(bucket, version, 'ON');
      await hold(bucket, version, 'OFF');
      expect(await refusal(remove(bucket, version))).toMatchObject(isLocked);
    },
  );

  documented(
    overview,
    "If the retention period expires, the object doesn't lose its WORM protection. Rather, the legal hold continues to protect the object until an authorized user explicitly removes it.",
    async () => {
      const bucket = await newBucket(locking());
      const version = await putLocked(bucket, 'COMPLIANCE', 1);
      await hold(bucket, version, 'ON');
      bucket.cloud.clock.pass(2 * dayMs);
      expect(await refusal(remove(bucket, version))).toMatchObject(isLocked);
    },
  );
});

describe('what goes on around locked versions', () => {
  documented(
    managing,
    "Although you can't delete a protected object version, you can still create a delete marker for that object.",
    async () => {
      const bucket = await newBucket(locking({ Mode: 'COMPLIANCE', Days: 1 }));
      const version = await put(bucket);
      expect((await remove(bucket)).DeleteMarker).toBe(true);
      expect(await refusal(head(bucket))).toMatchObject({ status: 404 });
      expect((await head(bucket, version)).ContentLength).toBe(5);
    },
  );

  documented(
    managing,
    'Delete markers are not WORM-protected, regardless of any retention period or legal hold in place on the underlying object.',
    async () => {
      const bucket = await newBucket(locking({ Mode: 'COMPLIANCE', Days: 1 }));
      const version = await put(bucket);
      const { VersionId: marker } = await remove(bucket);
      await remove(bucket, marker);
      expect((await head(bucket)).VersionId).toBe(version);
    },
  );

  documented(
    managing,
    'However, protected object versions remain safe from being deleted or overwritten by a lifecycle configuration.',
    async () => {
      const { properties } = locking({ Mode: 'COMPLIANCE', Days: 10 });
      const Rules = [{ Status: 'Enabled', ExpirationInDays: 1, NoncurrentVersionExpiration: { NoncurrentDays: 1 } }];
      const bucket = await newBucket({ properties: { ...properties, LifecycleConfiguration: { Rules } } });
      const version = await put(bucket);
      bucket.cloud.clock.pass(5 * dayMs);
      expect(await refusal(head(bucket))).toMatchObject({ status: 404 });
      expect((await head(bucket, version)).ContentLength).toBe(5);
      bucket.cloud.clock.pass(8 * dayMs);
      expect(await refusal(head(bucket, version))).toMatchObject({ status: 404 });
    },
  );

  documented(
    managing,
    "If you GET or HEAD an object version but don't have the necessary permissions to view its lock status, the request succeeds. However, it doesn't return information that you don't have permission to view.",
    async () => {
      const bucket = await newBucket(locking({ Mode: 'GOVERNANCE', Days: 1 }));
      await put(bucket, { ObjectLockLegalHoldStatus: 'ON' });
      const get = async (...actions: string[]) => {
        const client = bucket.as(allow(['s3:GetObject', ...actions], `${bucket.arn}/*`));
        const { ObjectLockMode: mode, ObjectLockLegalHoldStatus: held } = await client.send(new GetObjectCommand(of));
        return [mode, held];
      };
      expect(await get()).toEqual([undefined, undefined]);
      expect(await get('s3:GetObjectRetention')).toEqual(['GOVERNANCE', undefined]);
      expect(await get('s3:GetObjectRetention', 's3:GetObjectLegalHold')).toEqual(['GOVERNANCE', 'ON']);
      expect(bucket.cloud.terminal).toEqual([]);
    },
  );

  documented(
    api('PutObjectRetention'),
    'Users or accounts require the s3:PutObjectRetention permission in order to place an Object Retention configuration on objects.',
    async () => {
      const bucket = await newBucket(locking());
      const client = bucket.as(allow(['s3:PutObject', 's3:PutObjectLegalHold'], `${bucket.arn}/*`));
      const version = await put(bucket);
      expect(await refusal(retain({ client }, version, 'GOVERNANCE', inDays(bucket, 1)))).toMatchObject({
        name: 'AccessDenied',
      });
      const locked = { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: inDays(bucket, 1) } as const;
      const upload = client.send(new PutObjectCommand({ ...of, Body: 'x', ...locked }));
      expect(await refusal(upload)).toMatchObject({ name: 'AccessDenied' });
    },
  );

  documented(
    api('DeleteObjects'),
    'Specifies whether you want to delete this object even if it has a Governance-type Object Lock in place. To use this header, you must have the s3:BypassGovernanceRetention permission.',
    async () => {
      const bucket = await newBucket(locking());
      const versions = [await putLocked(bucket, 'GOVERNANCE', 1), await putLocked(bucket, 'COMPLIANCE', 1)];
      const Delete = { Objects: versions.map((VersionId) => ({ Key: 'k', VersionId })) };
      const all = (BypassGovernanceRetention: boolean) =>
        bucket.client.send(new DeleteObjectsCommand({ Bucket: 'bucket', Delete, BypassGovernanceRetention }));
      expect((await all(false)).Errors?.map(({ Code }) => Code)).toEqual(['AccessDenied', 'AccessDenied']);
      const { Deleted, Errors } = await all(true);
      expect(Deleted?.map(({ VersionId }) => VersionId)).toEqual(versions.slice(0, 1));
      expect(Errors?.map(({ VersionId }) => VersionId)).toEqual(versions.slice(1));
    },
  );

  documented(
    overview,
    'Default settings apply to all new objects that are placed in the bucket, unless you explicitly specify a different retention mode and period for an object when you create it.',
    async () => {
      const bucket = await newBucket(locking({ Mode: 'GOVERNANCE', Days: 5 }));
      const { client } = bucket;
      await putLocked(bucket, 'COMPLIANCE', 1);
      const copy = { Bucket: 'bucket', Key: 'copy', CopySource: 'bucket/k' };
      await client.send(new CopyObjectCommand(copy));
      const parts = { Bucket: 'bucket', Key: 'parts' };
      const { UploadId } = await client.send(new CreateMultipartUploadCommand(parts));
      const part = { ...parts, UploadId, PartNumber: 1 };
      const { ETag } = await client.send(new UploadPartCommand({ ...part, Body: 'part' }));
      const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] };
      await client.send(new CompleteMultipartUploadCommand({ ...parts, UploadId, MultipartUpload }));
      for (const Key of ['copy', 'parts']) {
        const { Retention } = await client.send(new GetObjectRetentionCommand({ Bucket: 'bucket', Key }));
        expect(Retention).toEqual({ Mode: 'GOVERNANCE', RetainUntilDate: inDays(bucket, 5) });
      }
    },
  );

  documented(api('GetObject'), 'Downloads the specified byte range of an object.', async () => {
    const bucket = await newBucket(locking({ Mode: 'COMPLIANCE', Days: 1 }));
    await put(bucket, { Body: '0123456789' });
    const range = async (Range: string) => {
      const { Body, ContentRange, $metadata } = await bucket.client.send(new GetObjectCommand({ ...of, Range }));
      return [$metadata.httpStatusCode, await Body?.transformToString(), ContentRange];
    };
    expect(await range('bytes=2-4')).toEqual([206, '234', 'bytes 2-4/10']);
    expect(await range('bytes=7-')).toEqual([206, '789', 'bytes 7-9/10']);
    expect(await range('bytes=-2')).toEqual([206, '89', 'bytes 8-9/10']);
    expect(await range('bytes=8-99')).toEqual([206, '89', 'bytes 8-9/10']);
    const beyond = bucket.client.send(new GetObjectCommand({ ...of, Range: 'bytes=10-' }));
    expect(await refusal(beyond)).toMatchObject({ name: 'InvalidRange', status: 416 });
  });
});
