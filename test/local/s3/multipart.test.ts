import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { newBucket, refusal } from './bucket.ts';

const large = 5 * 1024 ** 2;

describe('an upload in parts', () => {
  it('makes one object of them', async () => {
    const { client, Bucket } = await newBucket();
    const of = { Bucket, Key: 'video' };
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ ...of, ContentType: 'video/mp4', Metadata: { m: '1' } }),
    );
    const part = (PartNumber: number, Body: Buffer) =>
      client.send(new UploadPartCommand({ ...of, UploadId, PartNumber, Body }));
    const { ETag: last } = await part(2, Buffer.from('end'));
    await part(1, Buffer.from('replaced'));
    const { ETag: first } = await part(1, Buffer.alloc(large, 'a'));
    const { Parts: listed } = await client.send(new ListPartsCommand({ ...of, UploadId }));
    expect(listed?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, large],
      [2, 3],
    ]);
    expect(await refusal(client.send(new GetObjectCommand(of)))).toMatchObject({ name: 'NoSuchKey' });
    const Parts = [
      { PartNumber: 1, ETag: first },
      { PartNumber: 2, ETag: last },
    ];
    const complete = (parts: typeof Parts) =>
      client.send(new CompleteMultipartUploadCommand({ ...of, UploadId, MultipartUpload: { Parts: parts } }));
    expect(await refusal(complete(Parts.toReversed()))).toMatchObject({ name: 'InvalidPartOrder' });
    expect(await refusal(complete([{ PartNumber: 1, ETag: last }]))).toMatchObject({ name: 'InvalidPart' });
    const done = await complete(Parts);
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    const head = await client.send(new HeadObjectCommand(of));
    expect(head).toMatchObject({
      ContentLength: large + 3,
      ContentType: 'video/mp4',
      Metadata: { m: '1' },
      ETag: done.ETag,
    });
    const end = await client.send(new GetObjectCommand({ ...of, Range: 'bytes=-4' }));
    expect(await end.Body?.transformToString()).toBe('aend');
    expect(await refusal(complete(Parts))).toMatchObject({ name: 'NoSuchUpload', status: 404 });
  });

  it('has no small part but the last', async () => {
    const { client, Bucket } = await newBucket();
    const of = { Bucket, Key: 'k' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(of));
    const Parts = [];
    for (const PartNumber of [1, 2]) {
      const { ETag } = await client.send(new UploadPartCommand({ ...of, UploadId, PartNumber, Body: 'small' }));
      Parts.push({ PartNumber, ETag });
    }
    const call = client.send(new CompleteMultipartUploadCommand({ ...of, UploadId, MultipartUpload: { Parts } }));
    expect(await refusal(call)).toMatchObject({ name: 'EntityTooSmall', status: 400 });
  });

  it('is forgotten once it is aborted', async () => {
    const { client, Bucket } = await newBucket();
    const of = { Bucket, Key: 'k' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(of));
    await client.send(new AbortMultipartUploadCommand({ ...of, UploadId }));
    const call = client.send(new UploadPartCommand({ ...of, UploadId, PartNumber: 1, Body: 'x' }));
    expect(await refusal(call)).toMatchObject({ name: 'NoSuchUpload' });
  });
});
