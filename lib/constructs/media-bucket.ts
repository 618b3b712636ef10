import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';

export interface MediaBucketProps {
  readonly config: StageConfig;
}

/**
 * Where people's files lie. Versioned: a form can be used again until it ends, so what was checked is one version, and no
 * other is ever served (`docs/decisions/019`). What nothing uses is removed by `functions/sweep-uploads`, never by age alone.
 */
export class MediaBucket extends Bucket {
  constructor(scope: Construct, id: string, { config }: MediaBucketProps) {
    super(scope, id, {
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      // A signature is what lets a page in, wherever it is from, as with the API: no cookie is ever sent.
      cors: [
        {
          allowedOrigins: ['*'],
          allowedMethods: [HttpMethods.POST, HttpMethods.GET, HttpMethods.HEAD],
          allowedHeaders: ['*'],
          exposedHeaders: ['ETag', 'Content-Length', 'Content-Range'],
          maxAge: 3600,
        },
      ],
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }, { expiredObjectDeleteMarker: true }],
      removalPolicy: config.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    // By hand: the construct's own way brings a function that sets it, with rights on every bucket.
    (this.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
  }
}
