import { BackedDataSource, type GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { INDEXES } from '../../model/indexes.ts';
import { partitionStatement } from './partition-statement.ts';

export interface TableSourceProps {
  readonly api: GraphqlApi;
  readonly table: ITable;
  /** Name of the domain: AppSync shows it. */
  readonly domain: string;
}

type ItemAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';

/** The table as one domain's resolvers see it: a role that may do nothing but what `allow` says. */
export class TableSource extends BackedDataSource {
  readonly #role: Role;
  readonly #table: ITable;

  constructor(scope: Construct, id: string, props: TableSourceProps) {
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('appsync.amazonaws.com') });
    const { api, table, domain } = props;
    super(
      scope,
      id,
      { api, name: domain, serviceRole: role },
      {
        type: 'AMAZON_DYNAMODB',
        dynamoDbConfig: { tableName: table.tableName, awsRegion: Stack.of(scope).region },
      },
    );
    this.#role = role;
    this.#table = table;
  }

  /** Lets the domain do something with the items of some partitions. */
  allow(actions: readonly ItemAction[], partitions: readonly string[]): this {
    const named = actions.map((action) => `dynamodb:${action}` as const);
    this.#role.addToPolicy(partitionStatement(this.#table, named, partitions));
    return this;
  }

  /** Lets the domain query some indexes. */
  allowIndexes(names: readonly (keyof typeof INDEXES)[]): this {
    const resources = names.map((name) => `${this.#table.tableArn}/index/${name}`);
    this.#role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:Query'], resources }));
    return this;
  }
}
