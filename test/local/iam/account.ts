import type { Iam } from '../../../local/iam/iam.ts';
import type { Principal } from '../../../local/iam/principal.ts';
import type { DeclaredResource } from '../../../local/service.ts';

export function declared(type: string, logicalId: string, properties: Record<string, unknown>): DeclaredResource {
  return { type, logicalId, stack: 'Stack', address: `Stack/${logicalId}`, properties };
}

export type StatementSource = Record<string, unknown>;

export function policyDocument(...statements: StatementSource[]): Record<string, unknown> {
  return { Version: '2012-10-17', Statement: statements };
}

export function trust(service: string): Record<string, unknown> {
  return policyDocument({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } });
}

/** Deploys a role with one inline policy and assumes it. */
export function roleWith(iam: Iam, ...statements: StatementSource[]): Principal {
  const role = iam.resourceTypes['AWS::IAM::Role'](
    declared('AWS::IAM::Role', 'Role', {
      AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
      Policies: statements.length > 0 ? [{ PolicyName: 'own', PolicyDocument: policyDocument(...statements) }] : [],
    }),
  );
  return iam.roleSession(role.attributes?.['Arn'] ?? '', 'session', 'lambda.amazonaws.com');
}
