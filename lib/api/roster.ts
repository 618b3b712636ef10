import { Duration, NestedStack } from 'aws-cdk-lib';
import { LambdaDataSource, type BaseDataSource } from 'aws-cdk-lib/aws-appsync';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { ROSTER_ENV } from '../../functions/roster/env.ts';
import type { INDEXES } from '../../model/indexes.ts';
import { COURSE, LEARNER, SEATS, USER } from '../../model/keys.ts';
import { BackendFunction } from '../constructs/backend-function.ts';
import { partitionStatement } from '../constructs/partition-statement.ts';
import { TableSource } from '../constructs/table-source.ts';
import type { DomainProps } from './domain.ts';
import { addFields, pipeline, step, unit, type Fields } from './field.ts';

/** Who learns in a course, as its mentor manages it. */
export class RosterApi extends NestedStack {
  readonly fields;

  constructor(scope: Construct, id: string, props: DomainProps) {
    super(scope, id);
    const { api, table } = props;
    const roster = new TableSource(this, 'Source', { api, table, domain: 'roster' })
      .allow(['BatchGetItem'], [USER, COURSE, LEARNER])
      // AppSync reads an enrollment back whose condition failed.
      .allow(['GetItem'], [LEARNER])
      .allow(['UpdateItem'], [LEARNER, SEATS]);
    this.fields = {
      'Query.roster': unit(this.#list(props)),
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
}
