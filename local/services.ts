import { readFileSync } from 'node:fs';
import { AppSync } from './appsync/appsync.ts';
import type { Assets } from './assembly/assets.ts';
import type { Cloud } from './cloud.ts';
import { CloudWatch } from './cloudwatch/cloudwatch.ts';
import type { Measure } from './cloudwatch/alarms.ts';
import { Cognito } from './cognito/cognito.ts';
import type { ConsolePorts } from './console/console.ts';
import { DynamoDb } from './dynamodb/dynamodb.ts';
import { DeploymentError } from './errors.ts';
import { EventBridge } from './eventbridge/eventbridge.ts';
import { Firehose } from './firehose/firehose.ts';
import { Iam } from './iam/iam.ts';
import type { Principal } from './iam/principal.ts';
import { Kms } from './kms/kms.ts';
import { Lambda } from './lambda/lambda.ts';
import { Logs } from './logs/logs.ts';
import type { PipesPorts } from './pipes/ports.ts';
import { Pipes } from './pipes/pipes.ts';
import type { S3Ports } from './s3/ports.ts';
import { S3 } from './s3/s3.ts';
import { Ses } from './ses/ses.ts';
import { Scheduler } from './scheduler/scheduler.ts';
import type { SchedulerPorts } from './scheduler/scheduler.ts';
import type { Deploy, LocalRequest, Service } from './service.ts';
import { Sns } from './sns/sns.ts';
import { Sqs } from './sqs/sqs.ts';

export interface ServicesOptions {
  readonly assets: Assets;
  /** Another DynamoDB than the one that is started here, such as `http://127.0.0.1:8000`. */
  readonly dynamodbEndpoint?: string;
}

export interface Services {
  /** In the order in which requests are offered. */
  readonly all: readonly Service[];
  readonly iam: Iam;
  readonly dynamodb: DynamoDb;
  readonly cloudwatch: CloudWatch;
  /** What the console asks of them. */
  readonly console: ConsolePorts;
}

/** Every service of the local cloud with what it takes of the others. */
export function createServices(cloud: Cloud, { assets, dynamodbEndpoint }: ServicesOptions): Services {
  const iam = new Iam(cloud);
  const authorize: Iam['authorize'] = (...call) => {
    iam.authorize(...call);
  };
  const signedFor = (service: string) => (request: LocalRequest) => iam.authenticate(request, service);
  const roleSession: Iam['roleSession'] = (...call) => iam.roleSession(...call);
  const isAllowed = (principal: Principal, action: string, resource: string) =>
    iam.allows({ principal }, action, resource);

  const logs = new Logs(cloud, {
    logGroupOf: (functionArn) => lambda.logGroupOf(functionArn),
    mayInvoke: (...question) => lambda.permits(...question),
    invoke: (service, functionArn, sourceArn, payload) =>
      lambda.invoke({ service, sourceArn }, functionArn, payload, 'Event'),
    roleSession: (...call) => iam.roleSession(...call),
    putRecord: (principal, streamArn, data) => firehose.put(principal, streamArn, [data], 'PutRecord'),
  });
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
  const sqs = new Sqs(cloud, {
    iam,
    authenticate: signedFor('sqs'),
    authorizeKey: (principal, key) => kms.authorizeUse(principal, key, 'sqs'),
  });
  const lambda: Lambda = new Lambda(cloud, {
    roleSession,
    credentials: (principal) => iam.credentials(principal),
    authenticate: signedFor('lambda'),
    authorize,
    isAllowed,
    refusal: (...call) => iam.refusal(...call),
    userId: (principal) => String(iam.conditionValues(principal, {})('aws:userid')),
    streams: dynamodb.streams,
    queues: sqs,
    putEvents: (principal, entries) => eventbridge.putEvents(principal, entries),
    findAsset: (objectKey) => assets.find(objectKey),
  });
  const cognito = new Cognito(cloud, {
    authenticate: signedFor('cognito-idp'),
    authorize,
    invokeTrigger: (...call) => invokeTrigger(lambda, ...call),
  });
  const eventbridge: EventBridge = new EventBridge(cloud, {
    authenticate: signedFor('events'),
    authorize,
    roleSession,
    send: (...message) => sqs.send(...message),
    invoke: (caller, functionArn, payload) => lambda.invoke(caller, functionArn, payload, 'Event'),
    putRecord: (principal, streamArn, data) => firehose.put(principal, streamArn, [data], 'PutRecord'),
  });
  const firehose: Firehose = new Firehose(cloud, {
    authenticate: signedFor('firehose'),
    authorize,
    isAllowed,
    roleSession: (...call) => iam.roleSession(...call),
    putObject: (...put) => s3.put(...put),
    writeLog: (group, stream, line) => cloud.log.write(group, line, stream),
  });
  const pipes = new Pipes(cloud, pipesPorts({ iam, dynamodb, sqs, lambda, eventbridge }));
  const scheduler = new Scheduler(cloud, schedulerPorts({ iam, sqs, lambda, eventbridge }));
  const appsync = new AppSync(cloud, {
    authenticate: signedFor('appsync'),
    roleSession,
    authorize,
    isAllowed,
    verifyToken: (poolId, token) => cognito.verifyToken(poolId, token),
    dynamodb: (principal, operation, input) => dynamodb.execute(principal, operation, input),
    invokeFunction: (principal, functionArn, payload, invocationType) =>
      lambda.invoke({ principal }, functionArn, payload, invocationType),
    putEvents: (principal, entries) => eventbridge.putEvents(principal, entries),
    readObject: (location) => readObject(assets, location),
  });
  const ses = new Ses(cloud, {
    iam,
    authenticate: signedFor('ses'),
    publish: (event) => eventbridge.publish(event),
  });
  const sns = new Sns(cloud, { iam, authenticate: signedFor('sns') });
  const s3: S3 = new S3(cloud, s3Ports({ iam, kms, lambda, sqs, eventbridge }));
  const cloudwatch = new CloudWatch(cloud, {
    authenticate: signedFor('monitoring'),
    authorize,
    measure: measureBy(sqs, firehose),
  });
  const first = [iam, logs, kms, dynamodb, sqs, lambda, cognito, eventbridge];
  // S3 comes last: its paths may look like any.
  const all = [...first, firehose, pipes, scheduler, appsync, ses, sns, cloudwatch, s3];
  return { all, iam, cloudwatch, dynamodb, console: consolePorts(cloud, { appsync, cognito, dynamodb, sqs }) };
}

