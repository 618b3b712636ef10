import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { newBucket, refusal } from './bucket.ts';

describe('an object', () => {
  it('is read as it was written, with what was said of it', async () => {
    const { client, Bucket, cloud } = await newBucket();
    const Key = "a b/ü+&?#'*.txt";
    const put = await client.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: 'hello',
        ContentType: 'text/plain',
        CacheControl: 'no-cache',
        Metadata: { course: 'c1' },
      }),
    );
    expect(put).toMatchObject({ ETag: '"5d41402abc4b2a76b9719d911017c592"', ChecksumCRC32: 'NhCmhg==' });
    const got = await client.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
    expect(await got.Body?.transformToString()).toBe('hello');
    expect(got).toMatchObject({
      ContentType: 'text/plain',
      CacheControl: 'no-cache',
      ContentLength: 5,
      Metadata: { course: 'c1' },
      ETag: put.ETag,
      ChecksumCRC32: 'NhCmhg==',
      ServerSideEncryption: 'AES256',
      AcceptRanges: 'bytes',
    });
    expect(got.VersionId).toBeUndefined();
    expect(got.LastModified?.getTime()).toBe(Math.floor(cloud.clock.now() / 1000) * 1000);
    const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head).toMatchObject({ ContentLength: 5, ContentType: 'text/plain', ETag: put.ETag });
  });

  it('may come as a stream, with its checksum behind it', async () => {
    const { client, Bucket } = await newBucket();
    const chunks = Array.from({ length: 40 }, (_, index) => Buffer.alloc(20_000, index));
    const Body = Readable.from(chunks);
    await client.send(
      new PutObjectCommand({ Bucket, Key: 'k', Body, ContentLength: 800_000, ContentEncoding: 'gzip' }),
    );
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'k' }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Buffer.concat(chunks));
    expect(got.ContentEncoding).toBe('gzip');
  });

  it('may be empty', async () => {
    const { client, Bucket } = await newBucket();
    await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '' }));
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'k' }));
    expect([await got.Body?.transformToString(), got.ContentType]).toEqual(['', 'application/octet-stream']);
  });

  it.each([
    ['bytes=0-4', 'hello', 'bytes 0-4/11'],
    ['bytes=6-', 'world', 'bytes 6-10/11'],
    ['bytes=-3', 'rld', 'bytes 8-10/11'],
    ['bytes=6-100', 'world', 'bytes 6-10/11'],
  ])('is read in part: %s', async (Range, text, contentRange) => {
    const { client, Bucket } = await newBucket();
    await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'hello world' }));
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'k', Range }));
    expect([await got.Body?.transformToString(), got.ContentRange, got.$metadata.httpStatusCode]).toEqual([
      text,
      contentRange,
      206,
    ]);
  });

  it('has no part behind its end', async () => {
    const { client, Bucket } = await newBucket();
    await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'hello' }));
    const call = client.send(new GetObjectCommand({ Bucket, Key: 'k', Range: 'bytes=5-' }));
    expect(await refusal(call)).toMatchObject({ name: 'InvalidRange', status: 416 });
  });

  it('is given only when the conditions of a read hold', async () => {
    const { client, Bucket, cloud } = await newBucket();
    await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'hello' }));
    const ETag = '"5d41402abc4b2a76b9719d911017c592"';
    const later = new Date(cloud.clock.now() + 60_000);
    const earlier = new Date(cloud.clock.now() - 60_000);
    const status = async (conditions: object) => {
      try {
        return (await client.send(new GetObjectCommand({ Bucket, Key: 'k', ...conditions }))).$metadata.httpStatusCode;
      } catch (error) {
        return (error as { $metadata: { httpStatusCode: number } }).$metadata.httpStatusCode;
      }
    };
    expect(await status({ IfMatch: ETag })).toBe(200);
    expect(await status({ IfMatch: '"x"' })).toBe(412);
    expect(await status({ IfNoneMatch: ETag })).toBe(304);
    expect(await status({ IfNoneMatch: '"x"' })).toBe(200);
    expect(await status({ IfModifiedSince: later })).toBe(304);
    expect(await status({ IfModifiedSince: earlier })).toBe(200);
    expect(await status({ IfUnmodifiedSince: earlier })).toBe(412);
    expect(await status({ IfUnmodifiedSince: earlier, IfMatch: ETag })).toBe(200);
  });

  it('is written only when the conditions of a write hold', async () => {
    const { client, Bucket } = await newBucket();
    const put = (more: object) => client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...more }));
    expect(await refusal(put({ IfMatch: '"x"' }))).toMatchObject({ name: 'NoSuchKey', status: 404 });
    const { ETag } = await put({ IfNoneMatch: '*' });
    expect(await refusal(put({ IfNoneMatch: '*' }))).toMatchObject({ name: 'PreconditionFailed', status: 412 });
    expect(await refusal(put({ IfMatch: '"x"' }))).toMatchObject({ name: 'PreconditionFailed' });
    await put({ IfMatch: ETag });
  });

  it('whose bytes are not those that its client meant is not kept', async () => {
    const { client, Bucket } = await newBucket();
    const put = (more: object) => client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'hello', ...more }));
    expect(await refusal(put({ ChecksumCRC32: 'AAAAAA==' }))).toMatchObject({ name: 'BadDigest', status: 400 });
    expect(await refusal(put({ ChecksumSHA256: Buffer.alloc(32).toString('base64') }))).toMatchObject({
      name: 'BadDigest',
    });
    expect(await refusal(put({ ContentMD5: Buffer.alloc(16).toString('base64') }))).toMatchObject({
      name: 'BadDigest',
    });
    expect(await refusal(put({ ContentMD5: 'AAAA' }))).toMatchObject({ name: 'InvalidDigest' });
    expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key: 'k' })))).toMatchObject({ name: 'NoSuchKey' });
  });

  it('is gone once it is deleted, and may be deleted again', async () => {
    const { client, Bucket } = await newBucket();
    await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key: 'k' })))).toMatchObject({
      name: 'NoSuchKey',
      message: 'The specified key does not exist.',
      status: 404,
    });
    expect(await refusal(client.send(new HeadObjectCommand({ Bucket, Key: 'k' })))).toMatchObject({ name: 'NotFound' });
  });

  it('is copied with what was said of it, or with something else', async () => {
    const { client, Bucket } = await newBucket();
    await client.send(
      new PutObjectCommand({ Bucket, Key: 'a ü', Body: 'x', ContentType: 'text/css', Metadata: { m: '1' } }),
    );
    const CopySource = `${Bucket}/${encodeURIComponent('a ü')}`;
    const copy = await client.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource }));
    expect(copy.CopyObjectResult?.ETag).toBe('"9dd4e461268c8034f5c8564e155c67a6"');
    expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'b' }))).toMatchObject({
      ContentType: 'text/css',
      Metadata: { m: '1' },
    });
    const replaced = { Metadata: { n: '2' }, MetadataDirective: 'REPLACE', ContentType: 'text/html' } as const;
    await client.send(new CopyObjectCommand({ Bucket, Key: 'a ü', CopySource, ...replaced }));
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'a ü' }));
    expect([head.ContentType, head.Metadata]).toEqual(['text/html', { n: '2' }]);
    const toItself = client.send(new CopyObjectCommand({ Bucket, Key: 'a ü', CopySource }));
    expect(await refusal(toItself)).toMatchObject({ name: 'InvalidRequest' });
  });
});

