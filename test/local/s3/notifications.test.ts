import { CopyObjectCommand, DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { newBucket } from './bucket.ts';
import type { TestBucket } from './bucket.ts';

const fn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const queue = 'arn:aws:sqs:us-east-1:000000000000:q';

const put = ({ client, Bucket }: TestBucket, Key: string) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body: 'hello' }));

describe('an event', () => {
  it('reaches the function that asked for it', async () => {
    const bucket = await newBucket({
      now: Date.parse('2026-11-21T12:00:00Z'),
      properties: {
        NotificationConfiguration: { LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: fn }] },
      },
    });
    await put(bucket, 'red flower/ü.jpg');
    await bucket.s3.idle();
    expect(bucket.delivered).toEqual([
      {
        target: fn,
        event: {
          Records: [
            {
              eventVersion: '2.1',
              eventSource: 'aws:s3',
              awsRegion: 'us-east-1',
              eventTime: '2026-11-21T12:00:00.000Z',
              eventName: 'ObjectCreated:Put',
              userIdentity: { principalId: expect.stringMatching(/^AWS:/) },
              requestParameters: { sourceIPAddress: '127.0.0.1' },
              responseElements: {
                'x-amz-request-id': expect.stringMatching(/^[0-9A-F]{16}$/),
                'x-amz-id-2': expect.any(String),
              },
              s3: {
                s3SchemaVersion: '1.0',
                configurationId: 'function-0',
                bucket: { name: 'bucket', ownerIdentity: { principalId: expect.any(String) }, arn: bucket.arn },
                object: {
                  key: 'red+flower/%C3%BC.jpg',
                  size: 5,
                  eTag: '5d41402abc4b2a76b9719d911017c592',
                  sequencer: expect.stringMatching(/^[0-9A-F]{16}$/),
                },
              },
            },
          ],
        },
      },
    ]);
  });

  it('goes where its name, prefix and suffix say', async () => {
    const filter = (...rules: [string, string][]) => ({
      S3Key: { Rules: rules.map(([Name, Value]) => ({ Name, Value })) },
    });
    const bucket = await newBucket({
      properties: {
        NotificationConfiguration: {
          LambdaConfigurations: [
            { Event: 's3:ObjectCreated:Put', Function: fn, Filter: filter(['prefix', 'in/'], ['suffix', '.jpg']) },
          ],
          QueueConfigurations: [{ Event: 's3:ObjectRemoved:*', Queue: queue }],
        },
      },
    });
    for (const Key of ['in/a.jpg', 'in/a.png', 'a.jpg']) await put(bucket, Key);
    const { client, Bucket } = bucket;
    await client.send(new CopyObjectCommand({ Bucket, Key: 'in/b.jpg', CopySource: `${Bucket}/in/a.jpg` }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'in/a.png' }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'missing' }));
    await bucket.s3.idle();
    expect(
      bucket.delivered.map(({ target, event }) => [
        target,
        event.Records[0]!.eventName,
        event.Records[0]!.s3.object.key,
      ]),
    ).toEqual([
      [fn, 'ObjectCreated:Put', 'in/a.jpg'],
      [queue, 'ObjectRemoved:Delete', 'in/a.png'],
    ]);
  });

  it('is put on the default bus', async () => {
    const bucket = await newBucket({
      now: Date.parse('2026-11-21T12:00:00Z'),
      properties: {
        VersioningConfiguration: { Status: 'Enabled' },
        NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      },
    });
    const { VersionId } = await put(bucket, 'k');
    const deleted = await bucket.client.send(new DeleteObjectCommand({ Bucket: bucket.Bucket, Key: 'k' }));
    await bucket.s3.idle();
    const common = { source: 'aws.s3', resources: [bucket.arn], time: '2026-11-21T12:00:00.000Z' };
    expect(bucket.delivered.map(({ event }) => event)).toEqual([
      {
        ...common,
        detailType: 'Object Created',
        detail: {
          version: '0',
          bucket: { name: 'bucket' },
          object: {
            key: 'k',
            size: 5,
            etag: '5d41402abc4b2a76b9719d911017c592',
            'version-id': VersionId,
            sequencer: expect.any(String),
          },
          'request-id': expect.any(String),
          requester: '000000000000',
          'source-ip-address': '127.0.0.1',
          reason: 'PutObject',
        },
      },
      {
        ...common,
        detailType: 'Object Deleted',
        detail: expect.objectContaining({
          object: { key: 'k', 'version-id': deleted.VersionId, sequencer: expect.any(String) },
          reason: 'DeleteObject',
          'deletion-type': 'Delete Marker Created',
        }),
      },
    ]);
  });

  it('is delivered again when its target has failed', async () => {
    const bucket = await newBucket({
      properties: {
        NotificationConfiguration: { QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: queue }] },
      },
    });
    bucket.failures = 2;
    await put(bucket, 'k');
    await bucket.s3.idle();
    expect(bucket.delivered).toEqual([]);
    bucket.cloud.clock.pass(1000);
    await bucket.s3.idle();
    expect(bucket.delivered).toEqual([]);
    bucket.cloud.clock.pass(2000);
    await bucket.s3.idle();
    expect(bucket.delivered).toHaveLength(1);
  });

  it('may be delivered twice or out of order, as a lever has it', async () => {
    const bucket = await newBucket({
      properties: {
        NotificationConfiguration: { QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: queue }] },
      },
    });
    bucket.cloud.faults.plan({ service: 's3', operation: 'Deliver', kind: 'duplicate', count: 1 });
    await put(bucket, 'k');
    await bucket.s3.idle();
    expect(bucket.delivered).toHaveLength(2);
  });

  it("is configured by the CDK's custom resource as well", async () => {
    const bucket = await newBucket({
      resources: [
        {
          type: 'Custom::S3BucketNotifications',
          properties: {
            ServiceToken: 'arn',
            BucketName: 'bucket',
            NotificationConfiguration: {
              QueueConfigurations: [
                {
                  Events: ['s3:ObjectCreated:*'],
                  QueueArn: queue,
                  Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'in/' }] } },
                },
              ],
            },
            Managed: true,
            SkipDestinationValidation: false,
          },
        },
      ],
    });
    await put(bucket, 'in/k');
    await put(bucket, 'k');
    await bucket.s3.idle();
    expect(bucket.delivered.map(({ target }) => target)).toEqual([queue]);
  });
});
