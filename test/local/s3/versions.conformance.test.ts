import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect } from 'vitest';
import { allow, newBucket, refusal } from './bucket.ts';
import type { TestBucket } from './bucket.ts';
import { documented } from '../support/documented.ts';

const adding = 'AmazonS3/latest/userguide/AddingObjectstoVersioningEnabledBuckets.html';
const markers = 'AmazonS3/latest/userguide/DeleteMarker.html';
const deleting = 'AmazonS3/latest/userguide/DeletingObjectVersions.html';
const retrieving = 'AmazonS3/latest/userguide/RetrievingObjectVersions.html';
const suspendedAdding = 'AmazonS3/latest/userguide/AddingObjectstoVersionSuspendedBuckets.html';
const suspendedDeleting = 'AmazonS3/latest/userguide/DeletingObjectsfromVersioningSuspendedBuckets.html';
const listing = 'AmazonS3/latest/userguide/list-obj-version-enabled-bucket.html';

const withVersions = (Status: string) => ({ properties: { VersioningConfiguration: { Status } } });
const of = { Bucket: 'bucket', Key: 'k' };
const put = ({ client }: TestBucket, Body = 'hello') => client.send(new PutObjectCommand({ ...of, Body }));
const get = ({ client }: TestBucket, VersionId?: string) => client.send(new GetObjectCommand({ ...of, VersionId }));
const remove = ({ client }: TestBucket, VersionId?: string) =>
  client.send(new DeleteObjectCommand({ ...of, VersionId }));
const versions = ({ client }: TestBucket) => client.send(new ListObjectVersionsCommand({ Bucket: 'bucket' }));