interface ConsoleServices {
  readonly appsync: AppSync;
  readonly cognito: Cognito;
  readonly dynamodb: DynamoDb;
  readonly sqs: Sqs;
}

function consolePorts(cloud: Cloud, { appsync, cognito, dynamodb, sqs }: ConsoleServices): ConsolePorts {
  const administrator: Principal = { kind: 'administrator', arn: `arn:aws:iam::${cloud.accountId}:root` };
  return {
    cloud,
    apis: () => appsync.list(),
    pools: () => cognito.list(),
    tables: () => dynamodb.list(),
    queues: () => sqs.list(),
    messages: (queue) => sqs.peek(queue, 20),
    dynamodb: (operation, input) => dynamodb.execute(administrator, operation, input),
  };
}

interface PipeServices {
  readonly iam: Iam;
  readonly dynamodb: DynamoDb;
  readonly sqs: Sqs;
  readonly lambda: Lambda;
  readonly eventbridge: EventBridge;
}

function pipesPorts({ iam, dynamodb, sqs, lambda, eventbridge }: PipeServices): PipesPorts {
  return {
    roleSession: (...call) => iam.roleSession(...call),
    isAllowed: (principal, action, resource) => iam.allows({ principal }, action, resource),
    streams: dynamodb.streams,
    queues: sqs,
    invokeFunction: (principal, functionArn, payload, type) => lambda.invoke({ principal }, functionArn, payload, type),
    putEvents: (principal, entries) => eventbridge.putEvents(principal, entries),
  };
}

function schedulerPorts({ iam, lambda, sqs, eventbridge }: Omit<PipeServices, 'dynamodb'>): SchedulerPorts {
  return {
    roleSession: (...call) => iam.roleSession(...call),
    invokeFunction: (principal, functionArn, payload) => lambda.invoke({ principal }, functionArn, payload, 'Event'),
    sendMessage: (principal, queueArn, message) => sqs.send({ principal }, queueArn, message),
    putEvents: (principal, entries) => eventbridge.putEvents(principal, entries),
  };
}

/** The metrics that services here know of themselves. */
function measureBy(sqs: Sqs, firehose: Firehose): Measure {
  return ({ namespace, name, dimensions }) => {
    if (namespace === 'AWS/SQS') return sqs.metric(dimensions['QueueName'] ?? '', name);
    if (namespace === 'AWS/Firehose') return firehose.metric(dimensions['DeliveryStreamName'] ?? '', name);
    return undefined;
  };
}

interface StorageServices {
  readonly iam: Iam;
  readonly kms: Kms;
  readonly lambda: Lambda;
  readonly sqs: Sqs;
  readonly eventbridge: EventBridge;
}

function s3Ports({ iam, kms, lambda, sqs, eventbridge }: StorageServices): S3Ports {
  return {
    accessKey: (id) => iam.accessKey(id),
    refusal: (...question) => iam.refusal(...question),
    isAllowed: (...question) => iam.allows(...question),
    authorizeKey: (principal, key) => kms.authorizeUse(principal, key, 's3'),
    invokeFunction: async (functionArn, event, sourceArn) => {
      await lambda.invoke({ service: 's3.amazonaws.com', sourceArn }, functionArn, event, 'Event');
    },
    sendMessage: (queueArn, body, sourceArn) => {
      sqs.send({ service: 's3.amazonaws.com', sourceArn }, queueArn, { body });
    },
    putEvent: async (event) => {
      eventbridge.publish(event);
    },
  };
}

/** What deploys each resource type. */
export function registryOf(services: readonly Service[]): Record<string, Deploy> {
  return Object.fromEntries(services.flatMap(({ resourceTypes }) => Object.entries(resourceTypes)));
}

/** As Cognito does for a pool. @throws Error with what the code of a failed function threw */
async function invokeTrigger(lambda: Lambda, functionArn: string, event: unknown, sourceArn: string): Promise<unknown> {
  const caller = { service: 'cognito-idp.amazonaws.com', sourceArn };
  const { payload, functionError } = await lambda.invoke(caller, functionArn, event, 'RequestResponse');
  if (!functionError) return payload;
  const { errorMessage } = (payload ?? {}) as { errorMessage?: unknown };
  throw new Error(String(errorMessage));
}

function readObject(assets: Assets, location: string): string {
  const path = assets.findByUrl(location);
  if (!path) throw new DeploymentError(`the assembly has no asset ${location}`);
  return readFileSync(path, 'utf8');
}