describe('many objects', () => {
  it('are deleted at once', async () => {
    const { client, Bucket } = await newBucket();
    for (const Key of ['a', 'b&c']) await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    const Objects = ['a', 'b&c', 'missing'].map((Key) => ({ Key }));
    const { Deleted, Errors } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect([Deleted, Errors]).toEqual([Objects, undefined]);
    expect((await client.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
  });

  it('are listed by the bytes of their keys, in pages, rolled up by a delimiter', async () => {
    const { client, Bucket } = await newBucket();
    const keys = ['Z', 'a/1', 'a/2', 'a/b/3', 'b', 'c/4', 'ü', '\u{1F600}'];
    for (const Key of keys.toReversed()) await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    const all = await client.send(new ListObjectsV2Command({ Bucket }));
    expect(all.Contents?.map(({ Key }) => Key)).toEqual(keys);
    expect(all).toMatchObject({ KeyCount: 8, IsTruncated: false, MaxKeys: 1000, Name: 'bucket' });

    const seen: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket, Delimiter: '/', MaxKeys: 1, ContinuationToken }),
      );
      expect(page.KeyCount).toBe(1);
      seen.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
      seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    expect(seen).toEqual(['Z', 'a/', 'b', 'c/', 'ü', '\u{1F600}']);

    const below = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'a/', Delimiter: '/' }));
    expect(below.Contents?.map(({ Key }) => Key)).toEqual(['a/1', 'a/2']);
    expect(below.CommonPrefixes).toEqual([{ Prefix: 'a/b/' }]);
    const after = await client.send(new ListObjectsV2Command({ Bucket, StartAfter: 'b', MaxKeys: 1 }));
    expect([after.Contents?.map(({ Key }) => Key), after.IsTruncated]).toEqual([['c/4'], true]);
    expect((await client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }))).KeyCount).toBe(0);
    const first = await client.send(new ListObjectsCommand({ Bucket, Marker: 'a/2', Delimiter: '/', MaxKeys: 2 }));
    expect([first.CommonPrefixes, first.Contents?.map(({ Key }) => Key)]).toEqual([[{ Prefix: 'a/' }], ['b']]);
  });
});

describe('a bucket', () => {
  it('is seen by those who look', async () => {
    const { client, Bucket } = await newBucket();
    expect((await client.send(new ListBucketsCommand())).Buckets?.map(({ Name }) => Name)).toEqual([Bucket]);
    await client.send(new HeadBucketCommand({ Bucket }));
    expect((await client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeFalsy();
    expect(await refusal(client.send(new HeadBucketCommand({ Bucket: 'other' })))).toMatchObject({ name: 'NotFound' });
    expect(await refusal(client.send(new ListObjectsV2Command({ Bucket: 'other' })))).toMatchObject({
      name: 'NoSuchBucket',
      status: 404,
    });
  });

  it('refuses by name what is not run', async () => {
    const { client, Bucket } = await newBucket();
    await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
    expect(await refusal(client.send(new GetObjectAclCommand({ Bucket, Key: 'k' })))).toMatchObject({
      name: 'NotImplemented',
      message: "The local S3 doesn't run GET acl on an object.",
      status: 501,
    });
    const tagged = client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', Tagging: 'a=b' }));
    expect(await refusal(tagged)).toMatchObject({ name: 'NotImplemented' });
    const acl = client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ACL: 'public-read' }));
    expect(await refusal(acl)).toMatchObject({ name: 'AccessControlListNotSupported', status: 400 });
  });
});
