import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Billing, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { TABLE_KEY } from '../model/indexes.ts';
import { TIME_TO_LIVE } from '../model/keys.ts';
import type { StageConfig } from './config.ts';
import { AuditTrail } from './constructs/audit-trail.ts';
import { MediaBucket } from './constructs/media-bucket.ts';
import { stringAttribute, tableIndexes } from './table-indexes.ts';

export interface DataStackProps extends StackProps {
  readonly config: StageConfig;
}

/** The one table, the key that encrypts it, the audit trail, and people's files. */
export class DataStack extends Stack {
  readonly table: TableV2;
  readonly trail: AuditTrail;
  readonly media: MediaBucket;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    const { config } = props;
    const removalPolicy = config.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const key = new Key(this, 'TableKey', {
      description: `Encrypts the table of Kalpla ${config.stage}`,
      enableKeyRotation: true,
      removalPolicy,
    });
    key.addToResourcePolicy(this.#useByTable());
    this.table = new TableV2(this, 'Table', {
      partitionKey: stringAttribute(TABLE_KEY.partitionKey),
      sortKey: stringAttribute(TABLE_KEY.sortKey),
      globalSecondaryIndexes: tableIndexes(),
      billing: Billing.onDemand({
        maxReadRequestUnits: config.maxReadUnits,
        maxWriteRequestUnits: config.maxWriteUnits,
      }),
      encryption: TableEncryptionV2.customerManagedKey(key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: TIME_TO_LIVE,
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      deletionProtection: config.keepsData,
      removalPolicy,
    });
    this.trail = new AuditTrail(this, 'AuditTrail', { config });
    this.media = new MediaBucket(this, 'Media', { config });
  }

  /**
   * Whoever DynamoDB lets at the table may use its key through DynamoDB, as with a key that AWS manages: what a role
   * may do with the data is said once, by what it may do with the table.
   */
  #useByTable(): PolicyStatement {
    return new PolicyStatement({
      sid: 'UseThroughDynamoDB',
      principals: [new AnyPrincipal()],
      actions: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncrypt*',
        'kms:GenerateDataKey*',
        'kms:DescribeKey',
        'kms:CreateGrant',
      ],
      resources: ['*'],
      conditions: {
        StringEquals: {
          'kms:CallerAccount': this.account,
          'kms:ViaService': `dynamodb.${this.region}.${this.urlSuffix}`,
        },
      },
    });
  }
}
