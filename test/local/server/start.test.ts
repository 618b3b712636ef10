import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { App, CfnOutput, CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startLocalCloud } from '../../../local/start.ts';
import type { LocalCloud } from '../../../local/start.ts';

vi.stubEnv('CDK_VALIDATION', 'false');

const clouds: LocalCloud[] = [];
afterEach(async () => {
  for (const cloud of clouds.splice(0)) await cloud.stop();
});

/** Counts visits in a table through the AWS SDK, which stands outside of its code as in Lambda's runtime. */
const counter = `
  import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
  const client = new DynamoDBClient();
  export const handler = async () => {
    const { Attributes } = await client.send(new UpdateItemCommand({
      TableName: process.env.TABLE, Key: { pk: { S: 'visits' } }, ReturnValues: 'ALL_NEW',
      UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': { N: '1' } },
    }));
    return Number(Attributes.n.N);
  };`;

function synthesize({ granted = true } = {}): string {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-'));
  symlinkSync(resolve('node_modules'), join(outdir, 'node_modules'));
  const code = mkdtempSync(join(tmpdir(), 'code-'));
  writeFileSync(join(code, 'index.mjs'), counter);

  const app = new App({ outdir });
  const data = new Stack(app, 'Data');
  const table = new TableV2(data, 'Table', {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const work = new Stack(app, 'Work');
  const visit = new Function(work, 'Visit', {
    functionName: 'visit',
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromAsset(code),
    environment: { TABLE: table.tableName },
  });
  if (granted) table.grantReadWriteData(visit);
  new CfnResource(work, 'Dashboard', { type: 'AWS::CloudWatch::Dashboard', properties: { DashboardBody: '{}' } });
  new CfnOutput(work, 'FunctionName', { value: visit.functionName });
  return app.synth().directory;
}

async function start(assembly: string, stateFolder = mkdtempSync(join(tmpdir(), 'state-'))) {
  const cloud = await startLocalCloud({ assembly, stateFolder, port: 0 });
  clouds.push(cloud);
  return { cloud, stateFolder, assembly };
}

/** Invokes the function `visit` as the account's administrator. */
async function visit({ url, port }: LocalCloud): Promise<unknown> {
  const signer = new SignatureV4({
    service: 'lambda',
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    sha256: Sha256,
  });
  const path = '/2015-03-31/functions/visit/invocations';
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: 'http:',
    hostname: '127.0.0.1',
    port,
    path,
    headers: { host: `127.0.0.1:${port}` },
    body: '{}',
  });
  return (await fetch(url + path, { method: 'POST', headers, body: '{}' })).json();
}

async function lever(cloud: LocalCloud, method: string, name: string): Promise<unknown> {
  return (await fetch(`${cloud.url}/_local/${name}`, { method })).json();
}

describe('a local cloud', () => {
  it('runs what the CDK synthesized, until it is reset to what it was when marked ready', async () => {
    const { cloud } = await start(synthesize());
    expect(cloud.outputs.Work).toEqual({ FunctionName: 'visit' });
    expect(cloud.notRun).toEqual([{ type: 'AWS::CloudWatch::Dashboard', count: 1 }]);
    expect(await visit(cloud)).toBe(1);
    expect(await lever(cloud, 'GET', 'health')).toEqual({ ready: false });

    await cloud.markReady();
    expect(await lever(cloud, 'GET', 'health')).toEqual({ ready: true });
    expect(await lever(cloud, 'GET', 'usage')).toMatchObject({ requests: 0 });
    expect(await visit(cloud)).toBe(2);
    expect(await lever(cloud, 'GET', 'usage')).toMatchObject({
      requests: 2,
      byOperation: { 'dynamodb:UpdateItem': { requests: 1 }, 'lambda:Invoke': { requests: 1 } },
    });
    expect(await lever(cloud, 'POST', 'idle')).toEqual({ idle: true });

    expect(await lever(cloud, 'POST', 'reset')).toEqual({ reset: true });
    expect(await lever(cloud, 'GET', 'usage')).toMatchObject({ requests: 0 });
    expect(await visit(cloud)).toBe(2);
  }, 30_000);

  it('knows after a restart what it knew, and what to reset to', async () => {
    const first = await start(synthesize());
    expect(first.cloud.hasSnapshot).toBe(false);
    await visit(first.cloud);
    await first.cloud.markReady();
    await visit(first.cloud);
    await first.cloud.stop();
    clouds.splice(0);

    const { cloud } = await start(first.assembly, first.stateFolder);
    expect(cloud.hasSnapshot).toBe(true);
    await cloud.markReady();
    expect(await visit(cloud)).toBe(3);
    await cloud.reset();
    expect(await visit(cloud)).toBe(2);
  }, 30_000);

  it('denies a function what its role is not granted, naming action, resource and role', async () => {
    const { cloud } = await start(synthesize({ granted: false }));
    expect(await visit(cloud)).toMatchObject({
      errorType: 'AccessDeniedException',
      errorMessage: expect.stringMatching(
        /^User: arn:aws:sts::000000000000:assumed-role\/Work-VisitServiceRole.* is not authorized to perform: dynamodb:UpdateItem on resource: arn:aws:dynamodb:us-east-1:000000000000:table\//,
      ),
    });
  }, 30_000);

  it('cannot be reset before it is ready', async () => {
    const { cloud } = await start(synthesize());
    expect(await lever(cloud, 'POST', 'reset')).toMatchObject({ message: 'There is nothing to reset to yet.' });
  });
});

describe('a start that fails', () => {
  it('frees the port', async () => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'cdk-')) });
    const stack = new Stack(app, 'Work');
    new CfnResource(stack, 'Image', {
      type: 'AWS::Lambda::Function',
      properties: { PackageType: 'Image', Role: 'r', Code: { ImageUri: 'i' } },
    });
    const assembly = app.synth().directory;
    const { cloud } = await start(synthesize());
    const { port } = cloud;
    await cloud.stop();
    clouds.splice(0);
    const options = { assembly, stateFolder: mkdtempSync(join(tmpdir(), 'state-')), port };
    for (const _ of ['once', 'again']) {
      await expect(startLocalCloud(options)).rejects.toThrow('Work/Image: container images are not run locally');
    }
  });

  it('because the port is taken says so before anything is deployed', async () => {
    const { cloud, assembly } = await start(synthesize());
    const options = { assembly, stateFolder: mkdtempSync(join(tmpdir(), 'state-')), port: cloud.port };
    await expect(startLocalCloud({ ...options, portHint: 'Or choose another.' })).rejects.toThrow(
      `Port ${cloud.port} is in use. Or choose another.`,
    );
  });
});
