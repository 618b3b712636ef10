import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssembly } from '../../../local/assembly/assembly.ts';
import { deployAssembly } from '../../../local/assembly/deploy.ts';
import type { DeploymentResult, DeployOptions } from '../../../local/assembly/deploy.ts';
import type { DeclaredResource, Deploy } from '../../../local/service.ts';

export interface WrittenStack {
  readonly template: unknown;
  readonly dependencies?: readonly string[];
  readonly stackName?: string;
  readonly environment?: string;
}

/** Writes an assembly as the CDK would, to a folder of its own. Assets: text by object key. */
export function writeAssembly(
  stacks: Readonly<Record<string, WrittenStack>>,
  assets: Readonly<Record<string, string>> = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  const artifacts: Record<string, unknown> = {
    'app.assets': { type: 'cdk:asset-manifest', properties: { file: 'app.assets.json' } },
    Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
  };
  for (const [name, { template, dependencies = [], stackName, environment }] of Object.entries(stacks)) {
    writeFileSync(join(folder, `${name}.template.json`), JSON.stringify(template));
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      environment: environment ?? 'aws://unknown-account/unknown-region',
      properties: { templateFile: `${name}.template.json`, stackName },
      dependencies,
    };
  }
  const files = Object.keys(assets).map((objectKey) => [
    objectKey,
    { source: { path: `asset.${objectKey}`, packaging: 'file' }, destinations: { here: { objectKey } } },
  ]);
  mkdirSync(folder, { recursive: true });
  for (const [objectKey, text] of Object.entries(assets)) writeFileSync(join(folder, `asset.${objectKey}`), text);
  writeFileSync(join(folder, 'app.assets.json'), JSON.stringify({ files: Object.fromEntries(files) }));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: '55.0.0', artifacts }));
  return folder;
}

/** Runs `Test::Thing`: `Ref` is `ref-ID`, the attribute `Arn` is `arn-ID`; remembers what it was given, in order. */
function recorder(): { readonly declared: DeclaredResource[]; readonly registry: Record<string, Deploy> } {
  const declared: DeclaredResource[] = [];
  const deploy: Deploy = (resource) => {
    declared.push(resource);
    return { ref: `ref-${resource.logicalId}`, attributes: { Arn: `arn-${resource.logicalId}` } };
  };
  return { declared, registry: { 'Test::Thing': deploy } };
}

export interface Deployed extends DeploymentResult {
  readonly declared: readonly DeclaredResource[];
  /** Properties that the resource with this logical id was deployed with. */
  properties(logicalId: string): Readonly<Record<string, unknown>> | undefined;
}

export async function deploy(folder: string, options: Partial<DeployOptions> = {}): Promise<Deployed> {
  const { declared, registry } = recorder();
  const result = await deployAssembly(readAssembly(folder), {
    registry,
    region: 'us-east-1',
    accountId: '000000000000',
    ...options,
  });
  return {
    ...result,
    declared,
    properties: (logicalId) => declared.find((resource) => resource.logicalId === logicalId)?.properties,
  };
}

/** Deploys one stack `App` with this template. */
export function deployTemplate(template: unknown, options: Partial<DeployOptions> = {}): Promise<Deployed> {
  return deploy(writeAssembly({ App: { template } }), options);
}

/** A resource that `recorder` runs. */
export function thing(
  properties: Readonly<Record<string, unknown>> = {},
  rest: Readonly<Record<string, unknown>> = {},
) {
  return { Type: 'Test::Thing', Properties: properties, ...rest };
}
