import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { TRAIL_PREFIX } from '../../model/audit.ts';
import type { StageConfig } from '../config.ts';

export interface AuditTrailProps {
  readonly config: StageConfig;
}

/**
 * Where the audit trail is kept: a stream that takes lines, and a bucket in which nobody else writes and whose objects
 * `functions/audit-index` locks. `docs/decisions/015` says why the bucket has no default retention.
 */
export class AuditTrail extends Construct {
  readonly bucket: Bucket;
  readonly streamArn: string;

  constructor(scope: Construct, id: string, { config }: AuditTrailProps) {
    super(scope, id);
    const { auditLockDays } = config;
    this.bucket = new Bucket(this, 'Bucket', {
      objectLockEnabled: true,
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      // What is no longer locked is no longer kept. In a versioned bucket an expired object is hidden first.
      lifecycleRules: [
        { expiration: Duration.days(auditLockDays + 1), noncurrentVersionExpiration: Duration.days(1) },
        { expiredObjectDeleteMarker: true },
      ],
      // The trail outlives its stack, in every stage: what is locked can't be deleted with it.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // By hand: the construct's own way brings a function that sets it, with rights on every bucket.
    (this.bucket.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    const role = new Role(this, 'StreamRole', { assumedBy: new ServicePrincipal('firehose.amazonaws.com') });
    this.#letWrite(role);
    this.streamArn = this.#addStream(role, config);
  }

  /** As AWS's guide has it for a bucket of the same account; and nobody else may plant or overwrite anything. */
  #letWrite(role: Role): void {
    const { bucketArn } = this.bucket;
    role.addToPolicy(
      new PolicyStatement({
        actions: [
          's3:AbortMultipartUpload',
          's3:GetBucketLocation',
          's3:GetObject',
          's3:ListBucket',
          's3:ListBucketMultipartUploads',
          's3:PutObject',
        ],
        resources: [bucketArn, `${bucketArn}/*`],
      }),
    );
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'WrittenByTheStreamAlone',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [`${bucketArn}/*`],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': role.roleArn } },
      }),
    );
  }

  /** Plain lines, so that one of them can be read by its range. */
  #addStream(role: Role, { stage, auditBufferSeconds }: StageConfig): string {
    const stream = new CfnDeliveryStream(this, 'Stream', {
      deliveryStreamName: `kalpla-${stage}-audit`,
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: { keyType: 'AWS_OWNED_CMK' },
      extendedS3DestinationConfiguration: {
        bucketArn: this.bucket.bucketArn,
        roleArn: role.roleArn,
        bufferingHints: { intervalInSeconds: auditBufferSeconds, sizeInMBs: 5 },
        compressionFormat: 'UNCOMPRESSED',
        prefix: `${TRAIL_PREFIX}!{timestamp:yyyy/MM/dd/HH}/`,
        errorOutputPrefix: 'errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/',
        fileExtension: '.ndjson',
        processingConfiguration: {
          enabled: true,
          processors: [
            {
              type: 'AppendDelimiterToRecord',
              parameters: [{ parameterName: 'Delimiter', parameterValue: String.raw`\n` }],
            },
          ],
        },
      },
    });
    stream.node.addDependency(role);
    return Stack.of(this).formatArn({
      service: 'firehose',
      resource: 'deliverystream',
      resourceName: stream.ref,
    });
  }
}
