import { App, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { addBackend } from '../../lib/app.ts';
import { stageConfig } from '../../lib/config.ts';
import { FEATURE_FLAGS } from '../../lib/feature-flags.ts';
import { COPY, COURSE, LISTED, ONCE, UPLOADS } from '../../model/keys.ts';
import { OBJECTS } from '../../model/upload-keys.ts';

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: unknown;
}

const config = stageConfig('dev');
let templates: Readonly<Record<string, Template>>;
let resources: readonly Resource[];

/** Templates of all stacks, nested ones included, by their path. */
function synthesize(): Record<string, Template> {
  process.env['CDK_VALIDATION'] = 'false';
  const app = new App({ context: FEATURE_FLAGS });
  addBackend(app, config);
  const stacks = app.node.findAll().filter((node): node is Stack => 'templateFile' in node);
  return Object.fromEntries(stacks.map((stack) => [stack.node.path, Template.fromStack(stack)]));
}

beforeAll(() => {
  templates = synthesize();
  resources = Object.values(templates).flatMap((template) =>
    Object.values((template.toJSON() as { Resources?: Record<string, Resource> }).Resources ?? {}),
  );
});

function template(path: string): Template {
  const found = templates[path];
  if (!found) throw new Error(`There is no stack ${path}: ${Object.keys(templates).join(', ')}`);
  return found;
}

function statements(): Statement[] {
  return resources
    .filter(({ Type }) => Type === 'AWS::IAM::Policy')
    .flatMap(({ Properties }) => (Properties?.['PolicyDocument'] as { Statement: Statement[] }).Statement);
}

describe('the table', () => {
  it('is encrypted by a rotating key of our own, recoverable to any second, and fused', () => {
    template('Data').hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    template('Data').hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: config.maxWriteUnits },
      Replicas: [
        Match.objectLike({
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          ReadOnDemandThroughputSettings: { MaxReadRequestUnits: config.maxReadUnits },
        }),
      ],
    });
  });

  it('lends its key through DynamoDB only', () => {
    template('Data').hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Sid: 'UseThroughDynamoDB',
            Condition: { StringEquals: Match.objectLike({ 'kms:ViaService': Match.anyValue() }) },
          }),
        ]),
      },
    });
  });

  it('is the one table', () => {
    expect(resources.filter(({ Type }) => Type.startsWith('AWS::DynamoDB::'))).toHaveLength(1);
  });
});

describe('the audit trail', () => {
  it('lies in a bucket that can lock, knows versions, is private, and takes from its stream alone, over TLS', () => {
    const data = template('Data');
    data.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        ObjectLockEnabled: true,
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: Match.anyValue(),
        NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    });
    data.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Effect: 'Deny', Action: 's3:PutObject', Sid: 'WrittenByTheStreamAlone' }),
        ],
      },
    });
  });

  it('is locked for as long as the stage says, by a role that may not shorten a lock', () => {
    template('Work').hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({ LOCK_MODE: config.auditLockMode, LOCK_DAYS: String(config.auditLockDays) }),
      },
    });
    expect(statements().flatMap(({ Action }) => Action)).not.toContain('s3:BypassGovernanceRetention');
  });

  it('gets what resolvers write into the log of the API', () => {
    template('Work').hasResourceProperties('AWS::Logs::SubscriptionFilter', {
      FilterPattern: '"audit" "objectIds"',
    });
    template('Api').resourceCountIs('AWS::Logs::SubscriptionFilter', 0);
  });
});

describe('the API', () => {
  it('falls back to IAM, the backend’s own mode', () => {
    template('Api').hasResourceProperties('AWS::AppSync::GraphQLApi', {
      AuthenticationType: 'AWS_IAM',
      AdditionalAuthenticationProviders: [
        Match.objectLike({ AuthenticationType: 'AMAZON_COGNITO_USER_POOLS' }),
        Match.objectLike({ AuthenticationType: 'API_KEY' }),
      ],
    });
  });

  it('bounds depth and resolvers, and says whether it may be introspected', () => {
    template('Api').hasResourceProperties('AWS::AppSync::GraphQLApi', {
      QueryDepthLimit: config.queryDepthLimit,
      ResolverCountLimit: config.resolverCountLimit,
      IntrospectionConfig: 'ENABLED',
      LogConfig: Match.objectLike({ ExcludeVerboseContent: true, FieldLogLevel: 'INFO' }),
    });
  });

  it('has a public key that ends on a fixed date', () => {
    template('Api').hasResourceProperties('AWS::AppSync::ApiKey', {
      Expires: Date.parse(`${config.apiKeyExpires}T00:00:00Z`) / 1000,
    });
  });

  it('keeps every resolver’s code within AppSync’s limit', () => {
    const codes = resources.map(({ Properties }) => Properties?.['Code']).filter((code) => typeof code === 'string');
    expect(codes.length).toBeGreaterThan(30);
    expect(Math.max(...codes.map((code) => code.length))).toBeLessThanOrEqual(32_768);
  });
});

