import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnOutput, CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import type { Environment } from 'aws-cdk-lib';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { expect, it, vi } from 'vitest';
import { readAssembly } from '../../../local/assembly/assembly.ts';
import { deployAssembly } from '../../../local/assembly/deploy.ts';
import type { DeclaredResource, Deploy } from '../../../local/service.ts';

vi.stubEnv('CDK_VALIDATION', 'false');
const account = '000000000000';

/** A role and a function in one stack; a nested stack of another names the function. */
function build(scope: Construct, env: Environment | undefined): void {
  const code = mkdtempSync(join(tmpdir(), 'code-'));
  writeFileSync(join(code, 'index.mjs'), 'export const handler = async () => 1;');
  const work = new Stack(scope, 'Work', { env });
  const confirm = new Function(work, 'Confirm', {
    runtime: Runtime.NODEJS_LATEST,
    handler: 'index.handler',
    code: Code.fromAsset(code),
  });
  const api = new Stack(scope, 'Api', { env });
  const resource = new CfnResource(new NestedStack(api, 'Courses'), 'Inner', {
    type: 'Test::Thing',
    properties: { functionArn: confirm.functionArn, apiName: api.stackName },
  });
  new CfnOutput(api, 'InnerArn', { value: resource.getAtt('Arn').toString() });
}

async function deployed(app: App) {
  const declared: DeclaredResource[] = [];
  const deploy: Deploy = (resource) => {
    declared.push(resource);
    return { ref: `ref-${resource.logicalId}`, attributes: { Arn: `arn-of-${resource.type}` } };
  };
  const registry = { 'AWS::Lambda::Function': deploy, 'Test::Thing': deploy };
  const assembly = readAssembly(app.synth().directory);
  const result = await deployAssembly(assembly, { registry, region: 'us-east-1', accountId: account });
  const of = (type: string) => declared.find((resource) => resource.type === type)?.properties;
  return { result, assembly, of };
}

it.each([
  ['for this account and region', { account, region: 'us-east-1' }],
  ['for any account and region', undefined],
])('deploys what the CDK synthesizes %s', async (_, env) => {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'cdk-')) });
  build(app, env);
  const { result, assembly, of } = await deployed(app);

  expect(of('Test::Thing')).toEqual({ functionArn: 'arn-of-AWS::Lambda::Function', apiName: 'Api' });
  expect(result.outputs.Api).toMatchObject({ InnerArn: 'arn-of-Test::Thing' });
  expect(result.notRun).toEqual([{ type: 'AWS::IAM::Role', count: 1 }]);

  const { S3Key: key } = of('AWS::Lambda::Function')?.Code as { S3Key: string };
  expect(assembly.assets.find(key)).toMatch(/asset\.\w+$/);
  expect(assembly.assets.find('unknown.zip')).toBeUndefined();
});

it('deploys the stacks of a CDK stage', async () => {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'cdk-')) });
  build(new Stage(app, 'Dev', { env: { account, region: 'us-east-1' } }), undefined);
  const { result, of } = await deployed(app);

  expect(Object.keys(result.outputs)).toEqual(['Dev-Work', 'Dev-Api']);
  expect(of('Test::Thing')).toMatchObject({ apiName: 'Dev-Api' });
});
