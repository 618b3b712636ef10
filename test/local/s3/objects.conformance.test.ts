import { createHash } from 'node:crypto';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect } from 'vitest';
import { allow, element, newBucket, refusal } from './bucket.ts';
import type { TestBucket } from './bucket.ts';
import { documented } from '../support/documented.ts';

const guide = 'AmazonS3/latest/userguide/';
const keysPage = 'AmazonS3/latest/userguide/object-keys.html';
const metadata = 'AmazonS3/latest/userguide/UsingMetadata.html';
const listing = 'AmazonS3/latest/userguide/ListingKeysUsingAPIs.html';
const presigned = 'AmazonS3/latest/userguide/using-presigned-url.html';
const uploadUrl = 'AmazonS3/latest/userguide/PresignedUrlUploadObject.html';
const integrity = 'AmazonS3/latest/userguide/checking-object-integrity.html';
const many = 'AmazonS3/latest/userguide/delete-multiple-objects.html';
const ownership = 'AmazonS3/latest/userguide/about-object-ownership.html';
const lifecycle = 'AmazonS3/latest/userguide/intro-lifecycle-rules.html';

const put = ({ client, Bucket }: TestBucket, Key: string, more: object = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body: 'hello', ...more }));
const list = async ({ client, Bucket }: TestBucket, more: object = {}) =>
  client.send(new ListObjectsV2Command({ Bucket, ...more }));

describe('keys and metadata', () => {
  documented(
    keysPage,
    'The object key name is a sequence of Unicode characters with UTF-8 encoding of up to 1,024 bytes long.',
    async () => {
      const bucket = await newBucket();
      await put(bucket, 'ü'.repeat(512));
      expect(await refusal(put(bucket, `${'ü'.repeat(512)}a`))).toMatchObject({ name: 'KeyTooLongError', status: 400 });
    },
  );

  documented(keysPage, 'Object key names are case sensitive.', async () => {
    const bucket = await newBucket();
    await put(bucket, 'a');
    expect(await refusal(bucket.client.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'A' })))).toMatchObject({
      name: 'NoSuchKey',
    });
  });

  documented(
    metadata,
    'For objects that are not uploaded as a multipart upload and are either unencrypted or encrypted by server-side encryption with Amazon S3 managed keys (SSE-S3), the ETag is an MD5 digest of the data.',
    async () => {
      const { ETag } = await put(await newBucket(), 'k');
      expect(ETag).toBe(`"${createHash('md5').update('hello').digest('hex')}"`);
    },
  );

  documented(
    metadata,
    'Within the PUT request header, the user-defined metadata is limited to 2 KB in size.',
    async () => {
      const bucket = await newBucket();
      await put(bucket, 'k', { Metadata: { a: 'a'.repeat(2047) } });
      const call = put(bucket, 'k', { Metadata: { a: 'a'.repeat(2048) } });
      expect(await refusal(call)).toMatchObject({ name: 'MetadataTooLarge', status: 400 });
    },
  );

  documented(metadata, 'Amazon S3 stores user-defined metadata keys in lowercase.', async () => {
    const bucket = await newBucket();
    await put(bucket, 'k', { Metadata: { CourseId: 'C1' } });
    const head = await bucket.client.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'k' }));
    expect(head.Metadata).toEqual({ courseid: 'C1' });
  });

  documented(
    ownership,
    'PUT requests that contain other ACLs (for example, custom grants to certain AWS accounts) fail and return a 400 error with the error code AccessControlListNotSupported.',
    async () => {
      const bucket = await newBucket();
      await put(bucket, 'k', { ACL: 'bucket-owner-full-control' });
      for (const more of [{ ACL: 'public-read' }, { GrantRead: 'id=1' }]) {
        expect(await refusal(put(bucket, 'k', more))).toMatchObject({
          name: 'AccessControlListNotSupported',
          status: 400,
        });
      }
    },
  );

  documented(
    integrity,
    "Amazon S3 compares the provided checksum to the checksum that it calculates by using your specified algorithm. If the two values don't match, Amazon S3 reports an error.",
    async () => {
      const bucket = await newBucket();
      const right = createHash('sha256').update('hello').digest('base64');
      expect(await put(bucket, 'k', { ChecksumSHA256: right })).toMatchObject({ ChecksumSHA256: right });
      const wrong = createHash('sha256').update('other').digest('base64');
      expect(await refusal(put(bucket, 'k', { ChecksumSHA256: wrong }))).toMatchObject({ name: 'BadDigest' });
      const sha1 = createHash('sha1').update('other').digest('base64');
      expect(await refusal(put(bucket, 'k', { ChecksumSHA1: sha1 }))).toMatchObject({ name: 'BadDigest' });
    },
  );
});

