import { FirehoseClient, PutRecordBatchCommand, PutRecordCommand } from '@aws-sdk/client-firehose';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';
import { Firehose } from '../../../local/firehose/firehose.ts';
import { Iam } from '../../../local/iam/iam.ts';
import { S3 } from '../../../local/s3/s3.ts';
import { declared, policyDocument, trust } from '../iam/account.ts';
import type { StatementSource } from '../iam/account.ts';
import { serve } from '../iam/server.ts';
import { newCloud } from '../support/cloud.ts';
import type { TestCloud } from '../support/cloud.ts';

type Properties = Readonly<Record<string, unknown>>;

export interface StreamOptions {
  /** Of `ExtendedS3DestinationConfiguration`, besides role and bucket. */
  readonly destination?: Properties;
  readonly stream?: Properties;
  readonly bucket?: Properties;
  /** Default: the role may put into the bucket. */
  readonly role?: readonly StatementSource[];
  readonly cloud?: TestCloud;
  /** Events of the bucket are given to it. */
  readonly notify?: (event: unknown) => void;
}

const bucketArn = 'arn:aws:s3:::lake';
export const streamArn = 'arn:aws:firehose:us-east-1:000000000000:deliverystream/clicks';
const mayPut = { Effect: 'Allow', Action: 's3:PutObject', Resource: `${bucketArn}/*` };
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** A delivery stream `clicks` into a bucket `lake`, behind one endpoint. */
export async function newStream(options: StreamOptions = {}) {
  const { cloud = newCloud({ now: Date.UTC(2026, 7, 27, 10, 30, 5) }), role = [mayPut] } = options;
  const iam = new Iam(cloud);
  const create = () => createServices(cloud, iam, options, role);
  let services = create();
  onTestFinished(() => services.stop());
  const url = await serve(async (request, response) => {
    if (await services.firehose.handle(request, response)) return;
    if (!(await services.s3.handle(request, response))) response.writeHead(404).end();
  });
  const account = { endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 };
  const s3 = new S3Client({ ...account, forcePathStyle: true });
  const clientOf = (more: Properties = {}) => {
    const client = new FirehoseClient({ ...account, ...more });
    onTestFinished(() => client.destroy());
    return client;
  };
  const client = clientOf();
  const keys = async () => {
    await services.firehose.idle();
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'lake' }));
    return Contents.map(({ Key = '' }) => Key);
  };
  return {
    cloud,
    iam,
    s3,
    client,
    clientOf,
    keys,
    get firehose() {
      return services.firehose;
    },
    put: (text: string) =>
      client.send(new PutRecordCommand({ DeliveryStreamName: 'clicks', Record: { Data: Buffer.from(text) } })),
    putBatch: (records: readonly (string | Uint8Array)[]) =>
      client.send(
        new PutRecordBatchCommand({
          DeliveryStreamName: 'clicks',
          Records: records.map((record) => ({ Data: Buffer.from(record) })),
        }),
      ),
    head: (Key: string) => s3.send(new HeadObjectCommand({ Bucket: 'lake', Key })),
    bytes: async (Key: string) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'lake', Key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    /** The texts of all objects. */
    texts: async () => {
      const texts: string[] = [];
      for (const Key of await keys()) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'lake', Key }));
        texts.push((await Body?.transformToString()) ?? '');
      }
      return texts;
    },
    /** As after a killed process: nothing of what was in memory is left. */
    restart: () =>
      services.stop().then(() => {
        services = create();
      }),
  };
}

function createServices(cloud: TestCloud, iam: Iam, options: StreamOptions, statements: readonly StatementSource[]) {
  const s3 = new S3(cloud, {
    accessKey: (id) => iam.accessKey(id),
    refusal: (...question) => iam.refusal(...question),
    isAllowed: (...question) => iam.allows(...question),
    authorizeKey: (principal, keyArn) => iam.authorize(principal, 'kms:Decrypt', keyArn),
    invokeFunction: async (_arn, event) => options.notify?.(event),
    sendMessage: () => undefined,
  });
  const firehose = new Firehose(cloud, {
    authenticate: (request) => iam.authenticate(request, 'firehose'),
    authorize: (...call) => iam.authorize(...call),
    isAllowed: (principal, action, resource) => iam.allows({ principal }, action, resource),
    roleSession: (...call) => iam.roleSession(...call),
    putObject: (...put) => s3.put(...put),
    writeLog: (group, _stream, line) => cloud.log.write(group, line),
  });
  s3.resourceTypes['AWS::S3::Bucket'](declared('AWS::S3::Bucket', 'Lake', { BucketName: 'lake', ...options.bucket }));
  const { attributes } = iam.resourceTypes['AWS::IAM::Role'](
    declared('AWS::IAM::Role', 'DeliveryRole', {
      AssumeRolePolicyDocument: trust('firehose.amazonaws.com'),
      Policies: statements.length > 0 ? [{ PolicyName: 'own', PolicyDocument: policyDocument(...statements) }] : [],
    }),
  );
  firehose.resourceTypes['AWS::KinesisFirehose::DeliveryStream'](
    declared('AWS::KinesisFirehose::DeliveryStream', 'Clicks', {
      DeliveryStreamName: 'clicks',
      ExtendedS3DestinationConfiguration: {
        BucketARN: bucketArn,
        RoleARN: attributes?.['Arn'],
        ...options.destination,
      },
      ...options.stream,
    }),
  );
  s3.start();
  firehose.start();
  const stop = async () => {
    await firehose.stop();
    await s3.stop();
  };
  return { s3, firehose, stop };
}
