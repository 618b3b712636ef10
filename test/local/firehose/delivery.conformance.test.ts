import { gunzipSync } from 'node:zlib';
import { GetObjectRetentionCommand } from '@aws-sdk/client-s3';
import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { newStream } from './delivery-stream.ts';

const deliver = 'firehose/latest/dev/basic-deliver.html';
const objectName = 'firehose/latest/dev/s3-object-name.html';
const limits = 'firehose/latest/dev/limits.html';
const api = (name: string) => `firehose/latest/APIReference/API_${name}.html`;

const second = 1000;
const hour = 3_600_000;
const name = String.raw`clicks-1-2026-08-27-10-30-05-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`;

describe('buffering', () => {
  documented(
    deliver,
    'Kinesis Data Firehose concatenates multiple incoming records based on the buffering configuration of your delivery stream.',
    async () => {
      const stream = await newStream();
      await stream.put('a');
      await stream.putBatch(['b', 'c']);
      expect(await stream.keys()).toEqual([]);
      stream.cloud.clock.pass(300 * second);
      expect(await stream.texts()).toEqual(['abc']);
    },
  );

  documented(deliver, 'The condition satisfied first triggers data delivery to Amazon S3.', async () => {
    const stream = await newStream({ destination: { BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 1 } } });
    const half = 'x'.repeat(512 * 1024);
    await stream.putBatch([half, half, 'late']);
    expect((await stream.texts()).map(({ length }) => length)).toEqual([1024 ** 2]);
    stream.cloud.clock.pass(60 * second - 1);
    expect(await stream.keys()).toHaveLength(1);
    stream.cloud.clock.pass(1);
    expect((await stream.texts()).filter((text) => text === 'late')).toHaveLength(1);
  });

  documented(api('BufferingHints'), 'The default value is 300.', async () => {
    const stream = await newStream();
    await stream.put('a');
    stream.cloud.clock.pass(299 * second);
    expect(await stream.keys()).toEqual([]);
    stream.cloud.clock.pass(second);
    expect(await stream.keys()).toHaveLength(1);
  });

  documented(
    api('BufferingHints'),
    'This parameter is optional but if you specify a value for it, you must also specify a value for SizeInMBs, and vice versa.',
    async () => {
      await expect(newStream({ destination: { BufferingHints: { IntervalInSeconds: 60 } } })).rejects.toThrow(
        'the other must be as well',
      );
    },
  );

  documented(limits, 'The buffer sizes hints range from 1 MbB to 128 MbB for Amazon S3 delivery.', async () => {
    const hints = (SizeInMBs: number) =>
      newStream({ destination: { BufferingHints: { IntervalInSeconds: 60, SizeInMBs } } });
    await expect(hints(0)).rejects.toThrow('SizeInMBs must be a whole number from 1 to 128');
    await expect(hints(129)).rejects.toThrow('SizeInMBs must be a whole number from 1 to 128');
  });

  documented(limits, 'The size threshold is applied to the buffer before compression.', async () => {
    const hints = { IntervalInSeconds: 900, SizeInMBs: 1 };
    const stream = await newStream({ destination: { BufferingHints: hints, CompressionFormat: 'GZIP' } });
    await stream.putBatch(['x'.repeat(512 * 1024), 'x'.repeat(512 * 1024)]);
    const [key = ''] = await stream.keys();
    expect(gunzipSync(await stream.bytes(key))).toHaveLength(1024 ** 2);
    expect((await stream.bytes(key)).length).toBeLessThan(10_000);
  });
});

