import type { NestedStackProps } from 'aws-cdk-lib';
import type { GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import type { UserPool } from 'aws-cdk-lib/aws-cognito';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { StageConfig } from '../config.ts';

/** What a domain of the API is built on. */
export interface DomainProps extends NestedStackProps {
  readonly api: GraphqlApi;
  readonly table: ITable;
  readonly pool: UserPool;
  readonly config: StageConfig;
}
