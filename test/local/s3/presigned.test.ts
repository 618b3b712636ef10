import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, it } from 'vitest';
import { allow, element, newBucket } from './bucket.ts';
import { post } from './posts.ts';

describe('a presigned URL', () => {
  it('lets who has it read the object until it expires by the clock of the cloud', async () => {
    const { client, Bucket, cloud } = await newBucket();
    await client.send(new PutObjectCommand({ Bucket, Key: 'a b', Body: 'hello' }));
    const command = new GetObjectCommand({
      Bucket,
      Key: 'a b',
      ResponseContentDisposition: 'attachment; filename="x"',
    });
    const url = await getSignedUrl(client, command, { expiresIn: 60, signingDate: new Date(cloud.clock.now()) });
    const got = await fetch(url);
    expect([got.status, await got.text(), got.headers.get('content-disposition')]).toEqual([
      200,
      'hello',
      'attachment; filename="x"',
    ]);
    cloud.clock.pass(62_000);
    const late = await fetch(url);
    const xml = await late.text();
    expect([late.status, element(xml, 'Code'), element(xml, 'Message')]).toEqual([
      403,
      'AccessDenied',
      'Request has expired',
    ]);
  });

  it('lets its holder write what it says', async () => {
    const { client, Bucket } = await newBucket();
    const command = new PutObjectCommand({ Bucket, Key: 'k', ContentType: 'text/plain', Metadata: { m: '1' } });
    const url = await getSignedUrl(client, command, { signableHeaders: new Set(['content-type']) });
    const put = (type: string) => fetch(url, { method: 'PUT', body: 'hello', headers: { 'content-type': type } });
    const refused = await put('text/html');
    expect([refused.status, element(await refused.text(), 'Code')]).toEqual([403, 'SignatureDoesNotMatch']);
    expect((await put('text/plain')).status).toBe(200);
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'k' }));
    expect([await got.Body?.transformToString(), got.ContentType, got.Metadata]).toEqual([
      'hello',
      'text/plain',
      { m: '1' },
    ]);
  });

  it('has the permissions of who signed it', async () => {
    const { as, client, Bucket, arn } = await newBucket();
    await client.send(new PutObjectCommand({ Bucket, Key: 'public/k', Body: 'x' }));
    await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
    const role = as(allow('s3:GetObject', `${arn}/public/*`));
    const status = async (Key: string) =>
      (await fetch(await getSignedUrl(role, new GetObjectCommand({ Bucket, Key })))).status;
    expect([await status('public/k'), await status('k')]).toEqual([200, 403]);
  });

  it.each([
    ['another key', (url: URL) => (url.pathname += '2'), 'SignatureDoesNotMatch'],
    ['another time', (url: URL) => url.searchParams.set('X-Amz-Expires', '901'), 'SignatureDoesNotMatch'],
    [
      'a week and more',
      (url: URL) => url.searchParams.set('X-Amz-Expires', '604801'),
      'AuthorizationQueryParametersError',
    ],
    [
      'a key of nobody',
      (url: URL) =>
        url.searchParams.set(
          'X-Amz-Credential',
          `x/${url.searchParams.get('X-Amz-Credential')?.split('/').slice(1).join('/')}`,
        ),
      'InvalidAccessKeyId',
    ],
    ['no expiry', (url: URL) => url.searchParams.delete('X-Amz-Expires'), 'AuthorizationQueryParametersError'],
  ])('with %s is refused', async (_, change, code) => {
    const { client, Bucket } = await newBucket();
    const url = new URL(await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'k' })));
    change(url);
    expect(element(await (await fetch(url)).text(), 'Code')).toBe(code);
  });

  it('is refused with a header that it does not sign', async () => {
    const { client, Bucket } = await newBucket();
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'k' }));
    const answer = await fetch(url, {
      method: 'PUT',
      body: 'x',
      headers: { 'x-amz-acl': 'bucket-owner-full-control' },
    });
    expect(element(await answer.text(), 'Message')).toBe(
      'There were headers present in the request which were not signed',
    );
  });
});

