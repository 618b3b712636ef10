import { Iam } from '../../../local/iam/iam.ts';
import { compilePolicy } from '../../../local/iam/policy.ts';
import type { Statement } from '../../../local/iam/policy.ts';
import { declared, policyDocument, roleWith, trust } from './account.ts';
import type { StatementSource } from './account.ts';
import { newCloud } from '../support/cloud.ts';

export type Context = Record<string, string | readonly string[]>;

export const account = '000000000000';
export const root = `arn:aws:iam::${account}:root`;

/** A policy variable. */
export const variable = (name: string) => `\${${name}}`;

/** An `Allow` of everything, but for what is given. */
export const allow = (overrides: StatementSource = {}): StatementSource => ({
  Effect: 'Allow',
  Action: '*',
  Resource: '*',
  ...overrides,
});

export const deny = (overrides: StatementSource = {}): StatementSource => allow({ Effect: 'Deny', ...overrides });

/** Without what is replaced by `NotAction` or `NotResource`. */
export const without = (element: 'Action' | 'Resource', statement: StatementSource): StatementSource =>
  Object.fromEntries(Object.entries(statement).filter(([name]) => name !== element));

/** Whether a role with these statements may do the action on the resource. */
export function may(
  statements: StatementSource[],
  action: string,
  resource: string,
  context: Context = {},
  now?: number,
): boolean {
  const iam = new Iam(newCloud({ now }));
  return iam.evaluate(roleWith(iam, ...statements), action, resource, context) === 'allowed';
}

/** Whether an Allow with this condition holds for a request with this context. */
export const holds = (condition: unknown, context: Context = {}, now?: number): boolean =>
  may([allow({ Condition: condition })], 'service:Action', 'arn:aws:service:::x', context, now);

export interface RoleUnderTest {
  readonly iam: Iam;
  /** A session of the role `Tested`. */
  readonly session: ReturnType<Iam['roleSession']>;
  may(action: string, resource: string, policy?: readonly Statement[], context?: Context): boolean;
}

/** A role named `Tested` with further properties, such as a boundary. */
export function tested(
  statements: StatementSource[],
  { boundary, tags }: { boundary?: StatementSource[]; tags?: Record<string, string> } = {},
): RoleUnderTest {
  const iam = new Iam(newCloud());
  const limit =
    boundary &&
    iam.resourceTypes['AWS::IAM::ManagedPolicy'](
      declared('AWS::IAM::ManagedPolicy', 'Boundary', { PolicyDocument: policyDocument(...boundary) }),
    ).ref;
  iam.resourceTypes['AWS::IAM::Role'](
    declared('AWS::IAM::Role', 'Role', {
      RoleName: 'Tested',
      AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
      Policies: statements.length > 0 ? [{ PolicyName: 'own', PolicyDocument: policyDocument(...statements) }] : [],
      PermissionsBoundary: limit,
      Tags: Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  const session = iam.roleSession(testedRole, 'session', 'lambda.amazonaws.com');
  return {
    iam,
    session,
    may: (action, resource, policy = [], context = {}) =>
      iam.allows({ principal: session }, action, resource, context, policy),
  };
}

export const testedRole = `arn:aws:iam::${account}:role/Tested`;
export const testedSession = `arn:aws:sts::${account}:assumed-role/Tested/session`;

/** A resource's policy. */
export const resourcePolicy = (...statements: StatementSource[]): Statement[] =>
  compilePolicy(policyDocument(...statements), 'policy', 'resource');
