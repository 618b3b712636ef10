import { join } from 'node:path';
import { CfnOutput, Duration, Size, Stack } from 'aws-cdk-lib';
import {
  AuthorizationType,
  Code as ResolverCode,
  Definition,
  FieldLogLevel,
  FunctionRuntime,
  GraphqlApi,
} from 'aws-cdk-lib/aws-appsync';
import { EventBus, EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { FirehoseDeliveryStream } from 'aws-cdk-lib/aws-events-targets';
import { AppendDelimiterToRecordProcessor, DeliveryStream, S3Bucket } from 'aws-cdk-lib/aws-kinesisfirehose';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup, RetentionDays, SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { FirehoseDestination, LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import { Bucket, BucketEncryption, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** Bus → rule → delivery stream → bucket with Object Lock; an API's log → function, and delivery stream. */
export class LakeStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(2)),
    });
    const destination = (dataOutputPrefix: string) =>
      new S3Bucket(bucket, {
        dataOutputPrefix,
        bufferingInterval: Duration.seconds(60),
        bufferingSize: Size.mebibytes(1),
        processors: [new AppendDelimiterToRecordProcessor()],
      });
    const events = new DeliveryStream(this, 'Events', { destination: destination('events/') });
    const lines = new DeliveryStream(this, 'Lines', { destination: destination('lines/') });
    const bus = new EventBus(this, 'Bus');
    const message = RuleTargetInput.fromObject({ id: EventField.eventId, n: EventField.fromPath('$.detail.n') });
    new Rule(this, 'ToLake', {
      eventBus: bus,
      eventPattern: { source: ['lake'] },
      targets: [new FirehoseDeliveryStream(events, { message })],
    });
    const api = this.#api();
    const logGroup = LogGroup.fromLogGroupName(this, 'ApiLog', `/aws/appsync/apis/${api.apiId}`);
    const reader = new Function(this, 'Reader', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async (event) => console.log(event.awslogs.data);'),
    });
    const subscriptions = [
      new SubscriptionFilter(this, 'ToReader', {
        logGroup,
        destination: new LambdaDestination(reader),
        filterPattern: FilterPattern.allTerms('refused'),
      }),
      new SubscriptionFilter(this, 'ToLines', {
        logGroup,
        destination: new FirehoseDestination(lines),
        filterPattern: FilterPattern.allEvents(),
      }),
    ];
    for (const subscription of subscriptions) subscription.node.addDependency(api);
    const outputs = {
      BucketName: bucket.bucketName,
      BusName: bus.eventBusName,
      GraphqlUrl: api.graphqlUrl,
      ApiKey: api.apiKey ?? '',
      ReaderName: reader.functionName,
    };
    for (const [key, value] of Object.entries(outputs)) new CfnOutput(this, key, { value });
  }

  #api(): GraphqlApi {
    const api = new GraphqlApi(this, 'Api', {
      name: 'lake',
      definition: Definition.fromFile(join(import.meta.dirname, 'schema.graphql')),
      authorizationConfig: { defaultAuthorization: { authorizationType: AuthorizationType.API_KEY } },
      logConfig: { fieldLogLevel: FieldLogLevel.ERROR, retention: RetentionDays.ONE_WEEK },
    });
    api.addNoneDataSource('none').createResolver('refused', {
      typeName: 'Query',
      fieldName: 'refused',
      runtime: FunctionRuntime.JS_1_0_0,
      code: ResolverCode.fromAsset(join(import.meta.dirname, 'resolvers', 'Query.refused.js')),
    });
    return api;
  }
}