describe('listings', () => {
  documented(listing, 'List results are always returned in UTF-8 binary order.', async () => {
    const bucket = await newBucket();
    const keys = ['Z', 'a', 'a!', 'a/b', 'ab', 'ü', '\uFFFD', '\u{1F600}'];
    for (const key of keys.toReversed()) await put(bucket, key);
    expect((await list(bucket)).Contents?.map(({ Key }) => Key)).toEqual(keys);
  });

  documented(
    listing,
    'Groups of keys that share a prefix terminated by a special delimiter can be rolled up by that common prefix for the purposes of listing.',
    async () => {
      const bucket = await newBucket();
      for (const key of ['French/logical', 'French/mot', 'English/word', 'top']) await put(bucket, key);
      const page = await list(bucket, { Delimiter: '/' });
      expect(page.CommonPrefixes).toEqual([{ Prefix: 'English/' }, { Prefix: 'French/' }]);
      expect(page.Contents?.map(({ Key }) => Key)).toEqual(['top']);
    },
  );

  documented(
    listing,
    'Each list keys response returns a page of up to 1,000 keys with an indicator indicating if the response is truncated.',
    async () => {
      const bucket = await newBucket();
      for (let index = 0; index < 1001; index += 1) await put(bucket, String(index).padStart(4, '0'));
      const first = await list(bucket, { MaxKeys: 5000 });
      expect([first.KeyCount, first.IsTruncated, first.MaxKeys]).toEqual([1000, true, 1000]);
      const second = await list(bucket, { ContinuationToken: first.NextContinuationToken });
      expect([second.Contents?.map(({ Key }) => Key), second.IsTruncated]).toEqual([['1000'], false]);
    },
  );

  documented(
    many,
    'In quiet mode, the response includes only keys for which the delete operation encountered an error.',
    async () => {
      const bucket = await newBucket();
      for (const key of ['a', 'b']) await put(bucket, key);
      const role = bucket.as(allow('s3:DeleteObject', `${bucket.arn}/a`));
      const Delete = { Objects: [{ Key: 'a' }, { Key: 'b' }], Quiet: true };
      const result = await role.send(new DeleteObjectsCommand({ Bucket: 'bucket', Delete }));
      expect([result.Deleted, result.Errors?.map(({ Key }) => Key)]).toEqual([undefined, ['b']]);
    },
  );
});

describe('presigned URLs', () => {
  const url = ({ client, cloud }: TestBucket, expiresIn: number) =>
    getSignedUrl(client, new GetObjectCommand({ Bucket: 'bucket', Key: 'k' }), {
      expiresIn,
      signingDate: new Date(cloud.clock.now()),
    });

  documented(
    uploadUrl,
    'When you use the AWS SDKs to generate a presigned URL, the maximum expiration time is 7 days from the time of creation.',
    async () => {
      const bucket = await newBucket();
      await put(bucket, 'k');
      const week = new URL(await url(bucket, 7 * 86_400));
      bucket.cloud.clock.pass(7 * 86_400_000 - 1000);
      expect((await fetch(week)).status).toBe(200);
      bucket.cloud.clock.pass(3000);
      expect((await fetch(week)).status).toBe(403);
      week.searchParams.set('X-Amz-Expires', String(7 * 86_400 + 1));
      const refused = await fetch(week);
      expect([refused.status, element(await refused.text(), 'Code')]).toEqual([
        400,
        'AuthorizationQueryParametersError',
      ]);
    },
  );

  documented(
    presigned,
    'for someone to successfully access an object, the presigned URL must be created by someone who has permission to perform the operation that the presigned URL is based upon.',
    async () => {
      const bucket = await newBucket();
      await put(bucket, 'k');
      const by = async (client: TestBucket['client']) => (await fetch(await url({ ...bucket, client }, 60))).status;
      expect(await by(bucket.as(allow('s3:PutObject', `${bucket.arn}/*`)))).toBe(403);
      expect(await by(bucket.as(allow('s3:GetObject', `${bucket.arn}/*`)))).toBe(200);
    },
  );

  documented(
    uploadUrl,
    'If an object with the same key that is specified in the presigned URL already exists in the bucket, Amazon S3 replaces the existing object with the uploaded object.',
    async () => {
      const bucket = await newBucket();
      await put(bucket, 'k');
      const target = await getSignedUrl(bucket.client, new PutObjectCommand({ Bucket: 'bucket', Key: 'k' }));
      expect((await fetch(target, { method: 'PUT', body: 'replaced' })).status).toBe(200);
      expect(await (await fetch(await url(bucket, 60))).text()).toBe('replaced');
    },
  );

  documented(
    presigned,
    'condition to deny any Amazon S3 presigned URL request on objects in the DOC-EXAMPLE-BUCKET1 bucket if the signature is more than 10 minutes old.',
    async () => {
      const bucket = await newBucket({
        policy: (arn) => [
          {
            Sid: 'Deny a presigned URL request if the signature is more than 10 min old',
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: 's3:*',
            Resource: `${arn}/*`,
            Condition: { NumericGreaterThan: { 's3:signatureAge': '600000' } },
          },
        ],
      });
      await put(bucket, 'k');
      const target = await url(bucket, 3600);
      bucket.cloud.clock.pass(598_000);
      expect((await fetch(target)).status).toBe(200);
      bucket.cloud.clock.pass(4000);
      expect((await fetch(target)).status).toBe(403);
    },
  );
});

documented(
  lifecycle,
  'For example, if an object was created at 1/15/2014 10:30 AM UTC and you specify 3 days in a transition rule, then the transition date of the object would be calculated as 1/19/2014 00:00 UTC.',
  async () => {
    const bucket = await newBucket({
      now: Date.parse('2014-01-15T10:30:00Z'),
      properties: { LifecycleConfiguration: { Rules: [{ Id: 'r', Status: 'Enabled', ExpirationInDays: 3 }] } },
    });
    const { Expiration } = await put(bucket, 'k');
    expect(Expiration).toBe('expiry-date="Sun, 19 Jan 2014 00:00:00 GMT", rule-id="r"');
    bucket.cloud.clock.pass(Date.parse('2014-01-18T23:59:59Z') - bucket.cloud.clock.now());
    expect((await list(bucket)).KeyCount).toBe(1);
    bucket.cloud.clock.pass(1000);
    expect((await list(bucket)).KeyCount).toBe(0);
  },
);

documented(
  `${guide}acl-overview.html`,
  'With the bucket owner enforced setting enabled, requests to set access control lists (ACLs) or update ACLs fail and return the AccessControlListNotSupported error code.',
  async () => {
    const bucket = await newBucket();
    expect(await refusal(put(bucket, 'k', { ACL: 'authenticated-read' }))).toMatchObject({
      name: 'AccessControlListNotSupported',
    });
  },
);
