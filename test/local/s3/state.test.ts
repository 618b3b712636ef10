import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { newBucket, refusal } from './bucket.ts';
import type { TestBucket } from './bucket.ts';
import { temporaryFolder } from '../support/cloud.ts';

const day = 86_400_000;
const put = ({ client, Bucket }: TestBucket, Key: string, Body = 'hello') =>
  client.send(new PutObjectCommand({ Bucket, Key, Body }));
const keys = async ({ client, Bucket }: TestBucket) =>
  (await client.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key) ?? [];

describe('what a bucket holds', () => {
  it('is there again after a start on the same folder', async () => {
    const stateFolder = temporaryFolder();
    const first = await newBucket({ stateFolder });
    await put(first, 'k', 'one');
    await put(first, 'k', 'two');
    await first.s3.stop();
    const second = await newBucket({ stateFolder });
    const got = await second.client.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'k' }));
    expect(await got.Body?.transformToString()).toBe('two');
    expect(readdirSync(join(stateFolder, 's3', 'objects'))).toHaveLength(1);
  });

  it('returns to what it was when a snapshot was taken', async () => {
    const bucket = await newBucket();
    const folder = join(temporaryFolder(), 'snapshot');
    mkdirSync(folder);
    await put(bucket, 'kept');
    bucket.s3.snapshot(folder);
    await put(bucket, 'kept', 'changed');
    await put(bucket, 'later');
    bucket.s3.restore(folder);
    expect(await keys(bucket)).toEqual(['kept']);
    const got = await bucket.client.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'kept' }));
    expect(await got.Body?.transformToString()).toBe('hello');
    await put(bucket, 'later');
    bucket.s3.restore(folder);
    expect(await keys(bucket)).toEqual(['kept']);
    bucket.s3.restore(join(temporaryFolder(), 'nothing'));
    expect(await keys(bucket)).toEqual([]);
  });
});

describe('a planned fault', () => {
  it.each([
    ['throttle', 'SlowDown', 503, false],
    ['error', 'InternalError', 500, false],
    ['crashAfterCommit', 'InternalError', 500, true],
  ] as const)('%s is answered %s', async (kind, name, status, isKept) => {
    const bucket = await newBucket();
    bucket.cloud.faults.plan({ service: 's3', operation: 'PutObject', kind, count: 1 });
    expect(await refusal(put(bucket, 'k'))).toMatchObject({ name, status });
    expect(await keys(bucket)).toEqual(isKept ? ['k'] : []);
  });
});

it("counts what the backend's roles do", async () => {
  const bucket = await newBucket();
  await put(bucket, 'k');
  const role = bucket.as({ Effect: 'Allow', Action: 's3:GetObject', Resource: `${bucket.arn}/*` });
  await role.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'k' }));
  expect(bucket.cloud.usage.report()).toMatchObject({ requests: 1, byOperation: { 's3:HeadObject': { requests: 1 } } });
});

describe('a rule of the life cycle', () => {
  const rule = (more: object) => ({ LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ...more }] } });
  const now = Date.parse('2026-11-20T09:00:00Z');

  it('removes objects at the midnight after their days', async () => {
    const bucket = await newBucket({ now, properties: rule({ ExpirationInDays: 2, Prefix: 'tmp/' }) });
    await put(bucket, 'tmp/k');
    await put(bucket, 'k');
    bucket.cloud.clock.pass(2 * day);
    expect(await keys(bucket)).toEqual(['k', 'tmp/k']);
    bucket.cloud.clock.pass(day);
    expect(await keys(bucket)).toEqual(['k']);
  });

  it('hides them where the bucket keeps versions, and removes those that were replaced', async () => {
    const properties = {
      VersioningConfiguration: { Status: 'Enabled' },
      ...rule({ ExpirationInDays: 10, NoncurrentVersionExpiration: { NoncurrentDays: 1 } }),
    };
    const bucket = await newBucket({ now, properties });
    await put(bucket, 'k', 'one');
    await put(bucket, 'k', 'two');
    bucket.cloud.clock.pass(3 * day);
    const list = () => bucket.client.send(new ListObjectVersionsCommand({ Bucket: 'bucket' }));
    expect((await list()).Versions).toHaveLength(1);
    bucket.cloud.clock.pass(8 * day);
    expect([(await list()).Versions?.length, (await list()).DeleteMarkers?.length]).toEqual([1, 1]);
    bucket.cloud.clock.pass(3 * day);
    expect([(await list()).Versions, (await list()).DeleteMarkers]).toEqual([undefined, undefined]);
  });

  it('forgets uploads that were never completed', async () => {
    const bucket = await newBucket({
      now,
      properties: rule({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }),
    });
    const of = { Bucket: 'bucket', Key: 'k' };
    const { UploadId } = await bucket.client.send(new CreateMultipartUploadCommand(of));
    const part = () => bucket.client.send(new UploadPartCommand({ ...of, UploadId, PartNumber: 1, Body: 'x' }));
    await part();
    bucket.cloud.clock.pass(3 * day);
    expect(await refusal(part())).toMatchObject({ name: 'NoSuchUpload' });
  });
});
