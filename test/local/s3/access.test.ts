import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { allow, element, newBucket, refusal } from './bucket.ts';

const unblocked = { PublicAccessBlockConfiguration: { BlockPublicPolicy: false } };

describe('a role', () => {
  it('may do what its policies allow on the objects that they name', async () => {
    const { as, client, Bucket, arn } = await newBucket();
    await client.send(new PutObjectCommand({ Bucket, Key: 'a/1', Body: 'x' }));
    const role = as(allow(['s3:GetObject', 's3:PutObject'], `${arn}/a/*`));
    await role.send(new PutObjectCommand({ Bucket, Key: 'a/2', Body: 'x' }));
    await role.send(new GetObjectCommand({ Bucket, Key: 'a/1' }));
    for (const call of [
      () => role.send(new PutObjectCommand({ Bucket, Key: 'b/1', Body: 'x' })),
      () => role.send(new DeleteObjectCommand({ Bucket, Key: 'a/1' })),
      () => role.send(new ListObjectsV2Command({ Bucket })),
      () => role.send(new ListBucketsCommand()),
      () => role.send(new GetObjectCommand({ Bucket, Key: 'a/1', VersionId: 'null' })),
    ]) {
      expect(await refusal(call())).toMatchObject({
        name: 'AccessDenied',
        status: 403,
        message: expect.stringMatching(
          /^User: arn:aws:sts::.* is not authorized to perform: s3:\w+ on resource: \S+ because no/,
        ),
      });
    }
  });

  it('learns that an object is missing only if it may list the bucket', async () => {
    const { as, Bucket, arn } = await newBucket();
    const get = new GetObjectCommand({ Bucket, Key: 'missing' });
    const read = allow('s3:GetObject', `${arn}/*`);
    expect(await refusal(as(read).send(get))).toMatchObject({ name: 'AccessDenied', status: 403 });
    expect(await refusal(as(read, allow('s3:ListBucket', arn)).send(get))).toMatchObject({
      name: 'NoSuchKey',
      status: 404,
    });
    expect(await refusal(as(read).send(new HeadObjectCommand({ Bucket, Key: 'missing' })))).toMatchObject({
      status: 403,
    });
  });

  it('may list what a condition on the prefix lets it see', async () => {
    const { as, Bucket, arn } = await newBucket();
    const role = as(allow('s3:ListBucket', arn, { Condition: { StringLike: { 's3:prefix': 'home/*' } } }));
    await role.send(new ListObjectsV2Command({ Bucket, Prefix: 'home/' }));
    expect(await refusal(role.send(new ListObjectsV2Command({ Bucket })))).toMatchObject({ name: 'AccessDenied' });
    expect(await refusal(role.send(new ListObjectsV2Command({ Bucket, Prefix: 'x' })))).toMatchObject({
      name: 'AccessDenied',
    });
  });

  it('copies what it may read to where it may write', async () => {
    const { as, client, Bucket, arn } = await newBucket();
    await client.send(new PutObjectCommand({ Bucket, Key: 'from', Body: 'x' }));
    const copy = new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from` });
    const [read, write] = [allow('s3:GetObject', `${arn}/from`), allow('s3:PutObject', `${arn}/to`)];
    expect(await refusal(as(read).send(copy))).toMatchObject({ name: 'AccessDenied' });
    expect(await refusal(as(write).send(copy))).toMatchObject({ name: 'AccessDenied' });
    await as(read, write).send(copy);
  });

  it('deletes of many objects those that it may', async () => {
    const { as, client, Bucket, arn } = await newBucket();
    for (const Key of ['a', 'b']) await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    const Delete = { Objects: [{ Key: 'a' }, { Key: 'b' }] };
    const result = await as(allow('s3:DeleteObject', `${arn}/a`)).send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect(result.Deleted).toEqual([{ Key: 'a' }]);
    expect(result.Errors).toEqual([expect.objectContaining({ Key: 'b', Code: 'AccessDenied' })]);
  });

  it('needs the key of a bucket that is encrypted with one', async () => {
    const key = 'arn:aws:kms:us-east-1:000000000000:key/1';
    const rule = { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key } };
    const { as, Bucket, arn } = await newBucket({
      properties: { BucketEncryption: { ServerSideEncryptionConfiguration: [rule] } },
    });
    const put = new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' });
    const write = allow('s3:PutObject', `${arn}/*`);
    expect(await refusal(as(write).send(put))).toMatchObject({ message: expect.stringContaining('kms:Decrypt') });
    expect(await as(write, allow('kms:Decrypt', key)).send(put)).toMatchObject({
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: key,
    });
  });
});

describe("a bucket's policy", () => {
  it('grants by itself, to everybody if it says so', async () => {
    const { client, url, Bucket } = await newBucket({
      properties: unblocked,
      policy: (arn) => [allow('s3:GetObject', `${arn}/public/*`, { Principal: '*' })],
    });
    for (const Key of ['public/k', 'k']) await client.send(new PutObjectCommand({ Bucket, Key, Body: 'hello' }));
    expect(await (await fetch(`${url}/bucket/public/k`)).text()).toBe('hello');
    const refused = await fetch(`${url}/bucket/k`);
    const xml = await refused.text();
    expect([refused.status, element(xml, 'Code'), element(xml, 'Message')]).toEqual([
      403,
      'AccessDenied',
      'Access Denied',
    ]);
  });

  it('forbids even the administrator', async () => {
    const { client, Bucket } = await newBucket({
      policy: (arn) => [{ Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject*', Resource: `${arn}/kept/*` }],
    });
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'other' }));
    expect(await refusal(client.send(new DeleteObjectCommand({ Bucket, Key: 'kept/k' })))).toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(/with an explicit deny in a resource-based policy$/),
    });
  });

  it('that asks for TLS is satisfied, as AWS would be reached by it', async () => {
    const insecure = { Bool: { 'aws:SecureTransport': 'false' } };
    const old = { NumericLessThan: { 's3:TlsVersion': 1.2 } };
    const { client, Bucket } = await newBucket({
      policy: (arn) =>
        [insecure, old].map((Condition) => ({
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 's3:*',
          Resource: [arn, `${arn}/*`],
          Condition,
        })),
    });
    await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
  });
});

describe('a request', () => {
  it.each<[string, S3ClientConfig, string, number]>([
    ['of an unknown key', { credentials: { accessKeyId: 'AKIA', secretAccessKey: 'x' } }, 'InvalidAccessKeyId', 403],
    [
      'with another secret',
      { credentials: { accessKeyId: 'local', secretAccessKey: 'x' } },
      'SignatureDoesNotMatch',
      403,
    ],
    ['for another region', { region: 'eu-west-1' }, 'AuthorizationHeaderMalformed', 400],
    ['of an old date', { systemClockOffset: -16 * 60_000 }, 'RequestTimeTooSkewed', 403],
    [
      'with a token it has not',
      { credentials: { accessKeyId: 'local', secretAccessKey: 'local', sessionToken: 't' } },
      'InvalidToken',
      400,
    ],
  ])('%s is refused', async (_, config, name, status) => {
    const { clientWith, Bucket } = await newBucket();
    const call = clientWith(config).send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
    expect(await refusal(call)).toMatchObject({ name, status });
  });

  it("dated by the machine's clock or by the cloud's, as functions date theirs, is taken", async () => {
    const { clientWith, Bucket, cloud } = await newBucket();
    cloud.clock.pass(86_400_000);
    for (const systemClockOffset of [0, 86_400_000]) {
      await clientWith({ systemClockOffset, maxAttempts: 1 }).send(
        new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }),
      );
    }
    const between = clientWith({ systemClockOffset: 43_200_000, maxAttempts: 1 });
    const call = between.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
    expect(await refusal(call)).toMatchObject({ name: 'RequestTimeTooSkewed' });
  });

  it('without a signature reads nothing', async () => {
    const { url } = await newBucket();
    expect((await fetch(`${url}/bucket?list-type=2`)).status).toBe(403);
  });
});

describe('a page of another origin', () => {
  const CorsRules = [
    {
      AllowedOrigins: ['https://*.kalpla.org'],
      AllowedMethods: ['POST', 'GET'],
      AllowedHeaders: ['x-*'],
      ExposedHeaders: ['ETag'],
      MaxAge: 60,
    },
  ];
  const ask = (url: string, headers: Record<string, string>) =>
    fetch(`${url}/bucket/k`, { method: 'OPTIONS', headers });

  it('is allowed what a rule of the bucket lists', async () => {
    const { url } = await newBucket({ properties: { CorsConfiguration: { CorsRules } } });
    const question = { origin: 'https://app.kalpla.org', 'access-control-request-method': 'POST' };
    const allowed = await ask(url, { ...question, 'access-control-request-headers': 'x-amz-meta-a' });
    expect([
      allowed.status,
      allowed.headers.get('access-control-allow-origin'),
      allowed.headers.get('access-control-max-age'),
    ]).toEqual([200, 'https://app.kalpla.org', '60']);
    expect((await ask(url, { ...question, origin: 'https://kalpla.org' })).status).toBe(403);
    expect((await ask(url, { ...question, 'access-control-request-method': 'DELETE' })).status).toBe(403);
    expect((await ask(url, { ...question, 'access-control-request-headers': 'authorization' })).status).toBe(403);
    const got = await fetch(`${url}/bucket/k`, { headers: { origin: 'https://app.kalpla.org' } });
    expect([got.headers.get('access-control-allow-origin'), got.headers.get('access-control-expose-headers')]).toEqual([
      'https://app.kalpla.org',
      'ETag',
    ]);
  });

  it('may not read a bucket without rules', async () => {
    const { url } = await newBucket();
    expect((await ask(url, { origin: 'https://a.b', 'access-control-request-method': 'GET' })).status).toBe(403);
    const got = await fetch(`${url}/bucket/k`, { headers: { origin: 'https://a.b' } });
    expect(got.headers.get('access-control-allow-origin')).toBeNull();
  });
});
