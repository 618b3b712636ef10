import { Duration, NestedStack } from 'aws-cdk-lib';
import { LambdaDataSource, type BaseDataSource } from 'aws-cdk-lib/aws-appsync';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { IMPORT_ROSTER_ENV } from '../../functions/import-roster/env.ts';
import type { INVITATIONS_ENV } from '../../functions/invitations/env.ts';
import type { ROSTER_ENV } from '../../functions/roster/env.ts';
import type { INDEXES } from '../../model/indexes.ts';
import { COURSE, ROSTER, LEARNER, SEATS, TOKEN, UPLOADS, USER } from '../../model/keys.ts';
import { ANNOUNCEMENTS, IMPORTS, INVITATIONS } from '../../model/roster-keys.ts';
import { OBJECTS } from '../../model/upload-keys.ts';
import { BackendFunction } from '../constructs/backend-function.ts';
import { partitionStatement } from '../constructs/partition-statement.ts';
import { TableSource } from '../constructs/table-source.ts';
import type { DomainProps } from './domain.ts';
import { addFields, pipeline, step, unit, type Fields } from './field.ts';

export interface RosterApiProps extends DomainProps {
  /** Where people's files lie. */
  readonly media: IBucket;
}

/** Who learns in a course, as its mentor manages it. */
export class RosterApi extends NestedStack {
  readonly fields;

  constructor(scope: Construct, id: string, props: RosterApiProps) {
    super(scope, id);
    const { api, table } = props;
    const roster = new TableSource(this, 'Source', { api, table, domain: 'roster' })
      .allow(['BatchGetItem'], [USER, COURSE, LEARNER, IMPORTS])
      .allow(['PutItem'], [ANNOUNCEMENTS, TOKEN])
      // AppSync reads an enrollment back whose condition failed.
      .allow(['GetItem'], [LEARNER])
      .allow(['UpdateItem'], [LEARNER, SEATS])
      .allow(['Query'], [INVITATIONS, ANNOUNCEMENTS, ROSTER]);
    const decideImport = step('steps/decide-import', roster);
    const invitations = this.#invitations(props);
    this.fields = {
      'Query.roster': unit(this.#list(props)),
      'Query.invitations': pipeline(step('steps/decide-teaching', roster), step('1-list', roster)),
      'Query.myInvitations': unit(invitations),
      'Mutation.inviteLearner': unit(invitations),
      'Mutation.revokeInvitation': unit(invitations),
      'Mutation.acceptInvitation': unit(invitations),
      'Mutation.declineInvitation': unit(invitations),
      'Query.rosterImport': pipeline(decideImport),
      'Query.rosterImportRows': pipeline(decideImport, step('1-list', roster)),
      'Query.announcements': pipeline(step('1-decide', roster), step('2-list', roster)),
      'Mutation.announce': pipeline(step('1-decide', roster), step('2-write', roster)),
      'Mutation.importRoster': unit(this.#imports(props)),
      'Mutation.removeLearner': pipeline(step('1-decide', roster), step('2-write', roster)),
    } satisfies Fields;
    addFields(this, api, 'roster', this.fields);
  }

  #list({ api, table, config }: DomainProps): BaseDataSource {
    const list = new BackendFunction<typeof ROSTER_ENV>(this, 'List', {
      name: 'roster',
      config,
      environment: { TABLE: table.tableName },
      timeout: Duration.seconds(10),
    });
    list.addToRolePolicy(partitionStatement(table, ['dynamodb:BatchGetItem'], [USER, COURSE, LEARNER]));
    const learningOfCourse: keyof typeof INDEXES = 'learningOfCourse';
    list.addToRolePolicy(
      new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/${learningOfCourse}`] }),
    );
    return new LambdaDataSource(this, 'ListSource', { api, name: 'rosterList', lambdaFunction: list });
  }

  #invitations({ api, table, config }: DomainProps): BaseDataSource {
    const invitations = new BackendFunction<typeof INVITATIONS_ENV>(this, 'Invitations', {
      name: 'invitations',
      config,
      environment: { TABLE: table.tableName },
      timeout: Duration.seconds(10),
    });
    const allow = (actions: readonly `dynamodb:${string}`[], partitions: readonly string[]) => {
      invitations.addToRolePolicy(partitionStatement(table, actions, partitions));
    };
    allow(['dynamodb:BatchGetItem'], [USER, COURSE, LEARNER, TOKEN, INVITATIONS]);
    allow(['dynamodb:GetItem'], [LEARNER, INVITATIONS, ROSTER]);
    allow(['dynamodb:Query'], [SEATS, ROSTER]);
    allow(['dynamodb:PutItem'], [LEARNER, TOKEN, INVITATIONS, ROSTER]);
    allow(['dynamodb:UpdateItem'], [SEATS, INVITATIONS, ROSTER]);
    return new LambdaDataSource(this, 'InvitationsSource', {
      api,
      name: 'invitations',
      lambdaFunction: invitations,
    });
  }

  #imports({ api, table, media, config }: RosterApiProps): BaseDataSource {
    const imports = new BackendFunction<typeof IMPORT_ROSTER_ENV>(this, 'Imports', {
      name: 'import-roster',
      config,
      environment: { TABLE: table.tableName, BUCKET: media.bucketName },
      timeout: Duration.seconds(20),
      // Of a megabyte of CSV each cell is an object.
      memorySizeMb: 1024,
    });
    const allow = (actions: readonly `dynamodb:${string}`[], partitions: readonly string[]) => {
      imports.addToRolePolicy(partitionStatement(table, actions, partitions));
    };
    allow(['dynamodb:BatchGetItem'], [USER, COURSE, TOKEN, UPLOADS, IMPORTS]);
    allow(['dynamodb:PutItem'], [TOKEN, IMPORTS]);
    allow(['dynamodb:BatchWriteItem'], [ROSTER]);
    imports.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:GetObjectVersion'], resources: [media.arnForObjects(`${OBJECTS}*`)] }),
    );
    return new LambdaDataSource(this, 'ImportsSource', { api, name: 'importRoster', lambdaFunction: imports });
  }
}
