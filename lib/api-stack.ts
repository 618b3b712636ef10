import { CfnOutput, Expiration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AuthorizationType,
  Definition,
  FieldLogLevel,
  GraphqlApi,
  IntrospectionConfig,
  type CfnGraphQLApi,
  UserPoolDefaultAction,
} from 'aws-cdk-lib/aws-appsync';
import type { UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { RootField } from '../generated/schema.ts';
import { AuditApi } from './api/audit.ts';
import { AuthoringApi } from './api/authoring.ts';
import { CoursesApi } from './api/courses.ts';
import type { Field } from './api/field.ts';
import { LearningApi } from './api/learning.ts';
import { MediaApi } from './api/media.ts';
import { NotificationsApi } from './api/notifications.ts';
import { PeopleApi } from './api/people.ts';
import { PointsApi } from './api/points.ts';
import { ReviewsApi } from './api/reviews.ts';
import { RosterApi } from './api/roster.ts';
import type { StageConfig } from './config.ts';
import type { AuditTrail } from './constructs/audit-trail.ts';

export interface ApiStackProps extends StackProps {
  readonly config: StageConfig;
  readonly table: ITable;
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  readonly trail: AuditTrail;
  /** Where people's files lie. */
  readonly media: IBucket;
}

/** The GraphQL API: its schema here, the resolvers of each domain in a nested stack, so that both deploy as one. */
export class ApiStack extends Stack {
  readonly api: GraphqlApi;

  /** Where AppSync and the resolvers write. */
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { config, table, pool, trail, media } = props;
    const api = this.#addApi(props);
    this.api = api;
    this.logGroup = this.#logTo(api, config);
    const domain = { api, table, pool, config };

    const people = new PeopleApi(this, 'People', { ...domain, media });
    const courses = new CoursesApi(this, 'Courses', domain);
    const authoring = new AuthoringApi(this, 'Authoring', domain);
    const learning = new LearningApi(this, 'Learning', domain);
    const roster = new RosterApi(this, 'Roster', { ...domain, media });
    const notifications = new NotificationsApi(this, 'Notifications', domain);

    const points = new PointsApi(this, 'Points', domain);
    const reviews = new ReviewsApi(this, 'Reviews', domain);
    const audit = new AuditApi(this, 'Audit', { ...domain, trail });
    const files = new MediaApi(this, 'Media', { ...domain, media });
    // Does not compile while a field of the schema is in no domain.
    const wired: Record<RootField, Field> = {
      ...people.fields,
      ...courses.fields,
      ...authoring.fields,
      ...learning.fields,
      ...roster.fields,
      ...notifications.fields,
      ...points.fields,
      ...reviews.fields,
      ...audit.fields,
      ...files.fields,
    };
    this.node.addMetadata('wiredFields', Object.keys(wired));

    new CfnOutput(this, 'GraphqlUrl', { value: api.graphqlUrl });
    new CfnOutput(this, 'ApiKey', { value: api.apiKey ?? '' });
    new CfnOutput(this, 'TableName', { value: table.tableName });
  }

  /** IAM is the default mode: a field whose directive was forgotten is the backend's alone. */
  #addApi({ config, table, pool, client }: ApiStackProps): GraphqlApi {
    const api = new GraphqlApi(this, 'Graphql', {
      name: `kalpla-${config.stage}`,
      definition: Definition.fromFile('schema.graphql'),
      authorizationConfig: {
        defaultAuthorization: { authorizationType: AuthorizationType.IAM },
        additionalAuthorizationModes: [
          {
            authorizationType: AuthorizationType.USER_POOL,
            userPoolConfig: {
              userPool: pool,
              appIdClientRegex: client.userPoolClientId,
              defaultAction: UserPoolDefaultAction.ALLOW,
            },
          },
          {
            authorizationType: AuthorizationType.API_KEY,
            apiKeyConfig: {
              name: 'public',
              description: 'Reads what is public',
              expires: Expiration.atDate(new Date(`${config.apiKeyExpires}T00:00:00Z`)),
            },
          },
        ],
      },
      introspectionConfig: config.introspection ? IntrospectionConfig.ENABLED : IntrospectionConfig.DISABLED,
      queryDepthLimit: config.queryDepthLimit,
      resolverCountLimit: config.resolverCountLimit,
      environmentVariables: { TABLE: table.tableName, REQUIRES_APPROVAL: String(config.requiresApproval) },
    });
    return api;
  }

  /** By hand: the construct's own `logConfig` would bring a function that sets the retention behind CloudFormation's back. */
  #logTo(api: GraphqlApi, config: StageConfig): LogGroup {
    (api.node.defaultChild as CfnGraphQLApi).logConfig = {
      cloudWatchLogsRoleArn: this.#logRole().roleArn,
      excludeVerboseContent: true,
      // Of fields that are in error, and lines that resolvers write in any: reads that the audit trail must know of succeed.
      fieldLogLevel: FieldLogLevel.INFO,
    };
    return new LogGroup(this, 'GraphqlLogs', {
      logGroupName: `/aws/appsync/apis/${api.apiId}`,
      retention: config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  #logRole(): Role {
    const role = new Role(this, 'LogRole', { assumedBy: new ServicePrincipal('appsync.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [`arn:${this.partition}:logs:${this.region}:${this.account}:log-group:/aws/appsync/apis/*`],
      }),
    );
    return role;
  }
}
