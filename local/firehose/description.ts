import { versionId } from './stream.ts';
import type { DeliveryStream } from './stream.ts';

/** As DescribeDeliveryStream answers. */
export function descriptionOf(stream: DeliveryStream): Readonly<Record<string, unknown>> {
  const { name, arn, created, encrypted, source, bufferBytes, bufferMs, compression, roleArn, bucketArn } = stream;
  const encryption = encrypted ? { Status: 'ENABLED' } : { Status: 'DISABLED' };
  return {
    DeliveryStreamName: name,
    DeliveryStreamARN: arn,
    DeliveryStreamStatus: 'ACTIVE',
    DeliveryStreamEncryptionConfiguration: encryption,
    DeliveryStreamType: 'DirectPut',
    VersionId: versionId,
    CreateTimestamp: created / 1000,
    Destinations: [
      {
        DestinationId: 'destinationId-000000000001',
        ExtendedS3DestinationDescription: {
          ...source,
          RoleARN: roleArn,
          BucketARN: bucketArn,
          BufferingHints: { SizeInMBs: bufferBytes / 1024 ** 2, IntervalInSeconds: bufferMs / 1000 },
          CompressionFormat: compression,
          EncryptionConfiguration: source['EncryptionConfiguration'] ?? { NoEncryptionConfig: 'NoEncryption' },
          S3BackupMode: 'Disabled',
        },
      },
    ],
    HasMoreDestinations: false,
  };
}
