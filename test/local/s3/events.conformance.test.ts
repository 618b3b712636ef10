import { CopyObjectCommand, DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect } from 'vitest';
import { newBucket } from './bucket.ts';
import type { TestBucket } from './bucket.ts';
import { documented } from '../support/documented.ts';

const filtering = 'AmazonS3/latest/userguide/notification-how-to-filtering.html';
const destinations = 'AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html';
const structure = 'AmazonS3/latest/userguide/notification-content-structure.html';
const bridge = 'AmazonS3/latest/userguide/ev-events.html';
const cors = 'AmazonS3/latest/userguide/cors.html';
const manageCors = 'AmazonS3/latest/userguide/ManageCorsUsing.html';

const queue = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

const rules = (filter: Record<string, string>) => ({
  S3Key: { Rules: Object.entries(filter).map(([Name, Value]) => ({ Name, Value })) },
});

/** A bucket whose events of a kind go to queues, by filter. */
const notifying = (Event: string, filters: Record<string, Record<string, string>>, more: object = {}) =>
  newBucket({
    properties: {
      NotificationConfiguration: {
        QueueConfigurations: Object.entries(filters).map(([name, filter]) => ({
          Event,
          Queue: queue(name),
          Filter: rules(filter),
        })),
      },
      ...more,
    },
  });

const put = ({ client }: TestBucket, Key: string) =>
  client.send(new PutObjectCommand({ Bucket: 'bucket', Key, Body: 'x' }));

const delivered = async (bucket: TestBucket) => {
  await bucket.s3.idle();
  return bucket.delivered.map(({ target, event }) => [target.split(':').at(-1), event.Records[0]!.s3.object.key]);
};

describe('notifications', () => {
  documented(
    filtering,
    "If an event type that you didn't specify occurs in your S3 bucket, Amazon S3 doesn't send the notification.",
    async () => {
      const bucket = await notifying('s3:ObjectCreated:Put', { q: {} });
      await put(bucket, 'a');
      await bucket.client.send(new CopyObjectCommand({ Bucket: 'bucket', Key: 'b', CopySource: 'bucket/a' }));
      await bucket.client.send(new DeleteObjectCommand({ Bucket: 'bucket', Key: 'a' }));
      expect(await delivered(bucket)).toEqual([['q', 'a']]);
    },
  );

  documented(
    filtering,
    'The events are published whenever an object that has a prefix of images/ and a jpg suffix is PUT to a bucket.',
    async () => {
      const bucket = await notifying('s3:ObjectCreated:Put', { q: { prefix: 'images/', suffix: 'jpg' } });
      for (const key of ['images/a.jpg', 'images/a.png', 'a.jpg']) await put(bucket, key);
      expect(await delivered(bucket)).toEqual([['q', 'images/a.jpg']]);
    },
  );

  documented(
    filtering,
    'The configuration defines that notifications for PUT requests in the images/ folder go to queue-A, while notifications for PUT requests in the logs/ folder go to queue-B.',
    async () => {
      const bucket = await notifying('s3:ObjectCreated:Put', {
        'queue-A': { prefix: 'images/' },
        'queue-B': { prefix: 'logs/' },
      });
      for (const key of ['images/a', 'logs/b', 'c']) await put(bucket, key);
      expect(await delivered(bucket)).toEqual([
        ['queue-A', 'images/a'],
        ['queue-B', 'logs/b'],
      ]);
    },
  );

  documented(
    filtering,
    "A string can't end with both .png and .jpg, so the suffixes in the example configuration aren't overlapping suffixes.",
    async () => {
      const bucket = await notifying('s3:ObjectCreated:Put', { a: { suffix: '.jpg' }, b: { suffix: '.png' } });
      await put(bucket, 'x.png');
      expect(await delivered(bucket)).toEqual([['b', 'x.png']]);
      await expect(notifying('s3:ObjectCreated:Put', { a: { suffix: 'jpg' }, b: { suffix: 'pg' } })).rejects.toThrow(
        /overlap/,
      );
    },
  );

  documented(
    filtering,
    "can't define filtering rules with overlapping prefixes for the same event types.",
    async () => {
      const overlapping = notifying('s3:ObjectCreated:Put', { a: { prefix: 'images' }, b: { prefix: 'images/' } });
      await expect(overlapping).rejects.toThrow(/Configurations overlap/);
    },
  );

  documented(
    filtering,
    'If your prefix or suffix contains a space, you must replace it with the "+" character.',
    async () => {
      const bucket = await notifying('s3:ObjectCreated:Put', { q: { prefix: 'my+images/' } });
      await put(bucket, 'my images/a');
      expect(await delivered(bucket)).toEqual([['q', 'my+images/a']]);
    },
  );

  documented(
    destinations,
    "Amazon Simple Queue Service FIFO (First-In-First-Out) queues aren't supported as an Amazon S3 event notification destination.",
    async () => {
      await expect(notifying('s3:ObjectCreated:*', { 'q.fifo': {} })).rejects.toThrow(/FIFO queues are no destination/);
    },
  );

  documented(
    destinations,
    'Amazon S3 event notifications send one event entry for each notification message.',
    async () => {
      const bucket = await notifying('s3:ObjectCreated:*', { q: {} });
      for (const key of ['a', 'b']) await put(bucket, key);
      await bucket.s3.idle();
      expect(bucket.delivered.map(({ event }) => event.Records.length)).toEqual([1, 1]);
    },
  );

  documented(
    structure,
    'The object key name value is URL encoded. For example, "red flower.jpg" becomes "red+flower.jpg"',
    async () => {
      const bucket = await notifying('s3:ObjectCreated:*', { q: {} });
      await put(bucket, 'red flower.jpg');
      expect(await delivered(bucket)).toEqual([['q', 'red+flower.jpg']]);
    },
  );

  documented(
    structure,
    'These values are the same as those that Amazon S3 returns in the response to the request that initiates the events.',
    async () => {
      const bucket = await notifying('s3:ObjectCreated:*', { q: {} });
      const { $metadata } = await put(bucket, 'k');
      await bucket.s3.idle();
      expect(bucket.delivered[0]?.event.Records[0]).toMatchObject({
        responseElements: { 'x-amz-request-id': $metadata.requestId, 'x-amz-id-2': $metadata.extendedRequestId },
      });
    },
  );

  documented(
    structure,
    'the event notification with the greater sequencer hexadecimal value is the event that occurred later.',
    async () => {
      const bucket = await notifying('s3:ObjectCreated:*', { q: {} });
      for (let count = 0; count < 20; count += 1) await put(bucket, 'k');
      await bucket.s3.idle();
      const sequencers = bucket.delivered.map(
        ({ event }) => (event.Records[0]!.s3.object as { sequencer?: string }).sequencer,
      );
      expect(sequencers).toEqual(sequencers.toSorted());
      expect(new Set(sequencers).size).toBe(20);
    },
  );

  documented(bridge, 'A JSON array that contains the Amazon Resource Name (ARN) of the bucket.', async () => {
    const EventBridgeConfiguration = { EventBridgeEnabled: true };
    const bucket = await newBucket({ properties: { NotificationConfiguration: { EventBridgeConfiguration } } });
    await put(bucket, 'k');
    await bucket.client.send(new DeleteObjectCommand({ Bucket: 'bucket', Key: 'k' }));
    await bucket.s3.idle();
    expect(bucket.delivered.map(({ event }) => event)).toMatchObject([
      { source: 'aws.s3', resources: [bucket.arn], detailType: 'Object Created', detail: { reason: 'PutObject' } },
      { detailType: 'Object Deleted', detail: { reason: 'DeleteObject', 'deletion-type': 'Permanently Deleted' } },
    ]);
  });
});