describe('with versioning', () => {
  documented(
    adding,
    'After you enable versioning on a bucket, Amazon S3 automatically adds a unique version ID to every object stored (using PUT, POST, or COPY) in the bucket.',
    async () => {
      const bucket = await newBucket(withVersions('Enabled'));
      const ids = [(await put(bucket)).VersionId, (await put(bucket)).VersionId];
      ids.push(
        (await bucket.client.send(new CopyObjectCommand({ Bucket: 'bucket', Key: 'c', CopySource: 'bucket/k' })))
          .VersionId,
      );
      expect(new Set(ids).size).toBe(3);
      expect(ids).not.toContain(undefined);
    },
  );

  documented(
    adding,
    'The version ID values that Amazon S3 assigns are URL safe (can be included as part of a URI).',
    async () => {
      const bucket = await newBucket(withVersions('Enabled'));
      for (let count = 0; count < 20; count += 1) {
        const { VersionId = '' } = await put(bucket);
        expect(encodeURIComponent(VersionId)).toBe(VersionId);
      }
    },
  );

  documented(retrieving, 'To retrieve a specific version, you have to specify its version ID.', async () => {
    const bucket = await newBucket(withVersions('Enabled'));
    const { VersionId } = await put(bucket, 'one');
    await put(bucket, 'two');
    expect(await (await get(bucket)).Body?.transformToString()).toBe('two');
    expect(await (await get(bucket, VersionId)).Body?.transformToString()).toBe('one');
  });

  documented(
    deleting,
    'When versioning is enabled, a simple DELETE cannot permanently delete an object. Instead, Amazon S3 inserts a delete marker in the bucket, and that marker becomes the current version of the object with a new ID.',
    async () => {
      const bucket = await newBucket(withVersions('Enabled'));
      const { VersionId } = await put(bucket);
      const deleted = await remove(bucket);
      expect(deleted.DeleteMarker).toBe(true);
      expect(deleted.VersionId).not.toBe(VersionId);
      expect((await get(bucket, VersionId)).ContentLength).toBe(5);
    },
  );

  documented(deleting, 'To delete versioned objects permanently, you must use DELETE Object versionId.', async () => {
    const bucket = await newBucket(withVersions('Enabled'));
    const { VersionId } = await put(bucket);
    await remove(bucket, VersionId);
    expect(await refusal(get(bucket, VersionId))).toMatchObject({ name: 'NoSuchVersion' });
    expect((await versions(bucket)).Versions).toBeUndefined();
  });

  documented(
    deleting,
    'When you try to GET an object whose current version is a delete marker, Amazon S3 behaves as though the object has been deleted (even though it has not been erased) and returns a 404 error.',
    async () => {
      const bucket = await newBucket(withVersions('Enabled'));
      await put(bucket);
      await remove(bucket);
      expect(await refusal(get(bucket))).toMatchObject({ name: 'NoSuchKey', status: 404 });
    },
  );

  documented(markers, 'A response header, x-amz-delete-marker: true', async () => {
    const bucket = await newBucket(withVersions('Enabled'));
    await put(bucket);
    const { VersionId } = await remove(bucket);
    const url = (id?: string) => getSignedUrl(bucket.client, new GetObjectCommand({ ...of, VersionId: id }));
    const [simple, byId] = [await fetch(await url()), await fetch(await url(VersionId))];
    expect([simple.status, simple.headers.get('x-amz-delete-marker')]).toEqual([404, 'true']);
    expect([byId.status, byId.headers.get('x-amz-delete-marker')]).toEqual([405, 'true']);
  });

  documented(
    markers,
    'This response header never returns false, because when the value is false, Amazon S3 does not include this response header in the response.',
    async () => {
      const bucket = await newBucket(withVersions('Enabled'));
      await put(bucket);
      const answer = await fetch(await getSignedUrl(bucket.client, new GetObjectCommand(of)));
      expect(answer.headers.has('x-amz-delete-marker')).toBe(false);
    },
  );

  documented(markers, 'A simple GET does not retrieve delete marker objects.', async () => {
    const bucket = await newBucket(withVersions('Enabled'));
    await put(bucket);
    await remove(bucket);
    expect((await bucket.client.send(new ListObjectsV2Command({ Bucket: 'bucket' }))).KeyCount).toBe(0);
    expect((await versions(bucket)).DeleteMarkers).toHaveLength(1);
  });

  documented(
    listing,
    'In order to list the objects in a versioning-enabled bucket, you need the ListBucketVersions permission.',
    async () => {
      const bucket = await newBucket(withVersions('Enabled'));
      const list = new ListObjectVersionsCommand({ Bucket: 'bucket' });
      expect(await refusal(bucket.as(allow('s3:ListBucket', bucket.arn)).send(list))).toMatchObject({
        name: 'AccessDenied',
      });
      await bucket.as(allow('s3:ListBucketVersions', bucket.arn)).send(list);
    },
  );
});

documented(listing, 'In those cases, Amazon S3 returns the object listing with a version ID of null.', async () => {
  const bucket = await newBucket();
  await put(bucket);
  expect((await versions(bucket)).Versions?.map(({ VersionId }) => VersionId)).toEqual(['null']);
});

describe('with versioning suspended', () => {
  documented(
    suspendedAdding,
    'If a null version is already in the bucket and you add another object with the same key, the added object overwrites the original null version.',
    async () => {
      const bucket = await newBucket(withVersions('Suspended'));
      await put(bucket, 'one');
      await put(bucket, 'two');
      expect((await versions(bucket)).Versions?.map(({ VersionId }) => VersionId)).toEqual(['null']);
      expect(await (await get(bucket)).Body?.transformToString()).toBe('two');
    },
  );

  documented(
    suspendedDeleting,
    'Amazon S3 inserts a delete marker in its place with a version ID of null.',
    async () => {
      const bucket = await newBucket(withVersions('Suspended'));
      await put(bucket);
      expect(await remove(bucket)).toMatchObject({ DeleteMarker: true, VersionId: 'null' });
      expect((await versions(bucket)).Versions).toBeUndefined();
    },
  );

  documented(
    suspendedDeleting,
    'In this case, the DELETE removes nothing; Amazon S3 just inserts a delete marker.',
    async () => {
      const bucket = await newBucket(withVersions('Suspended'));
      await remove(bucket);
      expect((await versions(bucket)).DeleteMarkers?.map(({ VersionId }) => VersionId)).toEqual(['null']);
    },
  );
});
