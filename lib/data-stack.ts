import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
  type Attribute,
  type GlobalSecondaryIndexPropsV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { LISTED_ATTRIBUTES } from '../model/listing.ts';
import { AWARD_ATTRIBUTES } from '../model/award.ts';
import { AUTHORED_ATTRIBUTES } from '../model/course.ts';
import { CARD_ATTRIBUTES } from '../model/card.ts';
import { INDEXES, TABLE_KEY } from '../model/indexes.ts';
import { TIME_TO_LIVE } from '../model/keys.ts';
import { DUE_ATTRIBUTES } from '../model/notification.ts';
import { REVIEW_ATTRIBUTES } from '../model/review.ts';
import type { StageConfig } from './config.ts';
import { AuditTrail } from './constructs/audit-trail.ts';
import { MediaBucket } from './constructs/media-bucket.ts';

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
      globalSecondaryIndexes: [...indexes(), ...accountIndexes()],
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

function stringAttribute(name: string): Attribute {
  return { name, type: AttributeType.STRING };
}

function numberAttribute(name: string): Attribute {
  return { name, type: AttributeType.NUMBER };
}

/** A course page by slug needs outline and counts; the catalogue only what its cards show, a list of reviews what was said. */
function indexes(): GlobalSecondaryIndexPropsV2[] {
  const reviews = { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...REVIEW_ATTRIBUTES] };
  const {
    courseBySlug,
    coursesInReview,
    coursesOfMentor,
    learningOfCourse,
    latestAwards,
    learnersWithPoints,
    reviewsOfCourse,
    helpfulReviewsOfCourse,
    due,
  } = INDEXES;
  return [
    ...cardIndexes(),
    {
      indexName: 'courseBySlug',
      partitionKey: stringAttribute(courseBySlug.partitionKey),
      projectionType: ProjectionType.ALL,
    },
    {
      indexName: 'coursesOfMentor',
      partitionKey: stringAttribute(coursesOfMentor.partitionKey),
      sortKey: stringAttribute(coursesOfMentor.sortKey),
      projectionType: ProjectionType.INCLUDE,
      // Among it the mentor, by which a refresh of names finds what is still to be done.
      nonKeyAttributes: AUTHORED_ATTRIBUTES.filter((name) => name !== coursesOfMentor.sortKey),
    },
    {
      indexName: 'coursesInReview',
      partitionKey: stringAttribute(coursesInReview.partitionKey),
      sortKey: stringAttribute(coursesInReview.sortKey),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: AUTHORED_ATTRIBUTES.filter((name) => name !== coursesInReview.sortKey),
    },
    {
      indexName: 'due',
      partitionKey: stringAttribute(due.partitionKey),
      sortKey: stringAttribute(due.sortKey),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [...DUE_ATTRIBUTES],
    },
    {
      indexName: 'latestAwards',
      partitionKey: stringAttribute(latestAwards.partitionKey),
      sortKey: stringAttribute(latestAwards.sortKey),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [...AWARD_ATTRIBUTES],
    },
    {
      indexName: 'learnersWithPoints',
      partitionKey: stringAttribute(learnersWithPoints.partitionKey),
      // Nothing that changes, so that it is written once for each learner.
      projectionType: ProjectionType.KEYS_ONLY,
    },
    {
      indexName: 'learningOfCourse',
      partitionKey: stringAttribute(learningOfCourse.partitionKey),
      sortKey: stringAttribute(learningOfCourse.sortKey),
      projectionType: ProjectionType.INCLUDE,
      // Little, so that the index is seldom written: not when a lesson is done, nor when a position is saved again.
      nonKeyAttributes: ['status', 'completedAt'],
    },
    {
      indexName: 'reviewsOfCourse',
      partitionKey: stringAttribute(reviewsOfCourse.partitionKey),
      sortKey: stringAttribute(reviewsOfCourse.sortKey),
      ...reviews,
    },
    {
      indexName: 'helpfulReviewsOfCourse',
      partitionKey: stringAttribute(helpfulReviewsOfCourse.partitionKey),
      sortKey: numberAttribute(helpfulReviewsOfCourse.sortKey),
      ...reviews,
    },
  ];
}

/** What finds people carries what lists of them show. */
function accountIndexes(): GlobalSecondaryIndexPropsV2[] {
  const people = { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...LISTED_ATTRIBUTES] };
  const { accountByEmail, accountsByName } = INDEXES;
  return [
    { indexName: 'accountByEmail', partitionKey: stringAttribute(accountByEmail.partitionKey), ...people },
    {
      indexName: 'accountsByName',
      partitionKey: stringAttribute(accountsByName.partitionKey),
      sortKey: stringAttribute(accountsByName.sortKey),
      ...people,
    },
  ];
}

/** Lists of the catalogue. */
function cardIndexes(): GlobalSecondaryIndexPropsV2[] {
  const cards = (indexName: keyof typeof INDEXES, sortKey: Attribute, ...also: readonly string[]) => ({
    indexName,
    partitionKey: stringAttribute(INDEXES[indexName].partitionKey),
    sortKey,
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: [...CARD_ATTRIBUTES, ...also],
  });
  const newest = stringAttribute(INDEXES.publishedCourses.sortKey);
  const popular = numberAttribute(INDEXES.popularCourses.sortKey);
  return [
    cards('publishedCourses', newest),
    cards('publishedCoursesOfCategory', newest),
    // Filtered by category, as no case makes a difference.
    cards('publishedCoursesOfMentor', newest, 'catalogueCategory'),
    cards('popularCourses', popular),
    cards('popularCoursesOfCategory', popular),
  ];
}
