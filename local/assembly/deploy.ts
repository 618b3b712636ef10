import { DeploymentError } from '../errors.ts';
import type { Deploy } from '../service.ts';
import type { AssembledStack, Assembly } from './assembly.ts';
import { deployStack } from './deploy-stack.ts';
import type { Deployment } from './deploy-stack.ts';
import { Exports } from './exports.ts';

export interface DeployOptions {
  /** What runs each resource type. */
  readonly registry: Readonly<Record<string, Deploy>>;
  readonly region: string;
  readonly accountId: string;
  /** Values for the parameters of stacks that aren't nested, by name; else their defaults hold. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** What no service runs. */
export interface NotRun {
  readonly type: string;
  readonly count: number;
}

export interface DeploymentResult {
  /** By stack, then by output key; nested stacks apart. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Sorted by type. */
  readonly notRun: readonly NotRun[];
}

/**
 * Hands each resource of the assembly, its properties resolved, to what runs its type.
 * @throws DeploymentError that names stack and logical id where the template is one that AWS would refuse too
 */
export async function deployAssembly(assembly: Assembly, options: DeployOptions): Promise<DeploymentResult> {
  const { registry, region, accountId } = options;
  const deployment: Deployment = {
    registry,
    region,
    accountId,
    assets: assembly.assets,
    exports: new Exports(),
    notRun: [],
  };
  const outputs: Record<string, Readonly<Record<string, string>>> = {};
  for (const stack of assembly.stacks) {
    refuseOtherEnvironment(stack, options);
    const deployed = await deployStack(stack.name, stack.template, options.parameters ?? {}, deployment);
    outputs[stack.name] = deployed.outputs;
  }
  return { outputs, notRun: counted(deployment.notRun) };
}

/** ARNs in such a stack would name another account or region than the services here do. */
function refuseOtherEnvironment(stack: AssembledStack, { region, accountId }: DeployOptions): void {
  if ((stack.region ?? region) === region && (stack.accountId ?? accountId) === accountId) return;
  throw new DeploymentError(
    `${stack.name}: synthesized for ${stack.accountId ?? accountId}/${stack.region ?? region}, ` +
      `but the local cloud is ${accountId}/${region}`,
  );
}

function counted(types: readonly string[]): NotRun[] {
  const byType = Map.groupBy(types, (type) => type);
  return [...byType]
    .map(([type, { length: count }]) => ({ type, count }))
    .sort((left, right) => (left.type < right.type ? -1 : 1));
}
