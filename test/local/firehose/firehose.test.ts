import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DeploymentError } from '../../../local/errors.ts';
import { temporaryFolder } from '../support/cloud.ts';
import { newStream } from './delivery-stream.ts';

const minute = 60_000;
const hints = { BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 1 } };

describe('a delivery stream', () => {
  test('keeps what it was given over a killed process', async () => {
    const stream = await newStream({ destination: hints });
    await stream.putBatch(['a', 'b']);
    await stream.restart();
    await stream.put('c');
    stream.cloud.clock.pass(minute);
    expect(await stream.texts()).toEqual(['abc']);
    await stream.restart();
    stream.cloud.clock.pass(minute);
    expect(await stream.texts()).toEqual(['abc']);
  });

  test('takes a snapshot and goes back to it', async () => {
    const stream = await newStream({ destination: hints });
    const folder = temporaryFolder();
    await stream.put('before');
    stream.firehose.snapshot(folder);
    await stream.put('after');
    await stream.firehose.restore(folder);
    stream.cloud.clock.pass(minute);
    expect(await stream.texts()).toEqual(['before']);
  });

  test('is idle while it waits for its interval', async () => {
    const stream = await newStream({ destination: hints });
    await stream.put('a');
    let isIdle = false;
    void stream.firehose.idle().then(() => (isIdle = true));
    await Promise.resolve();
    await Promise.resolve();
    expect(isIdle).toBe(true);
  });

  test('with an interval of 0 delivers at once, and isn’t idle before it has', async () => {
    const stream = await newStream({ destination: { BufferingHints: { IntervalInSeconds: 0, SizeInMBs: 1 } } });
    await stream.put('a');
    expect(await stream.texts()).toEqual(['a']);
  });

  test('takes 10,000 records of a kilobyte, single ones and batches, in a few seconds and loses none', async () => {
    const stream = await newStream({ destination: hints });
    const record = (index: number) => `${String(index).padStart(1023, '0')}\n`;
    for (let start = 0; start < 10_000; start += 500) {
      await stream.putBatch(Array.from({ length: 500 }, (_, index) => record(start + index)));
    }
    stream.cloud.clock.pass(minute);
    const lines = (await stream.texts()).join('').split('\n').slice(0, -1).map(Number);
    expect(lines.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 10_000 }, (_, index) => index));
  }, 20_000);

  test('tells the bucket’s listeners of each object', async () => {
    const events: unknown[] = [];
    const LambdaConfigurations = [{ Event: 's3:ObjectCreated:*', Function: 'arn:aws:lambda:::function:f' }];
    const stream = await newStream({
      bucket: { NotificationConfiguration: { LambdaConfigurations } },
      notify: (event) => events.push(event),
    });
    await stream.put('a');
    stream.cloud.clock.pass(5 * minute);
    const [key] = await stream.keys();
    expect(events).toMatchObject([{ Records: [{ eventName: 'ObjectCreated:Put', s3: { object: { key, size: 1 } } }] }]);
  });

  test('delivers twice where a fault says so, into objects of different names', async () => {
    const stream = await newStream();
    stream.cloud.faults.plan({ service: 'firehose', operation: 'Deliver', kind: 'duplicate', count: 1 });
    await stream.put('a');
    stream.cloud.clock.pass(5 * minute);
    expect(await stream.texts()).toEqual(['a', 'a']);
    await stream.put('b');
    stream.cloud.clock.pass(5 * minute);
    expect((await stream.texts()).toSorted()).toEqual(['a', 'a', 'b']);
  });

  test('encrypts its objects with a key that its role may use', async () => {
    const keyArn = 'arn:aws:kms:us-east-1:000000000000:key/1';
    const EncryptionConfiguration = { KMSEncryptionConfig: { AWSKMSKeyARN: keyArn } };
    const put = { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' };
    const use = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: keyArn };
    const delivered = async (...role: (typeof put)[]) => {
      const stream = await newStream({ destination: { EncryptionConfiguration }, role });
      await stream.put('a');
      stream.cloud.clock.pass(5 * minute);
      const [key] = await stream.keys();
      return key === undefined ? undefined : (await stream.head(key)).SSEKMSKeyId;
    };
    expect(await delivered(put, use)).toBe(keyArn);
    expect(await delivered(put)).toBeUndefined();
  });

  test('writes failures into its log group where the role may', async () => {
    const told = async (...actions: string[]) => {
      const CloudWatchLoggingOptions = { Enabled: true, LogGroupName: '/firehose/clicks', LogStreamName: 'S3' };
      const role = actions.map((Action) => ({ Effect: 'Allow', Action, Resource: '*' }));
      const stream = await newStream({ destination: { CloudWatchLoggingOptions }, role });
      await stream.put('a');
      stream.cloud.clock.pass(5 * minute);
      await stream.firehose.idle();
      const file = join(stream.cloud.stateFolder, 'logs', 'firehose_clicks.log');
      return existsSync(file) ? readFileSync(file, 'utf8') : '';
    };
    expect(await told('logs:PutLogEvents')).toContain('"errorCode":"S3.AccessDenied"');
    expect(await told('logs:CreateLogStream')).toBe('');
  });

  test('puts every record into exactly one object, in order, whatever comes when', async () => {
    const step = fc.oneof(
      fc.record({ put: fc.array(fc.integer({ min: 1, max: 600_000 }), { minLength: 1, maxLength: 4 }) }),
      fc.record({ pass: fc.integer({ min: 1, max: 90_000 }) }),
      fc.record({ restart: fc.constant(true) }),
    );
    const run = async (steps: readonly ({ put: number[] } | { pass: number } | { restart: boolean })[]) => {
      const stream = await newStream({ destination: hints });
      const sent: string[] = [];
      let count = 0;
      const digest = (text: string) => createHash('md5').update(text).digest('hex');
      for (const one of steps) {
        if ('put' in one) {
          const records = one.put.map((length) => `${(count += 1)}:${'x'.repeat(length)}\n`);
          await stream.putBatch(records);
          sent.push(...records.map(digest));
        } else if ('pass' in one) {
          stream.cloud.clock.pass(one.pass);
          await stream.firehose.idle();
        } else await stream.restart();
      }
      stream.cloud.clock.pass(minute);
      const texts = await stream.texts();
      const lines = texts.map((text) => text.split('\n').slice(0, -1));
      for (const own of lines) {
        const numbers = own.map((line) => Number(line.split(':')[0]));
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      }
      expect(
        lines
          .flat()
          .map((line) => digest(`${line}\n`))
          .toSorted(),
      ).toEqual(sent.toSorted());
      // A buffer that has reached its size takes nothing more: but its last record, no object is larger.
      for (const own of lines) {
        const bytes = own.slice(0, -1).reduce((sum, line) => sum + line.length + 1, 0);
        expect(bytes).toBeLessThan(1024 ** 2);
      }
    };
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 6 }), run), { numRuns: 12 });
  }, 60_000);
});