describe('the user pool', () => {
  it('makes long passwords, confirms e-mails, and hides who exists', () => {
    template('Identity').hasResourceProperties('AWS::Cognito::UserPool', {
      AutoVerifiedAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      Policies: { PasswordPolicy: Match.objectLike({ MinimumLength: 10, RequireSymbols: true, RequireNumbers: true }) },
    });
    template('Identity').hasResourceProperties('AWS::Cognito::UserPoolClient', {
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
    });
  });

  it('gives tokens of 15 minutes by SRP alone', () => {
    template('Identity').hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AccessTokenValidity: 15,
      IdTokenValidity: 15,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      GenerateSecret: false,
    });
  });

  it('lets a client write nothing that a right could follow from', () => {
    template('Identity').hasResourceProperties('AWS::Cognito::UserPoolClient', { WriteAttributes: ['email', 'name'] });
  });

  it('has the four groups', () => {
    const groups = template('Identity').findResources('AWS::Cognito::UserPoolGroup');
    expect(Object.values(groups).map(({ Properties }) => (Properties as { GroupName: string }).GroupName)).toEqual([
      'Admin',
      'Moderator',
      'Mentor',
      'Student',
    ]);
  });
});

describe('every role', () => {
  it('is allowed named actions on named resources', () => {
    const all = statements();
    expect(all.length).toBeGreaterThan(8);
    const broad = all.filter(({ Action, Resource }) => [Action, Resource].flat().some((part) => part === '*'));
    expect(broad).toEqual([]);
    expect(all.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
  });

  it('reaches phones, which have no ARN, by statements that reach nothing with one', () => {
    const others = statements().filter(({ NotResource }) => NotResource !== undefined);
    expect(others.map(({ Action, NotResource }) => [[Action].flat().sort(), NotResource])).toEqual(
      others.map(() => [['sns:CheckIfPhoneNumberIsOptedOut', 'sns:Publish'], 'arn:*:sns:*:*:*']),
    );
    expect(others).toHaveLength(2);
  });

  it('touches items by the partitions of its domain only', () => {
    const ofTable = statements().filter(({ Action }) =>
      [Action].flat().some((action) => /^dynamodb:.*Item$/.test(action)),
    );
    expect(ofTable.length).toBeGreaterThan(6);
    for (const { Condition } of ofTable) {
      expect(Condition).toMatchObject({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': expect.anything() } });
    }
  });

  it('never scans', () => {
    const actions = statements().flatMap(({ Action }) => Action);
    expect(actions.filter((action) => /^dynamodb:.*(Scan|PartiQL)/i.test(action))).toEqual([]);
  });

  it('deletes items of few kinds, uploads with their objects, and of queues what it has read', () => {
    const deleting = statements().filter(({ Action }) => [Action].flat().some((action) => /Delete/i.test(action)));
    const actions = deleting.flatMap(({ Action }) => Action).filter((action) => /Delete/i.test(action));
    expect([...new Set(actions)].sort()).toEqual([
      'dynamodb:DeleteItem',
      's3:DeleteObjectVersion',
      'sns:DeleteEndpoint',
      'sqs:DeleteMessage',
    ]);
    const withAction = (name: string) => deleting.filter(({ Action }) => [Action].flat().includes(name));
    for (const { Condition } of withAction('dynamodb:DeleteItem')) {
      const { 'dynamodb:LeadingKeys': partitions } = (Condition as Record<string, Record<string, string[]>>)[
        'ForAllValues:StringLike'
      ] as Record<string, string[]>;
      const known = [ONCE, LISTED, COURSE, COPY, UPLOADS].map((prefix) => `${prefix}*`);
      expect(known).toEqual(expect.arrayContaining(partitions ?? ['none']));
    }
    // Never of the audit trail.
    for (const { Resource } of withAction('s3:DeleteObjectVersion')) {
      expect(JSON.stringify(Resource)).toMatch(new RegExp(`Media[^/]*"[^/]*/${OBJECTS}\\*"`));
    }
  });

  it('attaches no policy that AWS widens', () => {
    const roles = resources.filter(({ Type }) => Type === 'AWS::IAM::Role');
    expect(roles.map(({ Properties }) => Properties?.['ManagedPolicyArns'])).toEqual(roles.map(() => undefined));
  });
});

describe('logs', () => {
  it('end after a while', () => {
    const groups = resources.filter(({ Type }) => Type === 'AWS::Logs::LogGroup');
    expect(groups.length).toBeGreaterThan(2);
    expect(groups.map(({ Properties }) => Properties?.['RetentionInDays'])).toEqual(
      groups.map(() => config.logRetentionDays),
    );
  });
});

describe('stages', () => {
  it('are chosen by name, and an unknown one says which there are', () => {
    expect(() => stageConfig('prd')).toThrow('There is no stage "prd". Choose one of: dev.');
  });
});
