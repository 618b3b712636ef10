import { PolicySet } from './policy-set.ts';
import type { Statement } from './policy.ts';

/** An Allow statement of a role, and how many calls it has let through. */
export interface StatementUse {
  /** Address of the role in the template: `STACK/LOGICALID`. */
  readonly role: string;
  /** Address of the `AWS::IAM::Policy` or the role that holds it inline; ARN of a managed policy. */
  readonly policy: string;
  /** Name of an inline policy, which tells those of one role apart. */
  readonly policyName: string;
  /** Index in the policy. */
  readonly statement: number;
  readonly sid?: string;
  /** As written; those of `NotAction` have a leading `!`. */
  readonly actions: readonly string[];
  /** As written; those of `NotResource` have a leading `!`. */
  readonly resources: readonly string[];
  readonly uses: number;
}

export interface RoleIdentity {
  /** `STACK/LOGICALID`. */
  readonly address: string;
  readonly name: string;
  readonly arn: string;
  /** `AROA…`. */
  readonly id: string;
  readonly trust: readonly Statement[];
  /** What it may do at most; the permissions boundary. */
  readonly boundary: PolicySet | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** A role with its policies compiled. */
export class Role {
  readonly identity: RoleIdentity;
  readonly policies = new PolicySet();

  constructor(identity: RoleIdentity) {
    this.identity = identity;
  }

  allowStatements(): StatementUse[] {
    return this.policies.statements
      .filter(({ statement }) => statement.effect === 'Allow')
      .map(({ policy, address, statement: { index, sid, actions, resources }, uses }) => ({
        role: this.identity.address,
        policy: address,
        policyName: policy,
        statement: index,
        ...(sid === undefined ? {} : { sid }),
        actions,
        resources,
        uses,
      }));
  }
}