describe('CORS', () => {
  const bucketWith = (...CorsRules: object[]) => newBucket({ properties: { CorsConfiguration: { CorsRules } } });
  const ask = async ({ url }: TestBucket, origin: string, method: string, headers?: string) =>
    fetch(`${url}/bucket/k`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        ...(headers ? { 'access-control-request-headers': headers } : {}),
      },
    });
  const rule = { AllowedOrigins: ['http://www.example1.com'], AllowedMethods: ['PUT', 'POST'], AllowedHeaders: ['*'] };

  documented(cors, "The request's Origin header must match an AllowedOrigin element.", async () => {
    const bucket = await bucketWith(rule);
    expect((await ask(bucket, 'http://www.example1.com', 'PUT')).status).toBe(200);
    expect((await ask(bucket, 'http://www.example2.com', 'PUT')).status).toBe(403);
  });

  documented(
    cors,
    'The request method (for example, GET or PUT) or the Access-Control-Request-Method header in case of a preflight OPTIONS request must be one of the AllowedMethod elements.',
    async () => expect((await ask(await bucketWith(rule), 'http://www.example1.com', 'DELETE')).status).toBe(403),
  );

  documented(
    cors,
    "Every header listed in the request's Access-Control-Request-Headers header on the preflight request must match an AllowedHeader element.",
    async () => {
      const bucket = await bucketWith({ ...rule, AllowedHeaders: ['x-amz-*'] });
      expect((await ask(bucket, 'http://www.example1.com', 'PUT', 'x-amz-date, X-Amz-Meta-A')).status).toBe(200);
      expect((await ask(bucket, 'http://www.example1.com', 'PUT', 'x-amz-date, content-type')).status).toBe(403);
    },
  );

  documented(
    cors,
    'it evaluates the CORS configuration for the bucket and uses the first CORSRule rule that matches the incoming browser request to enable a cross-origin request.',
    async () => {
      const bucket = await bucketWith({ ...rule, MaxAge: 1 }, { ...rule, AllowedOrigins: ['*'], MaxAge: 2 });
      const age = async (origin: string) => (await ask(bucket, origin, 'PUT')).headers.get('access-control-max-age');
      expect([await age('http://www.example1.com'), await age('http://www.example2.com')]).toEqual(['1', '2']);
    },
  );

  documented(
    manageCors,
    'In response to preflight OPTIONS requests, Amazon S3 returns requested headers.',
    async () => {
      const answer = await ask(await bucketWith(rule), 'http://www.example1.com', 'PUT', 'x-a, x-b');
      expect(answer.headers.get('access-control-allow-headers')).toBe('x-a, x-b');
    },
  );

  documented(cors, 'The ACLs and policies continue to apply when you enable CORS on the bucket.', async () => {
    const { url } = await bucketWith(rule);
    expect((await fetch(`${url}/bucket/k`, { headers: { origin: 'http://www.example1.com' } })).status).toBe(403);
  });
});