describe('a presigned form', () => {
  it('uploads a file', async () => {
    const bucket = await newBucket();
    const sent = await post(bucket, { Fields: { 'Content-Type': 'image/jpeg', 'x-amz-meta-course': 'c1' } });
    expect([sent.status, sent.text]).toEqual([204, '']);
    const got = await bucket.client.send(new GetObjectCommand({ Bucket: bucket.Bucket, Key: 'uploads/k' }));
    expect([await got.Body?.transformToString(), got.ContentType, got.Metadata]).toEqual([
      'hello',
      'image/jpeg',
      { course: 'c1' },
    ]);
  });

  it('names the object after the file, and says where it is', async () => {
    const bucket = await newBucket();
    const sent = await post(bucket, { Key: `uploads/\${filename}`, Fields: { success_action_status: '201' } });
    expect([sent.status, element(sent.text, 'Key'), element(sent.text, 'Bucket')]).toEqual([
      201,
      'uploads/photo.jpg',
      'bucket',
    ]);
    const page = await post(bucket, { Fields: { success_action_redirect: 'http://127.0.0.1:1/done?a=b' } });
    expect([page.status, page.headers.get('location')]).toEqual([
      303,
      'http://127.0.0.1:1/done?a=b&bucket=bucket&key=uploads%2Fk&etag=%225d41402abc4b2a76b9719d911017c592%22',
    ]);
  });

  it.each<[string, Partial<PresignedPostOptions>, Parameters<typeof post>[2], string]>([
    [
      'a file that is too large',
      { Conditions: [['content-length-range', 1, 4]] },
      {},
      'EntityTooLarge: Your proposed upload exceeds the maximum allowed size',
    ],
    [
      'a file that is too small',
      { Conditions: [['content-length-range', 6, 10]] },
      {},
      'EntityTooSmall: Your proposed upload is smaller than the minimum allowed size',
    ],
    [
      'another field',
      {},
      { fields: { 'x-amz-meta-more': '1' } },
      'AccessDenied: Invalid according to Policy: Extra input fields: x-amz-meta-more',
    ],
    [
      'another key',
      {},
      { fields: { key: 'other' } },
      'AccessDenied: Invalid according to Policy: Policy Condition failed: [&quot;eq&quot;,&quot;$key&quot;,&quot;uploads/k&quot;]',
    ],
    [
      'another type',
      { Conditions: [['starts-with', '$Content-Type', 'image/']] },
      { fields: { 'Content-Type': 'text/html' } },
      'AccessDenied: Invalid according to Policy: Policy Condition failed: [&quot;starts-with&quot;,&quot;$Content-Type&quot;,&quot;image/&quot;]',
    ],
    [
      'thousands of fields',
      {},
      { fields: Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`x-ignore-${index}`, 'x'])) },
      'InvalidRequest: Your POST request fields preceding the upload file were too large.',
    ],
    ['another signature', {}, { fields: { 'X-Amz-Signature': '0'.repeat(64) } }, 'SignatureDoesNotMatch'],
    ['another policy', {}, { fields: { Policy: Buffer.from('{}').toString('base64') } }, 'SignatureDoesNotMatch'],
    [
      'the file before its fields',
      {},
      { first: true },
      "InvalidArgument: Bucket POST must contain a field named 'key'",
    ],
  ])('with %s is refused', async (_, options, sending, message) => {
    const bucket = await newBucket();
    const { text, code } = await post(bucket, options, sending);
    expect(`${code}: ${element(text, 'Message')}`).toContain(message);
    const url = await getSignedUrl(bucket.client, new GetObjectCommand({ Bucket: bucket.Bucket, Key: 'uploads/k' }));
    expect((await fetch(url)).status).toBe(404);
  });

  it('accepts a file of exactly the size that it allows', async () => {
    const sent = await post(await newBucket(), { Conditions: [['content-length-range', 5, 5]] });
    expect(sent.status).toBe(204);
  });

  it('expires by the clock of the cloud', async () => {
    const bucket = await newBucket();
    bucket.cloud.clock.pass(301_000);
    const sent = await post(bucket, {});
    expect([sent.status, element(sent.text, 'Message')]).toEqual([403, 'Invalid according to Policy: Policy expired.']);
  });

  it('has the permissions of who signed it', async () => {
    const bucket = await newBucket();
    const role = bucket.as(allow('s3:PutObject', `${bucket.arn}/uploads/*`));
    expect((await post({ ...bucket, client: role }, {})).status).toBe(204);
    expect(await post({ ...bucket, client: role }, { Key: 'other' })).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
  });
});
