import { createHash } from 'node:crypto';
import type { Cloud } from '../cloud.ts';
import { AwsError, DeploymentError } from '../errors.ts';
import type { DeclaredResource, DeployedResource, LocalRequest, Service } from '../service.ts';
import { awsManagedPolicy } from './aws-managed-policies.ts';
import { Credentials } from './credentials.ts';
import type { SessionCredentials } from './credentials.ts';
import { physicalName } from './physical-name.ts';
import { compilePolicy, conditionsHold } from './policy.ts';
import type { Principal } from './principal.ts';
import { Role } from './role.ts';
import type { Decision, StatementUse } from './role.ts';
import type { Lookup } from './text-matcher.ts';

/** What a request tells its policies' conditions, by condition key. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

const NO_CONTEXT: RequestContext = {};

/** Roles, policies and temporary credentials of the one account. */
export class Iam implements Service {
  readonly name = 'iam';
  readonly resourceTypes = {
    'AWS::IAM::Role': (declared: DeclaredResource) => this.#deployRole(declared),
    'AWS::IAM::Policy': (declared: DeclaredResource) => this.#deployPolicy(declared),
    'AWS::IAM::ManagedPolicy': (declared: DeclaredResource) => this.#deployManagedPolicy(declared),
  };
  readonly #cloud: Cloud;
  readonly #credentials: Credentials;
  readonly #rolesByArn = new Map<string, Role>();
  readonly #rolesByName = new Map<string, Role>();
  readonly #managedPolicies = new Map<string, unknown>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#credentials = new Credentials(cloud);
  }

  /**
   * Lets the call pass when the caller's policies allow it on every resource. The administrator may do anything.
   *
   * @throws AwsError AccessDeniedException; an engineer sees action, resource and role in the terminal
   */
  authorize(principal: Principal, action: string, resources: string | readonly string[], context = NO_CONTEXT): void {
    if (principal.kind === 'administrator') return;
    for (const resource of typeof resources === 'string' ? [resources] : resources) {
      const decision = this.evaluate(principal, action, resource, context);
      if (decision !== 'allowed') throw this.#denied(principal, action, resource, decision);
    }
  }

  /** What the caller's own policies say, without a consequence. */
  evaluate(principal: Principal, action: string, resource: string, context = NO_CONTEXT): Decision {
    if (principal.kind === 'administrator') return 'allowed';
    const role = this.#rolesByArn.get(principal.roleArn ?? '');
    return role ? role.decide(action, resource, this.conditionValues(principal, context)) : 'implicitDeny';
  }

  /**
   * The principal that a service becomes when it assumes a role.
   *
   * @param service such as `appsync.amazonaws.com`; the role's trust policy must let it `sts:AssumeRole`
   * @throws AwsError NoSuchEntity, AccessDenied
   */
  roleSession(roleArn: string, sessionName: string, service: string): Principal {
    const role = this.#rolesByArn.get(roleArn);
    if (!role) throw new AwsError('NoSuchEntity', `The role with ARN ${roleArn} cannot be found.`, 404);
    const principal: Principal = {
      kind: 'role',
      arn: `arn:aws:sts::${this.#cloud.accountId}:assumed-role/${role.name}/${sessionName}`,
      roleArn,
    };
    const lookup = this.conditionValues(principal, { 'aws:SourceAccount': this.#cloud.accountId });
    const effects = role.trust
      .filter(({ principals }) => principals.services.includes(service) || principals.services.includes('*'))
      .filter((statement) => statement.matchesAction('sts:AssumeRole') && conditionsHold(statement, lookup))
      .map((statement) => statement.effect);
    if (effects.includes('Allow') && !effects.includes('Deny')) return principal;
    const message = `${service} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
    this.#cloud.log.warn('iam', message);
    throw new AwsError('AccessDenied', message, 403);
  }

  /** Temporary credentials of a role session; a session's stay the same while the process lives. */
  credentials(principal: Principal): SessionCredentials {
    return this.#credentials.of(principal);
  }

  /**
   * Who signed the request, by Signature Version 4 in headers.
   *
   * @param service the credential scope must name, such as `dynamodb`
   * @throws AwsError MissingAuthenticationTokenException, IncompleteSignatureException, UnrecognizedClientException,
   *   InvalidSignatureException (also for a date more than five minutes from the machine's clock)
   */
  authenticate(request: LocalRequest, service?: string): Principal {
    return this.#credentials.authenticate(request, service);
  }

  /** For conditions: the request's own keys, then those that AWS adds to every request. Their case doesn't matter. */
  conditionValues(principal: Principal, context: RequestContext): Lookup {
    return (key) => {
      const own = Object.entries(context).find(([name]) => name.toLowerCase() === key)?.[1];
      return own ?? this.#globalValue(principal, key);
    };
  }

  /** Every Allow statement of every role, with the calls that it has let through. */
  allStatements(): StatementUse[] {
    return [...this.#rolesByArn.values()].flatMap((role) => role.allowStatements());
  }

  usedStatements(): StatementUse[] {
    return this.allStatements().filter(({ uses }) => uses > 0);
  }

  #deployRole(declared: DeclaredResource): DeployedResource {
    const properties = declared.properties as RoleProperties;
    if (properties.PermissionsBoundary) {
      throw new DeploymentError(`${declared.address}: permissions boundaries aren't run by the local IAM.`);
    }
    const name = properties.RoleName ?? physicalName(declared, 64);
    const arn = `arn:aws:iam::${this.#cloud.accountId}:role${properties.Path ?? '/'}${name}`;
    const trust = compilePolicy(properties.AssumeRolePolicyDocument, `${declared.address} (trust policy)`, 'trust');
    const role = new Role({ name, arn, id: uniqueId('AROA', arn), trust });
    for (const policy of properties.Policies ?? []) {
      const label = `${declared.address} (policy ${policy.PolicyName})`;
      const statements = compilePolicy(policy.PolicyDocument, label, 'identity');
      role.setPolicy(`inline/${policy.PolicyName}`, policy.PolicyName, statements);
    }
    for (const policyArn of properties.ManagedPolicyArns ?? []) {
      const document = this.#managedPolicies.get(policyArn) ?? awsManagedPolicy(policyArn, declared.address);
      role.setPolicy(policyArn, policyArn, compilePolicy(document, policyArn, 'identity'));
    }
    this.#rolesByArn.set(arn, role);
    this.#rolesByName.set(name, role);
    return { ref: name, attributes: { Arn: arn, RoleId: role.id } };
  }

  #deployPolicy(declared: DeclaredResource): DeployedResource {
    const properties = declared.properties as PolicyProperties;
    const name = properties.PolicyName ?? declared.logicalId;
    this.#attach(declared, declared.address, name);
    const id = physicalName(declared, 128);
    return { ref: id, attributes: { Id: id } };
  }

  #deployManagedPolicy(declared: DeclaredResource): DeployedResource {
    const properties = declared.properties as PolicyProperties;
    const name = properties.ManagedPolicyName ?? physicalName(declared, 128);
    const arn = `arn:aws:iam::${this.#cloud.accountId}:policy${properties.Path ?? '/'}${name}`;
    this.#managedPolicies.set(arn, properties.PolicyDocument);
    this.#attach(declared, arn, arn);
    return { ref: arn, attributes: { PolicyArn: arn, PolicyId: uniqueId('ANPA', arn) } };
  }

  #attach(declared: DeclaredResource, key: string, policyName: string): void {
    const properties = declared.properties as PolicyProperties;
    // Compiled even when no role has it, so that a malformed policy is never deployed.
    compilePolicy(properties.PolicyDocument, declared.address, 'identity');
    for (const roleName of properties.Roles ?? []) {
      const role = this.#rolesByName.get(roleName);
      if (!role) throw new DeploymentError(`${declared.address}: the role ${roleName} cannot be found.`);
      role.setPolicy(key, policyName, compilePolicy(properties.PolicyDocument, declared.address, 'identity'));
    }
  }

  #denied(principal: Principal, action: string, resource: string, decision: Decision): AwsError {
    const reason =
      decision === 'explicitDeny'
        ? 'with an explicit deny in an identity-based policy'
        : `because no identity-based policy allows the ${action} action`;
    const message = `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
    this.#cloud.log.warn('iam', `${message} (role ${principal.roleArn?.split('/').at(-1) ?? 'unknown'})`);
    return new AwsError('AccessDeniedException', message);
  }

  #globalValue(principal: Principal, key: string): string | undefined {
    switch (key) {
      case 'aws:principalarn':
        return principal.roleArn ?? principal.arn;
      case 'aws:principalaccount':
      case 'aws:resourceaccount':
        return this.#cloud.accountId;
      case 'aws:principaltype':
        return principal.roleArn ? 'AssumedRole' : 'Account';
      case 'aws:userid':
        return this.#userId(principal);
      case 'aws:requestedregion':
        return this.#cloud.region;
      case 'aws:securetransport':
        // Plain HTTP stands in for the TLS that AWS's endpoints have.
        return 'true';
      default:
        return undefined;
    }
  }

  #userId(principal: Principal): string {
    const role = this.#rolesByArn.get(principal.roleArn ?? '');
    return role ? `${role.id}:${principal.arn.split('/').at(-1) ?? ''}` : this.#cloud.accountId;
  }
}

interface RoleProperties {
  readonly RoleName?: string;
  readonly Path?: string;
  readonly AssumeRolePolicyDocument?: unknown;
  readonly Policies?: readonly { readonly PolicyName: string; readonly PolicyDocument: unknown }[];
  readonly ManagedPolicyArns?: readonly string[];
  readonly PermissionsBoundary?: string;
}

interface PolicyProperties {
  readonly PolicyName?: string;
  readonly ManagedPolicyName?: string;
  readonly Path?: string;
  readonly PolicyDocument?: unknown;
  readonly Roles?: readonly string[];
}

/** Deterministic, in the form of AWS's unique ids. */
function uniqueId(prefix: string, arn: string): string {
  return prefix + createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase();
}
