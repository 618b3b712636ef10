import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect } from 'vitest';
import { newBucket, refusal } from './bucket.ts';
import type { TestBucket } from './bucket.ts';
import { documented } from '../support/documented.ts';

const multipart = 'AmazonS3/latest/userguide/mpuoverview.html';
const limits = 'AmazonS3/latest/userguide/qfacts.html';

describe('multipart uploads', () => {
  const of = { Bucket: 'bucket', Key: 'k' };
  const part = ({ client }: TestBucket, UploadId: string | undefined, PartNumber: number, Body: string | Buffer) =>
    client.send(new UploadPartCommand({ ...of, UploadId, PartNumber, Body }));
  const begin = async ({ client }: TestBucket) => (await client.send(new CreateMultipartUploadCommand(of))).UploadId;
  const complete = ({ client }: TestBucket, UploadId: string | undefined, Parts: object[]) =>
    client.send(new CompleteMultipartUploadCommand({ ...of, UploadId, MultipartUpload: { Parts } }));

  documented(
    multipart,
    'The part number that you choose doesn’t need to be in a consecutive sequence (for example, it can be 1, 5, and 14).',
    async () => {
      const bucket = await newBucket();
      const id = await begin(bucket);
      const large = Buffer.alloc(5 * 1024 ** 2, 'a');
      const Parts = [];
      for (const [PartNumber, body] of [
        [1, large],
        [5, large],
        [14, 'end'],
      ] as const) {
        Parts.push({ PartNumber, ETag: (await part(bucket, id, PartNumber, body)).ETag });
      }
      await complete(bucket, id, Parts);
      const head = await bucket.client.send(new HeadObjectCommand(of));
      expect(head.ContentLength).toBe(2 * large.length + 3);
    },
  );

  documented(
    multipart,
    'If you upload a new part using the same part number as a previously uploaded part, the previously uploaded part is overwritten.',
    async () => {
      const bucket = await newBucket();
      const id = await begin(bucket);
      await part(bucket, id, 1, 'first');
      const { ETag } = await part(bucket, id, 1, 'second');
      await complete(bucket, id, [{ PartNumber: 1, ETag }]);
      const got = await bucket.client.send(new GetObjectCommand(of));
      expect(await got.Body?.transformToString()).toBe('second');
    },
  );

  documented(multipart, 'After a successful complete request, the parts no longer exist.', async () => {
    const bucket = await newBucket();
    const id = await begin(bucket);
    const { ETag } = await part(bucket, id, 1, 'x');
    await complete(bucket, id, [{ PartNumber: 1, ETag }]);
    expect(await refusal(part(bucket, id, 2, 'y'))).toMatchObject({ name: 'NoSuchUpload' });
  });

  documented(multipart, 'This ETag is not necessarily an MD5 hash of the object data.', async () => {
    const bucket = await newBucket();
    const id = await begin(bucket);
    const { ETag } = await part(bucket, id, 1, 'x');
    expect((await complete(bucket, id, [{ PartNumber: 1, ETag }])).ETag).toMatch(/^"[0-9a-f]{32}-1"$/);
  });

  documented(
    limits,
    '5 MiB to 5 GiB. There is no minimum size limit on the last part of your multipart upload.',
    async () => {
      const bucket = await newBucket();
      const id = await begin(bucket);
      const Parts = [];
      for (const PartNumber of [1, 2])
        Parts.push({ PartNumber, ETag: (await part(bucket, id, PartNumber, 'small')).ETag });
      expect(await refusal(complete(bucket, id, Parts))).toMatchObject({ name: 'EntityTooSmall' });
      await complete(bucket, id, Parts.slice(0, 1));
    },
  );
});
