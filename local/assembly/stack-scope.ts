import { DeploymentError } from '../errors.ts';
import type { DeployedResource } from '../service.ts';
import { Conditions } from './conditions.ts';
import type { Exports } from './exports.ts';
import type { Scope } from './intrinsics.ts';
import { parameterValues } from './parameters.ts';
import type { ParameterValues } from './parameters.ts';
import type { Template } from './template.ts';

/** What a scope needs to know of its stack. */
export interface StackIdentity {
  readonly name: string;
  readonly id: string;
  readonly region: string;
  readonly accountId: string;
}

/** The names of one stack: its parameters, pseudo parameters, conditions, mappings, and resources deployed so far. */
export class StackScope implements Scope {
  readonly region: string;
  readonly #template: Template;
  readonly #names: Map<string, unknown>;
  readonly #conditions: Conditions;
  readonly #exports: Exports;
  readonly #deployed = new Map<string, DeployedResource>();

  constructor(stack: StackIdentity, template: Template, given: ParameterValues, exports: Exports) {
    this.region = stack.region;
    this.#template = template;
    this.#exports = exports;
    this.#names = new Map([...pseudoParameters(stack), ...parameterValues(template, given)]);
    this.#conditions = new Conditions(template.Conditions ?? {}, this);
  }

  deployed(logicalId: string, resource: DeployedResource): void {
    this.#deployed.set(logicalId, resource);
  }

  ref(name: string): unknown {
    if (this.#names.has(name)) return this.#names.get(name);
    return this.#resource(name).ref;
  }

  attribute(logicalId: string, name: string): unknown {
    const value = this.#resource(logicalId).attributes?.[name];
    if (value !== undefined) return value;
    const type = this.#template.Resources[logicalId]?.Type;
    throw new DeploymentError(`resource ${logicalId} (${type}) has no attribute ${name} for Fn::GetAtt`);
  }

  condition(name: string): boolean {
    return this.#conditions.holds(name);
  }

  mapped(map: string, topLevelKey: string, secondLevelKey: string): unknown {
    const value = this.#template.Mappings?.[map]?.[topLevelKey]?.[secondLevelKey];
    if (value !== undefined) return value;
    throw new DeploymentError(`no mapping ${map} / ${topLevelKey} / ${secondLevelKey}`);
  }

  imported(exportName: string): string {
    return this.#exports.find(exportName);
  }

  #resource(logicalId: string): DeployedResource {
    const resource = this.#deployed.get(logicalId);
    if (resource) return resource;
    const type = this.#template.Parameters?.[logicalId]?.Type;
    if (type) throw new DeploymentError(`parameter ${logicalId} (${type}) can't be looked up locally`);
    throw new DeploymentError(`unresolved reference to ${logicalId}`);
  }
}

function pseudoParameters({ name, id, region, accountId }: StackIdentity): [string, unknown][] {
  return [
    ['AWS::AccountId', accountId],
    ['AWS::NoValue', undefined],
    ['AWS::NotificationARNs', []],
    ['AWS::Partition', 'aws'],
    ['AWS::Region', region],
    ['AWS::StackId', id],
    ['AWS::StackName', name],
    ['AWS::URLSuffix', 'amazonaws.com'],
  ];
}