describe('objects', () => {
  documented(
    objectName,
    'When Firehose delivers data to Amazon S3, S3 object key name follows the format <evaluated prefix><suffix>, where the suffix has the format <Firehose stream name>-<Firehose stream version>-<year>-<month>-<day>-<hour>-<minute>-<second>-<uuid><file extension>',
    async () => {
      const stream = await newStream();
      await stream.put('a');
      stream.cloud.clock.pass(300 * second);
      const [key] = await stream.keys();
      expect(key).toMatch(new RegExp(`^2026/08/27/10/${name}$`));
    },
  );

  documented(
    objectName,
    'By default, the time zone used for time prefix and suffix is in UTC, but you can change it to a time zone that you prefer.',
    async () => {
      const stream = await newStream({ destination: { CustomTimeZone: 'Asia/Tokyo' } });
      await stream.put('a');
      stream.cloud.clock.pass(300 * second);
      expect((await stream.keys())[0]).toMatch(/^2026\/08\/27\/19\/clicks-1-2026-08-27-19-30-05-/);
    },
  );

  documented(
    objectName,
    'When you enable data format conversion or compression, Firehose will append a file extension based on the configuration.',
    async () => {
      const stream = await newStream({ destination: { CompressionFormat: 'GZIP' } });
      await stream.put('a');
      stream.cloud.clock.pass(300 * second);
      expect((await stream.keys())[0]).toMatch(new RegExp(String.raw`/${name}\.gz$`));
    },
  );

  documented(
    api('ExtendedS3DestinationConfiguration'),
    'Specify a file extension. It will override the default file extension',
    async () => {
      const stream = await newStream({ destination: { CompressionFormat: 'GZIP', FileExtension: '.jsonl.gz' } });
      await stream.put('a');
      stream.cloud.clock.pass(300 * second);
      expect((await stream.keys())[0]).toMatch(/[0-9a-f]\.jsonl\.gz$/);
    },
  );

  documented(
    deliver,
    'You might want to add a record separator at the end of each record before you send it to Kinesis Data Firehose. Then you can divide a delivered Amazon S3 object to individual records.',
    async () => {
      const stream = await newStream();
      await stream.putBatch(['{"n":1}\n', '{"n":2}\n']);
      stream.cloud.clock.pass(300 * second);
      expect(await stream.texts()).toEqual(['{"n":1}\n{"n":2}\n']);
    },
  );

  documented(
    api('Processor'),
    'If you want to add a new line delimiter between records in objects that are delivered to Amazon S3, choose AppendDelimiterToRecord as a processor type.',
    async () => {
      const Processors = [{ Type: 'AppendDelimiterToRecord' }];
      const stream = await newStream({ destination: { ProcessingConfiguration: { Enabled: true, Processors } } });
      await stream.putBatch(['{"n":1}', '{"n":2}']);
      stream.cloud.clock.pass(300 * second);
      expect(await stream.texts()).toEqual(['{"n":1}\n{"n":2}\n']);
    },
  );

  documented(
    'AmazonS3/latest/userguide/object-lock-overview.html',
    "If you place an object in a bucket that has a default retention period, and you don't explicitly specify a retention period for that object, Amazon S3 creates the object with a retention period that matches the bucket default.",
    async () => {
      const Rule = { DefaultRetention: { Mode: 'COMPLIANCE', Days: 1 } };
      const stream = await newStream({ bucket: { ObjectLockEnabled: true, ObjectLockConfiguration: { Rule } } });
      await stream.put('a');
      stream.cloud.clock.pass(300 * second);
      const [Key] = await stream.keys();
      const { Retention } = await stream.s3.send(new GetObjectRetentionCommand({ Bucket: 'lake', Key }));
      expect(Retention?.Mode).toBe('COMPLIANCE');
    },
  );
});

describe('failures', () => {
  documented(
    deliver,
    'Under these conditions, Kinesis Data Firehose keeps retrying for up to 24 hours until the delivery succeeds.',
    async () => {
      const stream = await newStream();
      stream.cloud.faults.plan({ service: 's3', operation: 'PutObject', kind: 'error', count: 3 });
      await stream.put('a');
      stream.cloud.clock.pass(300 * second);
      for (let minute = 0; minute < 10; minute += 1) {
        await stream.firehose.idle();
        stream.cloud.clock.pass(60 * second);
      }
      expect(await stream.texts()).toEqual(['a']);
      expect(stream.cloud.terminal.filter((line) => line.includes('S3.InternalError'))).toHaveLength(3);
    },
  );

  documented(
    deliver,
    'The maximum data storage time of Kinesis Data Firehose is 24 hours. If data delivery fails for more than 24 hours, your data is lost.',
    async () => {
      const stream = await newStream();
      stream.cloud.faults.plan({ service: 's3', operation: 'PutObject', kind: 'throttle', count: 100_000 });
      await stream.put('a');
      for (let half = 0; half < 52; half += 1) {
        stream.cloud.clock.pass(hour / 2);
        await stream.firehose.idle();
      }
      expect(stream.cloud.terminal.at(-1)).toContain('its data is lost after 24 hours');
      stream.cloud.faults.clear();
      stream.cloud.clock.pass(hour);
      expect(await stream.texts()).toEqual([]);
    },
  );

  documented(
    'firehose/latest/dev/controlling-access.html',
    'Kinesis Data Firehose assumes that IAM role and gains access to the specified bucket, key, and CloudWatch log group and streams.',
    async () => {
      const stream = await newStream({ role: [] });
      await stream.put('a');
      stream.cloud.clock.pass(300 * second);
      expect(await stream.keys()).toEqual([]);
      expect(stream.cloud.terminal.join('\n')).toMatch(
        /clicks: S3\.AccessDenied: .* s3:PutObject .* it is tried again/,
      );
    },
  );

  documented(
    deliver,
    'Kinesis Data Firehose uses at-least-once semantics for data delivery. In some circumstances, such as when data delivery times out, delivery retries by Kinesis Data Firehose might introduce duplicates if the original data-delivery request eventually goes through.',
    async () => {
      const stream = await newStream();
      stream.cloud.faults.plan({ service: 's3', operation: 'PutObject', kind: 'crashAfterCommit', count: 1 });
      await stream.put('a');
      stream.cloud.clock.pass(300 * second);
      await stream.firehose.idle();
      stream.cloud.clock.pass(60 * second);
      expect(await stream.texts()).toEqual(['a', 'a']);
    },
  );
});
