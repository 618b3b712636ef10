import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { newBucket, refusal } from './bucket.ts';

const versioned = { properties: { VersioningConfiguration: { Status: 'Enabled' } } };

describe('a bucket that keeps versions', () => {
  it('gives back each that was put', async () => {
    const { client, Bucket } = await newBucket(versioned);
    const put = (Body: string) => client.send(new PutObjectCommand({ Bucket, Key: 'k', Body }));
    const ids = [await put('one'), await put('two')].map(({ VersionId }) => VersionId);
    const read = async (VersionId?: string) => {
      const got = await client.send(new GetObjectCommand({ Bucket, Key: 'k', VersionId }));
      return [await got.Body?.transformToString(), got.VersionId];
    };
    expect(await read()).toEqual(['two', ids[1]]);
    expect(await read(ids[0])).toEqual(['one', ids[0]]);
    expect(await refusal(read('unknown'))).toMatchObject({ name: 'NoSuchVersion', status: 404 });
    const copy = await client.send(
      new CopyObjectCommand({ Bucket, Key: 'k', CopySource: `${Bucket}/k?versionId=${ids[0]}` }),
    );
    expect(copy.CopySourceVersionId).toBe(ids[0]);
    expect(await read()).toEqual(['one', copy.VersionId]);
  });

  it('hides a deleted object behind a marker, and shows it again without', async () => {
    const { client, Bucket } = await newBucket(versioned);
    const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'one' }));
    const deleted = await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    expect(deleted).toMatchObject({ DeleteMarker: true, VersionId: expect.stringMatching(/^[\w.]{32}$/) });
    const get = (id?: string) => client.send(new GetObjectCommand({ Bucket, Key: 'k', VersionId: id }));
    expect(await refusal(get())).toMatchObject({ name: 'NoSuchKey' });
    expect(await refusal(get(deleted.VersionId))).toMatchObject({ name: 'MethodNotAllowed', status: 405 });
    expect((await client.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
    const { Versions, DeleteMarkers } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions?.map((one) => [one.VersionId, one.IsLatest])).toEqual([[VersionId, false]]);
    expect(DeleteMarkers?.map((one) => [one.VersionId, one.IsLatest])).toEqual([[deleted.VersionId, true]]);
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId: deleted.VersionId }));
    expect(await (await get()).Body?.transformToString()).toBe('one');
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId }));
    expect(await refusal(get())).toMatchObject({ name: 'NoSuchKey' });
  });

  it('lists versions in pages, the newest of a key first', async () => {
    const { client, Bucket } = await newBucket(versioned);
    for (const Key of ['b', 'a', 'a', 'b']) await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    const seen: unknown[] = [];
    let page: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
    while (page) {
      const got: Awaited<ReturnType<typeof list>> = await list(page);
      seen.push(...(got.Versions ?? []).map(({ Key, IsLatest }) => [Key, IsLatest]));
      page = got.IsTruncated ? { KeyMarker: got.NextKeyMarker, VersionIdMarker: got.NextVersionIdMarker } : undefined;
    }
    expect(seen).toEqual([
      ['a', true],
      ['a', false],
      ['b', true],
      ['b', false],
    ]);

    function list(from: { KeyMarker?: string; VersionIdMarker?: string }) {
      return client.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 1, ...from }));
    }
  });
});

it('a bucket whose versioning is suspended has one version that is null', async () => {
  const { client, Bucket } = await newBucket({ properties: { VersioningConfiguration: { Status: 'Suspended' } } });
  for (const Body of ['one', 'two']) {
    expect((await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body }))).VersionId).toBe('null');
  }
  const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket }));
  expect(Versions?.map(({ VersionId }) => VersionId)).toEqual(['null']);
  const deleted = await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
  expect(deleted).toMatchObject({ DeleteMarker: true, VersionId: 'null' });
  expect((await client.send(new ListObjectVersionsCommand({ Bucket }))).Versions).toBeUndefined();
});
