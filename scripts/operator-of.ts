import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Operator } from './operator.ts';
import type { StageOutputs } from './outputs.ts';

/** The local account's administrator. */
const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/**
 * How an operator's clients reach the stage's services.
 * @param localUrl endpoint of the local cloud; without it the operator's own AWS credentials work on AWS
 */
export function clientConfig({ region }: Pick<StageOutputs, 'region'>, localUrl?: string) {
  return { region, ...(localUrl ? { endpoint: localUrl, credentials: LOCAL_CREDENTIALS } : {}) };
}

/**
 * An operator of a stage.
 * @param localUrl endpoint of the local cloud; without it the operator's own AWS credentials work on AWS
 */
export function operatorOf(outputs: StageOutputs, localUrl?: string): Operator {
  const config = clientConfig(outputs, localUrl);
  return {
    pool: new CognitoIdentityProviderClient(config),
    table: DynamoDBDocumentClient.from(new DynamoDBClient(config)),
    userPoolId: outputs.userPoolId,
    tableName: outputs.tableName,
  };
}
