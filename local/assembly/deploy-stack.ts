import { DeploymentError } from '../errors.ts';
import type { DeclaredResource, DeployedResource, Deploy } from '../service.ts';
import type { Assets } from './assets.ts';
import type { Exports } from './exports.ts';
import { resolve, text } from './intrinsics.ts';
import { physicalId, stackId } from './names.ts';
import { inOrder } from './order.ts';
import type { ParameterValues } from './parameters.ts';
import { referencesIn } from './references.ts';
import { StackScope } from './stack-scope.ts';
import { isRecord, readTemplate } from './template.ts';
import type { Template, TemplateResource } from './template.ts';

/** What all stacks of a deployment share. */
export interface Deployment {
  /** By CloudFormation type. */
  readonly registry: Readonly<Record<string, Deploy>>;
  readonly assets: Assets;
  readonly region: string;
  readonly accountId: string;
  readonly exports: Exports;
  /** Type of each resource that no service runs. */
  readonly notRun: string[];
}

export interface DeployedStack {
  readonly id: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Deploys one stack with the stacks nested in it, a resource after those that it refers to. */
export async function deployStack(
  name: string,
  template: Template,
  parameters: ParameterValues,
  deployment: Deployment,
): Promise<DeployedStack> {
  const { region, accountId, exports } = deployment;
  const id = stackId(name, region, accountId);
  const scope = await at(name, () => new StackScope({ name, id, region, accountId }, template, parameters, exports));
  const order = await at(name, () => deployOrder(name, template, scope));
  const idle = idleProviders(template, deployment);
  for (const logicalId of order) {
    const resource = template.Resources[logicalId];
    if (!resource) continue;
    await at(`${name}/${logicalId}`, async () => {
      const declared = declare(name, logicalId, resource, scope);
      const isIdle = idle.has(logicalId);
      scope.deployed(logicalId, isIdle ? inert(declared) : await deployResource(declared, deployment));
    });
  }
  return { id, outputs: await outputsOf(name, template, scope, exports) };
}

/** Logical ids of the resources whose condition holds. */
function deployOrder(name: string, template: Template, scope: StackScope): string[] {
  const resources = Object.entries(template.Resources).filter(
    ([, { Condition: condition }]) => condition === undefined || scope.condition(condition),
  );
  return inOrder(
    resources.map(([logicalId]) => logicalId),
    (logicalId) => {
      const resource = template.Resources[logicalId];
      const references = referencesIn(resource?.Properties, (condition) => scope.condition(condition));
      const dependsOn = [resource?.DependsOn ?? []].flat();
      const unknown = dependsOn.find((other) => !Object.hasOwn(template.Resources, other));
      if (unknown) throw new DeploymentError(`${name}/${logicalId}: DependsOn names the unknown resource ${unknown}`);
      return [...dependsOn, ...references];
    },
    name,
  );
}

function declare(stack: string, logicalId: string, resource: TemplateResource, scope: StackScope): DeclaredResource {
  const properties = resolve(resource.Properties ?? {}, scope);
  return {
    type: resource.Type,
    logicalId,
    stack,
    address: `${stack}/${logicalId}`,
    properties: isRecord(properties) ? properties : {},
  };
}

async function deployResource(declared: DeclaredResource, deployment: Deployment): Promise<DeployedResource> {
  if (declared.type === 'AWS::CloudFormation::Stack') return deployNestedStack(declared, deployment);
  const deploy = Object.hasOwn(deployment.registry, declared.type) ? deployment.registry[declared.type] : undefined;
  if (!deploy) {
    // The CDK's own usage statistics are no part of the app.
    if (declared.type !== 'AWS::CDK::Metadata') deployment.notRun.push(declared.type);
    return inert(declared);
  }
  const [dynamic] = /\{\{resolve:[^}]*\}\}/.exec(JSON.stringify(declared.properties)) ?? [];
  if (dynamic) throw new DeploymentError(`the dynamic reference ${dynamic} is not resolved locally`);
  return deploy(declared);
}

/** Functions that only serve custom resources which a service here runs itself: no need to run them, whatever they are. */
function idleProviders(template: Template, { registry }: Deployment): Set<string> {
  const served = new Map<string, boolean>();
  for (const { Type: type, Properties: properties } of Object.values(template.Resources)) {
    if (!type.startsWith('Custom::')) continue;
    const { 'Fn::GetAtt': provider } = (properties?.ServiceToken ?? {}) as { 'Fn::GetAtt'?: unknown };
    const [logicalId] = Array.isArray(provider) ? (provider as unknown[]) : [];
    if (typeof logicalId !== 'string') continue;
    served.set(logicalId, (served.get(logicalId) ?? true) && Object.hasOwn(registry, type));
  }
  return new Set([...served].filter(([, isNative]) => isNative).map(([logicalId]) => logicalId));
}

async function deployNestedStack(declared: DeclaredResource, deployment: Deployment): Promise<DeployedResource> {
  const { TemplateURL: url, Parameters: given } = declared.properties;
  const file = typeof url === 'string' ? deployment.assets.findByUrl(url) : undefined;
  if (!file) throw new DeploymentError(`no asset is the template ${JSON.stringify(url)}`);
  const parameters = Object.entries(isRecord(given) ? given : {}).map(([name, value]): [string, string] => [
    name,
    [value]
      .flat()
      .map((item) => text(item, `parameter ${name}`))
      .join(','),
  ]);
  const name = physicalId(declared.stack, declared.logicalId);
  const nested = await deployStack(name, readTemplate(file), Object.fromEntries(parameters), deployment);
  const attributes = Object.entries(nested.outputs).map(([key, value]) => [`Outputs.${key}`, value] as const);
  return { ref: nested.id, attributes: Object.fromEntries(attributes) };
}

/** A resource that nothing runs: the rest of the template may refer to it, and no value of it is mistaken for AWS's. */
function inert({ stack, logicalId, address }: DeclaredResource): DeployedResource {
  const attributes = new Proxy<Record<string, string>>({}, { get: (_, name) => `inert:${address}.${String(name)}` });
  return { ref: physicalId(stack, logicalId), attributes };
}

async function outputsOf(
  name: string,
  template: Template,
  scope: StackScope,
  exports: Exports,
): Promise<Record<string, string>> {
  const outputs: Record<string, string> = {};
  for (const [key, output] of Object.entries(template.Outputs ?? {})) {
    await at(`${name}/${key}`, () => {
      if (output.Condition !== undefined && !scope.condition(output.Condition)) return;
      const value = text(resolve(output.Value, scope), 'an output');
      outputs[key] = value;
      if (output.Export) exports.add(text(resolve(output.Export.Name, scope), 'an export'), value, name);
    });
  }
  return outputs;
}

/** A DeploymentError that says where it happened. */
class PlacedError extends DeploymentError {}

async function at<T>(place: string, step: () => T | Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof DeploymentError) || error instanceof PlacedError) throw error;
    const message = error.message.startsWith(place) ? error.message : `${place}: ${error.message}`;
    throw new PlacedError(message, { cause: error });
  }
}
