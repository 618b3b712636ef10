import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsError } from '../../../local/errors.ts';
import type { Principal } from '../../../local/iam/principal.ts';
import { Lambda } from '../../../local/lambda/lambda.ts';
import type { LambdaPorts } from '../../../local/lambda/lambda.ts';
import type { DeclaredResource } from '../../../local/service.ts';
import { MemoryQueues } from '../event-source/memory-queue.ts';
import { MemoryStream } from '../event-source/memory-stream.ts';
import { newCloud, StoppedClock } from '../support/cloud.ts';
import type { TestCloud } from '../support/cloud.ts';

export const administrator: Principal = { kind: 'administrator', arn: 'arn:aws:iam::000000000000:root' };
const roleArn = 'arn:aws:iam::000000000000:role/worker';
export const stranger: Principal = { kind: 'role', arn: 'arn:aws:sts::000000000000:assumed-role/stranger/s' };

export function testCloud(stateFolder = mkdtempSync(join(tmpdir(), 'cloud-'))): TestCloud {
  return newCloud({ stateFolder, url: 'http://127.0.0.1:1' });
}

/** Only the administrator may invoke; only `roleArn` can be assumed. Assets: folders by object key. */
export function testPorts(
  assets: Readonly<Record<string, string>> = {},
  others: Partial<LambdaPorts> = {},
): LambdaPorts {
  return {
    roleSession(arn, sessionName, service) {
      if (arn !== roleArn) throw new AwsError('NoSuchEntity', `The role with ARN ${arn} cannot be found.`, 404);
      return { kind: 'role', arn: `${sessionName} of ${service}`, roleArn: arn };
    },
    credentials: ({ arn }) => ({ accessKeyId: `key of ${arn}`, secretAccessKey: 'secret', sessionToken: 'token' }),
    authenticate: ({ headers }) => (headers.authorization ? administrator : stranger),
    authorize(principal, action, resources) {
      if (principal.kind === 'administrator') return;
      throw new AwsError('AccessDeniedException', `${principal.arn} ${action} ${resources.join()}`);
    },
    findAsset: (key) => assets[key],
    isAllowed: () => true,
    refusal: () => undefined,
    userId: () => 'AROA:session',
    streams: new MemoryStream(),
    queues: new MemoryQueues(new StoppedClock()),
    putEvents: async () => ({ FailedEntryCount: 0 }),
    ...others,
  };
}

export function declared(logicalId: string, type: string, properties: Record<string, unknown>): DeclaredResource {
  return { type, logicalId, stack: 'App', address: `App/${logicalId}`, properties };
}

/** A Lambda service with one function `subject`, made of the source of its `index.mjs`. */
export function functionOf(
  source: string,
  properties: Readonly<Record<string, unknown>> = {},
  cloud = testCloud(),
  others: Partial<LambdaPorts> = {},
) {
  const folder = codeFolder({ 'index.mjs': source });
  const lambda = new Lambda(cloud, testPorts({ 'code.zip': folder }, others));
  lambda.resourceTypes['AWS::Lambda::Function'](functionResource(properties));
  return {
    lambda,
    cloud,
    folder,
    invoke: (payload: unknown = {}, type: 'RequestResponse' | 'Event' = 'RequestResponse') =>
      lambda.invoke({ principal: administrator }, 'subject', payload, type),
    logged: () => {
      const file = join(cloud.stateFolder, 'logs', 'aws_lambda_subject.log');
      return existsSync(file) ? readFileSync(file, 'utf8') : '';
    },
  };
}

export function functionResource(properties: Readonly<Record<string, unknown>> = {}): DeclaredResource {
  return declared('Subject', 'AWS::Lambda::Function', {
    FunctionName: 'subject',
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: roleArn,
    Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
    ...properties,
  });
}

/** A folder with these files. */
export function codeFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'code-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
