import { createHash } from 'node:crypto';
import { DeploymentError } from '../errors.ts';
import { refuseOthers } from '../known-properties.ts';
import type { DeclaredResource, DeployedResource } from '../service.ts';
import { awsManagedPolicy } from './aws-managed-policies.ts';
import { physicalName } from './physical-name.ts';
import { compilePolicy } from './policy.ts';
import { PolicySet } from './policy-set.ts';
import { Role } from './role.ts';

interface RoleProperties {
  readonly RoleName?: string;
  readonly Path?: string;
  readonly AssumeRolePolicyDocument?: unknown;
  readonly Policies?: readonly { readonly PolicyName: string; readonly PolicyDocument: unknown }[];
  readonly ManagedPolicyArns?: readonly string[];
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

interface PolicyProperties {
  readonly PolicyName?: string;
  readonly ManagedPolicyName?: string;
  readonly Path?: string;
  readonly PolicyDocument?: unknown;
  readonly Roles?: readonly string[];
}

const roleProperties = [
  ...['AssumeRolePolicyDocument', 'Description', 'ManagedPolicyArns', 'MaxSessionDuration', 'Path'],
  ...['PermissionsBoundary', 'Policies', 'RoleName', 'Tags'],
];
const policyProperties = ['PolicyDocument', 'PolicyName', 'Roles'];
const managedPolicyProperties = ['Description', 'ManagedPolicyName', 'Path', 'PolicyDocument', 'Roles'];

/** The roles and policies that templates declare. */
export class Roles {
  readonly #accountId: string;
  readonly #byArn = new Map<string, Role>();
  readonly #byName = new Map<string, Role>();
  readonly #managedPolicies = new Map<string, { readonly document: unknown; readonly address: string }>();

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  find(arn: string | undefined): Role | undefined {
    return arn === undefined ? undefined : this.#byArn.get(arn);
  }

  get all(): Role[] {
    return [...this.#byArn.values()];
  }

  deployRole(declared: DeclaredResource): DeployedResource {
    refuseOthers(declared, roleProperties);
    const { address } = declared;
    const properties = declared.properties as RoleProperties;
    const name = properties.RoleName ?? physicalName(declared, 64);
    const arn = `arn:aws:iam::${this.#accountId}:role${properties.Path ?? '/'}${name}`;
    const role = new Role({
      address,
      name,
      arn,
      id: uniqueId('AROA', arn),
      trust: compilePolicy(properties.AssumeRolePolicyDocument, `${address} (trust policy)`, 'trust'),
      boundary: this.#boundary(properties.PermissionsBoundary, address),
      tags: Object.fromEntries((properties.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    });
    for (const { PolicyName: policy, PolicyDocument: document } of properties.Policies ?? []) {
      const statements = compilePolicy(document, `${address} (policy ${policy})`, 'identity');
      role.policies.set(`inline/${policy}`, policy, address, statements);
    }
    for (const policyArn of properties.ManagedPolicyArns ?? []) {
      const managed = this.#managedPolicy(policyArn, address);
      const statements = compilePolicy(managed.document, policyArn, 'identity');
      role.policies.set(policyArn, policyArn, managed.address, statements);
    }
    this.#byArn.set(arn, role);
    this.#byName.set(name, role);
    return { ref: name, attributes: { Arn: arn, RoleId: role.identity.id } };
  }

  deployPolicy(declared: DeclaredResource): DeployedResource {
    refuseOthers(declared, policyProperties);
    const { PolicyName: name, Roles: roles = [] } = declared.properties as PolicyProperties;
    if (typeof name !== 'string') throw new DeploymentError(`${declared.address}: PolicyName is missing`);
    this.#attach(declared, declared.address, name);
    if (roles.length === 0) throw new DeploymentError(`${declared.address}: Roles must name at least one role.`);
    const id = physicalName(declared, 128);
    return { ref: id, attributes: { Id: id } };
  }

  deployManagedPolicy(declared: DeclaredResource): DeployedResource {
    refuseOthers(declared, managedPolicyProperties);
    const properties = declared.properties as PolicyProperties;
    const name = properties.ManagedPolicyName ?? physicalName(declared, 128);
    const arn = `arn:aws:iam::${this.#accountId}:policy${properties.Path ?? '/'}${name}`;
    this.#managedPolicies.set(arn, { document: properties.PolicyDocument, address: declared.address });
    this.#attach(declared, arn, arn);
    return { ref: arn, attributes: { PolicyArn: arn, PolicyId: uniqueId('ANPA', arn) } };
  }

  #attach(declared: DeclaredResource, key: string, policyName: string): void {
    const { PolicyDocument: document, Roles: roles = [] } = declared.properties as PolicyProperties;
    // Compiled even when no role has it, so that a malformed policy is never deployed.
    compilePolicy(document, declared.address, 'identity');
    for (const roleName of roles) {
      const role = this.#byName.get(roleName);
      if (!role) throw new DeploymentError(`${declared.address}: the role ${roleName} cannot be found.`);
      const statements = compilePolicy(document, declared.address, 'identity');
      role.policies.set(key, policyName, declared.address, statements);
    }
  }

  #boundary(policyArn: string | undefined, address: string): PolicySet | undefined {
    if (policyArn === undefined) return undefined;
    const managed = this.#managedPolicy(policyArn, address);
    const boundary = new PolicySet();
    boundary.set(policyArn, policyArn, managed.address, compilePolicy(managed.document, policyArn, 'identity'));
    return boundary;
  }

  #managedPolicy(arn: string, role: string): { readonly document: unknown; readonly address: string } {
    return this.#managedPolicies.get(arn) ?? { document: awsManagedPolicy(arn, role), address: arn };
  }
}

/** Deterministic, in the form of AWS's unique ids. */
function uniqueId(prefix: string, arn: string): string {
  return prefix + createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase();
}
