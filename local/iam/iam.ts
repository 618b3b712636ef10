import type { Cloud } from '../cloud.ts';
import { AwsError } from '../errors.ts';
import type { DeclaredResource, LocalRequest, Service } from '../service.ts';
import { nameOf } from './caller.ts';
import type { Caller } from './caller.ts';
import { Credentials } from './credentials.ts';
import type { AccessKey, SessionCredentials } from './credentials.ts';
import { evaluate, reasonOf } from './evaluation.ts';
import type { Decision, Verdict } from './evaluation.ts';
import { applies } from './policy.ts';
import type { Statement } from './policy.ts';
import type { Principal } from './principal.ts';
import { GlobalKeys } from './request-context.ts';
import type { RequestContext } from './request-context.ts';
import type { StatementUse } from './role.ts';
import { Roles } from './roles.ts';
import { naming } from './statement-principals.ts';
import type { Lookup } from './text-matcher.ts';

export type { RequestContext } from './request-context.ts';

const noContext: RequestContext = {};
const noPolicy: readonly Statement[] = [];

/** Roles, policies and temporary credentials of the one account. */
export class Iam implements Service {
  readonly name = 'iam';
  readonly resourceTypes = {
    'AWS::IAM::Role': (declared: DeclaredResource) => this.#roles.deployRole(declared),
    'AWS::IAM::Policy': (declared: DeclaredResource) => this.#roles.deployPolicy(declared),
    'AWS::IAM::ManagedPolicy': (declared: DeclaredResource) => this.#roles.deployManagedPolicy(declared),
  };
  readonly #cloud: Cloud;
  readonly #roles: Roles;
  readonly #credentials: Credentials;
  readonly #globalKeys: GlobalKeys;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#roles = new Roles(cloud.accountId);
    this.#credentials = new Credentials(cloud);
    this.#globalKeys = new GlobalKeys(cloud);
  }

  /**
   * Lets the call pass when the caller's policies, or the resource's, allow it on every resource. The administrator may
   * do anything that no resource's policy forbids.
   *
   * @param policy the resource's own, compiled by `compilePolicy(document, name, 'resource')`
   * @throws AwsError AccessDeniedException; an engineer sees action, resource and role in the terminal
   */
  authorize(
    principal: Principal,
    action: string,
    resources: string | readonly string[],
    context = noContext,
    policy = noPolicy,
  ): void {
    for (const resource of typeof resources === 'string' ? [resources] : resources) {
      const refusal = this.refusal({ principal }, action, resource, context, policy);
      if (refusal !== undefined) throw new AwsError('AccessDeniedException', refusal);
    }
  }

  /** Whether the caller may, by its own policies and the resource's. A service may only by the resource's. */
  allows(caller: Caller, action: string, resource: string, context = noContext, policy = noPolicy): boolean {
    return this.#judge(caller, action, resource, context, policy).decision === 'allowed';
  }

  /** Undefined where `allows` is true, else the message with which AWS refuses the call; the terminal shows it too. */
  refusal(
    caller: Caller,
    action: string,
    resource: string,
    context = noContext,
    policy = noPolicy,
  ): string | undefined {
    const verdict = this.#judge(caller, action, resource, context, policy);
    if (verdict.decision === 'allowed') return undefined;
    const reason = reasonOf(verdict, action);
    const message = `User: ${nameOf(caller)} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
    const roleArn = caller !== 'anonymous' && 'principal' in caller ? caller.principal.roleArn : undefined;
    this.#cloud.log.warn('iam', `${message} (role ${roleArn?.split('/').at(-1) ?? 'unknown'})`);
    return message;
  }

  /** What the caller's own policies say, without a consequence. */
  evaluate(principal: Principal, action: string, resource: string, context = noContext): Decision {
    return this.#judge({ principal }, action, resource, context, noPolicy).decision;
  }

  /**
   * The principal that a service becomes when it assumes a role.
   *
   * @param service such as `appsync.amazonaws.com`; the role's trust policy must let it `sts:AssumeRole`
   * @param sourceArn the resource for which it does so
   * @throws AwsError NoSuchEntity, AccessDenied
   */
  roleSession(roleArn: string, sessionName: string, service: string, sourceArn?: string): Principal {
    const role = this.#roles.find(roleArn);
    if (!role) throw new AwsError('NoSuchEntity', `The role with ARN ${roleArn} cannot be found.`, 404);
    const { accountId } = this.#cloud;
    const { name, trust } = role.identity;
    const caller: Caller = { service, sourceArn };
    const lookup = this.#globalKeys.lookup(caller, undefined, noContext);
    const identity = { caller, accountId, roleId: undefined };
    const effects = trust
      .filter(({ principals }) => naming(principals, identity) === 'direct')
      .filter((statement) => applies(statement, 'sts:AssumeRole', roleArn, lookup))
      .map((statement) => statement.effect);
    if (effects.includes('Allow') && !effects.includes('Deny')) {
      return { kind: 'role', arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${sessionName}`, roleArn };
    }
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

  /** Whose access key it is, for signatures that are not in headers; undefined: nobody's. */
  accessKey(accessKeyId: string): AccessKey | undefined {
    return this.#credentials.find(accessKeyId);
  }

  /** For conditions: the request's own keys, then those that AWS adds to every request. Their case doesn't matter. */
  conditionValues(principal: Principal, context: RequestContext): Lookup {
    return this.#globalKeys.lookup({ principal }, this.#roles.find(principal.roleArn), context);
  }

  /** Every Allow statement of every role, with the calls that it has let through. */
  allStatements(): StatementUse[] {
    return this.#roles.all.flatMap((role) => role.allowStatements());
  }

  usedStatements(): StatementUse[] {
    return this.allStatements().filter(({ uses }) => uses > 0);
  }

  #judge(
    caller: Caller,
    action: string,
    resource: string,
    context: RequestContext,
    policy: readonly Statement[],
  ): Verdict {
    const role =
      caller !== 'anonymous' && 'principal' in caller ? this.#roles.find(caller.principal.roleArn) : undefined;
    const identity = { caller, accountId: this.#cloud.accountId, roleId: role?.identity.id };
    const lookup = this.#globalKeys.lookup(caller, role, context);
    return evaluate({ identity, role, action, resource, lookup }, policy);
  }
}