describe('what a template says', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    [
      'another processor',
      { ProcessingConfiguration: { Enabled: true, Processors: [{ Type: 'Lambda' }] } },
      /Type Lambda isn't run by the local Firehose, only AppendDelimiterToRecord/,
    ],
    ['another compression', { CompressionFormat: 'Snappy' }, /CompressionFormat Snappy isn't run/],
    [
      'dynamic partitioning',
      { DynamicPartitioningConfiguration: { Enabled: true } },
      /DynamicPartitioningConfiguration isn't run/,
    ],
    [
      'a partition key in a prefix',
      { Prefix: '!{partitionKeyFromQuery:a}', ErrorOutputPrefix: '!{firehose:error-output-type}' },
      /partitionKeyFromQuery:a\} isn't run/,
    ],
    ['a backup', { S3BackupMode: 'Enabled' }, /S3BackupMode Enabled isn't run/],
    ['an unknown property', { Compression: 'GZIP' }, /Compression isn't run by the local Firehose/],
    ['a bucket that is no ARN', { BucketARN: 'lake' }, /BucketARN lake is no such ARN/],
    ['an interval that is too long', { BufferingHints: { IntervalInSeconds: 901, SizeInMBs: 1 } }, /from 0 to 900/],
    ['a file extension without a dot', { FileExtension: 'gz' }, /must begin with a dot/],
    ['a role that Firehose can’t assume', { RoleARN: 'arn:aws:iam::000000000000:role/other' }, /unable to assume role/],
  ])('%s ends the start', async (_, destination, message) => {
    await expect(newStream({ destination })).rejects.toThrow(DeploymentError);
    await expect(newStream({ destination })).rejects.toThrow(message);
  });

  test('a source or destination that isn’t run here ends the start', async () => {
    await expect(newStream({ stream: { DeliveryStreamType: 'KinesisStreamAsSource' } })).rejects.toThrow(
      /DeliveryStreamType KinesisStreamAsSource isn't run/,
    );
    await expect(newStream({ stream: { SplunkDestinationConfiguration: {} } })).rejects.toThrow(
      /SplunkDestinationConfiguration isn't run/,
    );
  });
});
