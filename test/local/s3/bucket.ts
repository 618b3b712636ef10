import { S3Client } from '@aws-sdk/client-s3';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';
import { AwsError } from '../../../local/errors.ts';
import { Iam } from '../../../local/iam/iam.ts';
import type { Principal } from '../../../local/iam/principal.ts';
import type { BucketEvent } from '../../../local/s3/ports.ts';
import { S3 } from '../../../local/s3/s3.ts';
import { declared, roleWith } from '../iam/account.ts';
import type { StatementSource } from '../iam/account.ts';
import { serve } from '../iam/server.ts';
import { newCloud } from '../support/cloud.ts';
import type { TestCloud, TestCloudOptions } from '../support/cloud.ts';

type Properties = Record<string, unknown>;

export interface Delivered {
  readonly target: string;
  readonly event: {
    readonly Records: readonly {
      readonly eventName: string;
      readonly s3: { readonly object: { readonly key: string } };
    }[];
  };
}

export interface TestBucket {
  readonly cloud: TestCloud;
  readonly iam: Iam;
  readonly s3: S3;
  /** Of the administrator. */
  readonly client: S3Client;
  readonly url: string;
  readonly Bucket: string;
  readonly arn: string;
  /** Events that have reached their target. */
  readonly delivered: Delivered[];
  /** Makes the next deliveries fail. */
  failures: number;
  /** A client with the permissions of a role. */
  readonly as: (...statements: StatementSource[]) => S3Client;
  readonly role: (...statements: StatementSource[]) => Principal;
  readonly clientWith: (config: S3ClientConfig) => S3Client;
}

export interface TestBucketOptions extends TestCloudOptions {
  readonly properties?: Properties;
  /** Statements of the bucket's policy. */
  readonly policy?: (arn: string) => StatementSource[];
  readonly resources?: readonly { readonly type: keyof S3['resourceTypes']; readonly properties: Properties }[];
}

/** A bucket named `bucket` behind an endpoint. */
export async function newBucket(options: TestBucketOptions = {}): Promise<TestBucket> {
  const cloud = newCloud(options);
  const iam = new Iam(cloud);
  const delivered: Delivered[] = [];
  const state = { failures: 0 };
  const deliver = async (target: string, event: unknown) => {
    if (state.failures > 0) {
      state.failures -= 1;
      throw new AwsError('TooManyRequestsException', 'Rate exceeded', 429);
    }
    delivered.push({ target, event: event as Delivered['event'] });
  };
  const s3 = new S3(cloud, {
    accessKey: (id) => iam.accessKey(id),
    refusal: (...question) => iam.refusal(...question),
    isAllowed: (...question) => iam.allows(...question),
    authorizeKey: (principal, keyArn) => iam.authorize(principal, 'kms:Decrypt', keyArn),
    invokeFunction: (arn, event) => deliver(arn, event),
    sendMessage: (arn, body) => deliver(arn, JSON.parse(body)),
    putEvent: (event: BucketEvent) => deliver('eventBridge', event),
  });
  const deploy = (type: keyof S3['resourceTypes'], logicalId: string, properties: Properties) =>
    s3.resourceTypes[type](declared(type, logicalId, properties));
  const { ref, attributes } = deploy('AWS::S3::Bucket', 'Bucket', { BucketName: 'bucket', ...options.properties });
  const arn = attributes?.['Arn'] ?? '';
  if (options.policy) {
    const document = { Version: '2012-10-17', Statement: options.policy(arn) };
    deploy('AWS::S3::BucketPolicy', 'Policy', { Bucket: ref, PolicyDocument: document });
  }
  for (const [index, { type, properties }] of (options.resources ?? []).entries()) {
    deploy(type, `More${index}`, properties);
  }
  s3.start();
  onTestFinished(() => s3.stop());
  const url = await serve(async (request, response) => {
    if (request.method === 'OPTIONS' && s3.preflight(request, response)) return;
    if (!(await s3.handle(request, response))) response.writeHead(404).end();
  });
  const clientWith = (config: S3ClientConfig) => {
    const local = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = new S3Client({
      endpoint: url,
      region: 'us-east-1',
      credentials: local,
      forcePathStyle: true,
      maxAttempts: 1,
      ...config,
    });
    onTestFinished(() => client.destroy());
    return client;
  };
  const role = (...statements: StatementSource[]) => roleWith(iam, ...statements);
  return {
    cloud,
    iam,
    s3,
    client: clientWith({}),
    url,
    Bucket: ref,
    arn,
    delivered,
    get failures() {
      return state.failures;
    },
    set failures(count) {
      state.failures = count;
    },
    as: (...statements) => clientWith({ credentials: iam.credentials(role(...statements)) }),
    role,
    clientWith,
  };
}

export const allow = (Action: string | string[], Resource: string | string[], more: StatementSource = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

/** What an SDK's call was refused with. */
export async function refusal(call: Promise<unknown>): Promise<{ name: string; message: string; status?: number }> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, message, status: $metadata?.httpStatusCode };
  }
  throw new Error('it was not refused');
}

/** Text of an element of an XML answer. */
export function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}
