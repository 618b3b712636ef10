import { readFileSync } from 'node:fs';
import { AppSync } from './appsync/appsync.ts';
import type { Assets } from './assembly/assets.ts';
import type { Cloud } from './cloud.ts';
import { Cognito } from './cognito/cognito.ts';
import { DynamoDb } from './dynamodb/dynamodb.ts';
import { DeploymentError } from './errors.ts';
import { Iam } from './iam/iam.ts';
import { Kms } from './kms/kms.ts';
import { Lambda } from './lambda/lambda.ts';
import { Logs } from './logs/logs.ts';
import type { Deploy, LocalRequest, Service } from './service.ts';

export interface ServicesOptions {
  readonly assets: Assets;
  /** Another DynamoDB than the one that is started here, such as `http://127.0.0.1:8000`. */
  readonly dynamodbEndpoint?: string;
}

/** Every service of the local cloud with what it takes of the others, in the order in which requests are offered. */
export function createServices(cloud: Cloud, { assets, dynamodbEndpoint }: ServicesOptions): Service[] {
  const iam = new Iam(cloud);
  const authorize: Iam['authorize'] = (...call) => {
    iam.authorize(...call);
  };
  const signedFor = (service: string) => (request: LocalRequest) => iam.authenticate(request, service);
  const roleSession = (roleArn: string, sessionName: string, service: string) =>
    iam.roleSession(roleArn, sessionName, service);

  const logs = new Logs(cloud);
  const kms = new Kms(cloud, iam);
  const dynamodb = new DynamoDb(
    cloud,
    {
      authenticate: signedFor('dynamodb'),
      authorize,
      authorizeKey: (principal, keyArn) => kms.authorizeUse(principal, keyArn, 'dynamodb'),
    },
    { endpoint: dynamodbEndpoint },
  );
  const lambda = new Lambda(cloud, {
    roleSession,
    credentials: (principal) => iam.credentials(principal),
    authenticate: signedFor('lambda'),
    authorize,
    findAsset: (objectKey) => assets.find(objectKey),
  });
  const cognito = new Cognito(cloud, {
    authenticate: signedFor('cognito-idp'),
    authorize,
    invokeTrigger: async (functionArn, event, sourceArn) => {
      const caller = { service: 'cognito-idp.amazonaws.com', sourceArn };
      const { payload, functionError } = await lambda.invoke(caller, functionArn, event, 'RequestResponse');
      if (functionError) throw new Error(errorMessageOf(payload));
      return payload;
    },
  });
  const appsync = new AppSync(cloud, {
    authenticate: signedFor('appsync'),
    roleSession,
    authorize,
    verifyToken: (poolId, token) => cognito.verifyToken(poolId, token),
    dynamodb: (principal, operation, input) => dynamodb.execute(principal, operation, input),
    invokeFunction: (principal, functionArn, payload) =>
      lambda.invoke({ principal }, functionArn, payload, 'RequestResponse'),
    readObject: (location) => readObject(assets, location),
  });
  return [iam, logs, kms, dynamodb, lambda, cognito, appsync];
}

/** What deploys each resource type. */
export function registryOf(services: readonly Service[]): Record<string, Deploy> {
  return Object.fromEntries(services.flatMap(({ resourceTypes }) => Object.entries(resourceTypes)));
}

/** What the code of a failed function threw. */
function errorMessageOf(payload: unknown): string {
  const { errorMessage } = (payload ?? {}) as { errorMessage?: unknown };
  return String(errorMessage);
}

function readObject(assets: Assets, location: string): string {
  const path = assets.findByUrl(location);
  if (!path) throw new DeploymentError(`the assembly has no asset ${location}`);
  return readFileSync(path, 'utf8');
}
