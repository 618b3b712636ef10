import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLocalCloud } from '../../../local/start.ts';
import type { LocalCloud } from '../../../local/start.ts';

const folder = mkdtempSync(join(tmpdir(), 'lake-'));
let cloud: LocalCloud;
let s3: S3Client;
let events: EventBridgeClient;

const output = (name: string) => cloud.outputs['Lake']?.[name] ?? '';

beforeAll(async () => {
  const assembly = join(folder, 'cdk.out');
  const env = { ...process.env, CDK_OUTDIR: assembly, CDK_VALIDATION: 'false' };
  execFileSync(process.execPath, ['test/local/apps/lake/app.ts'], { env });
  cloud = await startLocalCloud({ assembly, stateFolder: join(folder, 'state'), port: 0 });
  await cloud.markReady();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const account = { region: 'us-east-1', credentials, endpoint: cloud.url };
  s3 = new S3Client({ ...account, forcePathStyle: true });
  events = new EventBridgeClient(account);
}, 120_000);

afterAll(async () => {
  s3.destroy();
  events.destroy();
  await cloud.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function lever(method: string, name: string, body: unknown): Promise<void> {
  const response = await fetch(`${cloud.url}/_local/${name}`, { method, body: JSON.stringify(body) });
  expect(response.status).toBe(200);
}

const idle = () => lever('POST', 'idle', { timeoutMs: 30_000 });
const advance = (duration: string) => lever('PUT', 'clock', { advance: duration });

async function objects(prefix: string) {
  const Bucket = output('BucketName');
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: prefix }));
  return Promise.all(
    Contents.map(async ({ Key = '' }) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return { Key, bytes: Buffer.from((await Body?.transformToByteArray()) ?? []) };
    }),
  );
}

async function refused(id: string): Promise<void> {
  const response = await fetch(output('GraphqlUrl'), {
    method: 'POST',
    headers: { 'x-api-key': output('ApiKey') },
    body: JSON.stringify({ query: `{ refused(id: "${id}") }` }),
  });
  expect(await response.json()).toEqual({ data: { refused: null } });
}

test('an event goes by a rule through a delivery stream into an object that nobody can delete', async () => {
  const Entries = [1, 2, 3].map((n) => ({
    EventBusName: output('BusName'),
    Source: 'lake',
    DetailType: 'counted',
    Detail: JSON.stringify({ n }),
  }));
  await events.send(new PutEventsCommand({ Entries }));
  await idle();
  expect(await objects('events/')).toEqual([]);
  await advance('PT61S');
  await idle();
  const [object, ...more] = await objects('events/');
  expect(more).toEqual([]);
  const lines = object?.bytes.toString().trimEnd().split('\n') ?? [];
  expect(lines.map((line) => (JSON.parse(line) as { n: number }).n).toSorted()).toEqual([1, 2, 3]);
  expect(object?.Key).toMatch(/^events\/\d{4}\/\d\d\/\d\d\/\d\d\/Lake-Events\w*-\w+-1-\d{4}(-\d\d){5}-[0-9a-f-]{36}$/);
  const of = { Bucket: output('BucketName'), Key: object?.Key };
  const head = await s3.send(new HeadObjectCommand(of));
  expect([head.ObjectLockMode, head.ServerSideEncryption]).toEqual(['COMPLIANCE', 'aws:kms']);
  await expect(s3.send(new DeleteObjectCommand({ ...of, VersionId: head.VersionId }))).rejects.toThrow('object lock');
});

test('at FieldLogLevel ERROR console.error of a resolver reaches subscribers, console.log is not written', async () => {
  await refused('crs_1');
  await idle();
  const file = readdirSync(join(folder, 'state', 'logs')).find((name) => name.includes(output('ReaderName'))) ?? '';
  const [, data = ''] = /\tINFO\t(\S+)\n/.exec(readFileSync(join(folder, 'state', 'logs', file), 'utf8')) ?? [];
  const told = JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()) as Record<string, unknown>;
  expect(told).toMatchObject({
    messageType: 'DATA_MESSAGE',
    logGroup: expect.stringMatching(/^\/aws\/appsync\/apis\/\w+$/),
    logStream: expect.stringMatching(/^[0-9a-f]{32}$/),
    logEvents: [
      { message: expect.stringMatching(/^[0-9a-f-]{36} ERROR - code\.js:3:\d+: "refused" \{"id":"crs_1"\}$/) },
    ],
  });
  await advance('PT61S');
  await idle();
  const [object] = await objects('lines/');
  const lines = gunzipSync(object?.bytes.subarray(0, -1) ?? Buffer.alloc(0)).toString();
  expect(lines).toContain('crs_1');
  expect(lines).not.toContain('asked for');
});
