import { join } from 'node:path';
import { DeploymentError } from '../errors.ts';
import { Assets } from './assets.ts';
import { inOrder } from './order.ts';
import { isRecord, readJson, readTemplate } from './template.ts';
import type { Template } from './template.ts';

/** A stack of the assembly, nested stacks apart: those are assets that their parent names. */
export interface AssembledStack {
  readonly name: string;
  readonly template: Template;
  /** `undefined`: the app left it open. */
  readonly region: string | undefined;
  readonly accountId: string | undefined;
}

/** A synthesized CDK app. */
export interface Assembly {
  /** A stack comes after those that it depends on. */
  readonly stacks: readonly AssembledStack[];
  readonly assets: Assets;
}

/**
 * Reads a cloud assembly (`cdk.out`), those of its stages included.
 * Format: the manifest schema of `@aws-cdk/cloud-assembly-schema`.
 */
export function readAssembly(folder: string): Assembly {
  const assets = new Assets();
  const stacks = readStacks(folder, assets);
  if (stacks.length === 0) throw new DeploymentError(`${folder} holds no stack`);
  return { stacks, assets };
}

function readStacks(folder: string, assets: Assets): AssembledStack[] {
  const { artifacts } = readJson(join(folder, 'manifest.json'));
  if (!isRecord(artifacts)) throw new DeploymentError(`${folder}/manifest.json lists no artifacts`);
  const order = inOrder(
    Object.keys(artifacts),
    (id) => strings(isRecord(artifacts[id]) ? artifacts[id].dependencies : undefined),
    `${folder}/manifest.json`,
  );
  return order.flatMap((id) => {
    const artifact = artifacts[id];
    if (!isRecord(artifact)) return [];
    const properties = isRecord(artifact.properties) ? artifact.properties : {};
    switch (artifact.type) {
      case 'aws:cloudformation:stack':
        return [readStack(folder, id, artifact, properties)];
      case 'cdk:asset-manifest':
        assets.add(folder, String(properties.file));
        return [];
      case 'cdk:cloud-assembly':
        return readStacks(join(folder, String(properties.directoryName)), assets);
      default:
        return [];
    }
  });
}

function readStack(
  folder: string,
  id: string,
  artifact: Record<string, unknown>,
  properties: Record<string, unknown>,
): AssembledStack {
  const [, accountId, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(String(artifact.environment)) ?? [];
  return {
    name: typeof properties.stackName === 'string' ? properties.stackName : id,
    template: readTemplate(join(folder, String(properties.templateFile))),
    region: region === 'unknown-region' ? undefined : region,
    accountId: accountId === 'unknown-account' ? undefined : accountId,
  };
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
