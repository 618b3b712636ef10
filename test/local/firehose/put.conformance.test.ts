import { DescribeDeliveryStreamCommand, PutRecordBatchCommand, PutRecordCommand } from '@aws-sdk/client-firehose';
import { describe, expect } from 'vitest';
import { roleWith } from '../iam/account.ts';
import { documented } from '../support/documented.ts';
import { newStream, streamArn } from './delivery-stream.ts';

const api = (name: string) => `firehose/latest/APIReference/API_${name}.html`;
const limits = 'firehose/latest/dev/limits.html';
const kibibyte = 1024;

describe('PutRecordBatch', () => {
  documented(api('PutRecordBatch'), 'Each PutRecordBatch request supports up to 500 records.', async () => {
    const { putBatch } = await newStream();
    const records = (count: number) => Array.from({ length: count }, () => 'x');
    expect((await putBatch(records(500))).FailedPutCount).toBe(0);
    await expect(putBatch(records(501))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('less than or equal to 500'),
    });
    await expect(putBatch([])).rejects.toMatchObject({ name: 'ValidationException' });
  });

  documented(
    api('PutRecordBatch'),
    'Each record in the request can be as large as 1,000 KB (before base64 encoding), up to a limit of 4 MB for the entire request. These limits cannot be changed.',
    async () => {
      const { putBatch } = await newStream();
      const record = Buffer.alloc(1000 * kibibyte);
      await putBatch([record, record, record, record, Buffer.alloc(96 * kibibyte)]);
      await expect(putBatch([record, record, record, record, Buffer.alloc(96 * kibibyte + 1)])).rejects.toMatchObject({
        name: 'InvalidArgumentException',
      });
    },
  );

  documented(
    limits,
    'The maximum size of a record sent to Kinesis Data Firehose, before base64-encoding, is 1,000 KiB.',
    async () => {
      const { client } = await newStream();
      const put = (bytes: number) =>
        client.send(new PutRecordCommand({ DeliveryStreamName: 'clicks', Record: { Data: Buffer.alloc(bytes) } }));
      await put(1000 * kibibyte);
      await expect(put(1000 * kibibyte + 1)).rejects.toMatchObject({ name: 'ValidationException' });
    },
  );

  documented(
    api('PutRecordBatch'),
    'The response array always includes the same number of records as the request array. RequestResponses includes both successfully and unsuccessfully processed records.',
    async () => {
      const stream = await newStream();
      stream.cloud.faults.plan({ service: 'firehose', operation: 'PutRecordBatchEntry', kind: 'throttle', count: 2 });
      const { FailedPutCount, RequestResponses = [] } = await stream.putBatch(['a', 'b', 'c', 'd']);
      expect(FailedPutCount).toBe(2);
      expect(RequestResponses.map(({ ErrorCode }) => ErrorCode)).toEqual([
        'ServiceUnavailableException',
        'ServiceUnavailableException',
        undefined,
        undefined,
      ]);
      stream.cloud.clock.pass(300_000);
      expect(await stream.texts()).toEqual(['cd']);
    },
  );

  documented(
    api('PutRecordBatch'),
    'A successfully processed record includes a RecordId value, which is unique for the record.',
    async () => {
      const { putBatch } = await newStream();
      const { RequestResponses = [] } = await putBatch(['same', 'same', 'same']);
      expect(new Set(RequestResponses.map(({ RecordId }) => RecordId)).size).toBe(3);
      expect(RequestResponses.every(({ RecordId = '' }) => RecordId !== '')).toBe(true);
    },
  );

  documented(
    api('PutRecordBatch'),
    'If there is an internal server error or a timeout, the write might have completed or it might have failed.',
    async () => {
      const stream = await newStream();
      stream.cloud.faults.plan({ service: 'firehose', operation: 'PutRecordBatch', kind: 'error', count: 1 });
      stream.cloud.faults.plan({
        service: 'firehose',
        operation: 'PutRecordBatch',
        kind: 'crashAfterCommit',
        count: 1,
      });
      await expect(stream.putBatch(['lost'])).rejects.toMatchObject({ name: 'InternalFailure' });
      await expect(stream.putBatch(['kept'])).rejects.toMatchObject({ name: 'InternalFailure' });
      stream.cloud.clock.pass(300_000);
      expect(await stream.texts()).toEqual(['kept']);
    },
  );
});

describe('PutRecord', () => {
  documented(api('PutRecord'), 'The specified resource could not be found.', async () => {
    const { client } = await newStream();
    const put = client.send(new PutRecordCommand({ DeliveryStreamName: 'other', Record: { Data: Buffer.from('x') } }));
    await expect(put).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Firehose other under account 000000000000 not found.',
    });
  });

  documented(
    api('PutRecord'),
    'The service is unavailable. Back off and retry the operation. If you continue to see the exception, throughput limits for the Firehose stream may have been exceeded.',
    async () => {
      const stream = await newStream();
      stream.cloud.faults.plan({ service: 'firehose', operation: 'PutRecord', kind: 'throttle', count: 1 });
      const patient = stream.clientOf({ maxAttempts: 3 });
      const record = { DeliveryStreamName: 'clicks', Record: { Data: Buffer.from('x') } };
      const { RecordId, $metadata } = await patient.send(new PutRecordCommand(record));
      expect(RecordId).not.toBe('');
      expect($metadata.attempts).toBe(2);
    },
  );

  documented(
    'service-authorization/latest/reference/list_amazonkinesisfirehose.html',
    'Grants permission to write a single data record into an Amazon Kinesis Firehose delivery stream',
    async () => {
      const stream = await newStream();
      const record = { DeliveryStreamName: 'clicks', Record: { Data: Buffer.from('x') } };
      const batch = { DeliveryStreamName: 'clicks', Records: [{ Data: Buffer.from('x') }] };
      const statement = { Effect: 'Allow', Action: 'firehose:PutRecord', Resource: streamArn };
      const client = stream.clientOf({ credentials: stream.iam.credentials(roleWith(stream.iam, statement)) });
      await client.send(new PutRecordCommand(record));
      await expect(client.send(new PutRecordBatchCommand(batch))).rejects.toMatchObject({
        name: 'AccessDeniedException',
        message: expect.stringContaining(`firehose:PutRecordBatch on resource: ${streamArn}`),
      });
    },
  );
});

documented(api('DescribeDeliveryStream'), 'Describes the specified Firehose stream and its status.', async () => {
  const { client } = await newStream({ destination: { Prefix: 'events/' } });
  const { DeliveryStreamDescription: told } = await client.send(
    new DescribeDeliveryStreamCommand({ DeliveryStreamName: 'clicks' }),
  );
  expect(told).toMatchObject({
    DeliveryStreamName: 'clicks',
    DeliveryStreamARN: streamArn,
    DeliveryStreamStatus: 'ACTIVE',
    DeliveryStreamType: 'DirectPut',
    VersionId: '1',
    HasMoreDestinations: false,
  });
  expect(told?.Destinations?.[0]?.ExtendedS3DestinationDescription).toMatchObject({
    Prefix: 'events/',
    BufferingHints: { IntervalInSeconds: 300, SizeInMBs: 5 },
    CompressionFormat: 'UNCOMPRESSED',
  });
});
