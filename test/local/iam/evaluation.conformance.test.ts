import { describe, expect } from 'vitest';
import { Iam } from '../../../local/iam/iam.ts';
import { compilePolicy } from '../../../local/iam/policy.ts';
import { policyDocument } from './account.ts';
import type { StatementSource } from './account.ts';
import { account, allow, deny, resourcePolicy, root, tested, testedRole, testedSession } from './decide.ts';
import { newCloud } from '../support/cloud.ts';
import { documented } from '../support/documented.ts';

const logic = 'IAM/latest/UserGuide/reference_policies_evaluation-logic.html';
const boundaries = 'IAM/latest/UserGuide/access_policies_boundaries.html';
const principals = 'IAM/latest/UserGuide/reference_policies_elements_principal.html';
const notPrincipal = 'IAM/latest/UserGuide/reference_policies_elements_notprincipal.html';
const operators = 'IAM/latest/UserGuide/reference_policies_elements_condition_operators.html';
const keys = 'IAM/latest/UserGuide/reference_policies_condition-keys.html';

const arn = 'arn:aws:s3:::bucket/key';
const read = ['s3:GetObject', arn] as const;
const to = (principal: unknown, overrides: StatementSource = {}) => allow({ Principal: principal, ...overrides });
const administrator = { principal: { kind: 'administrator', arn: root } } as const;

describe('within an account', () => {
  documented(
    logic,
    'By default, all requests are implicitly denied with the exception of the AWS account root user, which has full access.',
    () => {
      expect(tested([]).may(...read)).toBe(false);
      expect(new Iam(newCloud()).allows(administrator, ...read)).toBe(true);
    },
  );

  documented(logic, 'An explicit allow in an identity-based or resource-based policy overrides this default.', () => {
    expect(tested([allow()]).may(...read)).toBe(true);
    expect(tested([]).may(...read, resourcePolicy(to({ AWS: testedRole })))).toBe(true);
  });

  documented(
    logic,
    "If either the identity-based policy or the resource-based policy within the same account allows the request and the other doesn't, the request is still allowed.",
    () => {
      expect(tested([allow()]).may(...read, resourcePolicy(to({ AWS: '111111111111' })))).toBe(true);
      expect(tested([allow({ Action: 'sqs:*' })]).may(...read, resourcePolicy(to({ AWS: testedRole })))).toBe(true);
    },
  );

  documented(logic, 'An explicit deny in any policy overrides any allows.', () => {
    expect(tested([allow(), deny({ Action: 's3:*' })]).may(...read)).toBe(false);
    expect(tested([deny()]).may(...read, resourcePolicy(to({ AWS: testedSession })))).toBe(false);
    expect(tested([allow()]).may(...read, resourcePolicy(to('*', { Effect: 'Deny' })))).toBe(false);
    expect(tested([allow()], { boundary: [allow(), deny()] }).may(...read)).toBe(false);
    const iam = new Iam(newCloud());
    expect(iam.allows(administrator, ...read, {}, resourcePolicy(to('*', { Effect: 'Deny' })))).toBe(false);
  });

  documented(
    logic,
    'If a permissions boundary, Organizations SCP, or session policy is present, it might override the allow with an implicit deny.',
    () => {
      const role = tested([allow()], { boundary: [allow({ Action: 'sqs:*' })] });
      expect(role.may(...read)).toBe(false);
      expect(role.may('sqs:SendMessage', 'arn:aws:sqs:us-east-1:000000000000:q')).toBe(true);
      expect(role.iam.refusal({ principal: role.session }, ...read)).toMatch(
        /because no permissions boundary allows the s3:GetObject action$/,
      );
    },
  );
});

describe('a permissions boundary', () => {
  documented(boundaries, "it limits the user's permissions but does not provide permissions on its own.", () => {
    expect(tested([], { boundary: [allow()] }).may(...read)).toBe(false);
  });

  documented(
    boundaries,
    'It fails because the permissions boundary does not allow the iam:CreateUser operation.',
    () => {
      const boundary = [allow({ Action: ['s3:*', 'cloudwatch:*', 'ec2:*'] })];
      expect(tested([allow({ Action: 'iam:CreateUser' })], { boundary }).may('iam:CreateUser', '*')).toBe(false);
    },
  );

  documented(
    boundaries,
    'The effective permissions are the intersection of both policy types. An explicit deny in either of these policies overrides the allow.',
    () => {
      const role = tested([allow({ Action: ['s3:*', 'sqs:*'] })], { boundary: [allow({ Action: ['s3:*', 'sns:*'] })] });
      expect(['s3:GetObject', 'sqs:SendMessage', 'sns:Publish'].map((action) => role.may(action, '*'))).toEqual([
        true,
        false,
        false,
      ]);
    },
  );

  documented(
    boundaries,
    'Resource-based policies that grant permissions to an IAM role ARN are limited by an implicit deny in a permissions boundary or session policy.',
    () => {
      const grant = resourcePolicy(to({ AWS: testedRole }));
      expect(tested([], { boundary: [allow({ Action: 'sqs:*' })] }).may(...read, grant)).toBe(false);
      expect(tested([], { boundary: [allow({ Action: 's3:*' })] }).may(...read, grant)).toBe(true);
    },
  );

  documented(
    boundaries,
    'Permissions granted directly to a session are not limited by an implicit deny in an identity-based policy, a permissions boundary, or session policy.',
    () => {
      const grant = resourcePolicy(to({ AWS: testedSession }));
      expect(tested([], { boundary: [allow({ Action: 'sqs:*' })] }).may(...read, grant)).toBe(true);
    },
  );
});

describe('principals', () => {
  documented(
    principals,
    'Identity-based policy types, such as permissions boundaries or session policies, do not limit permissions granted using the aws:PrincipalArn condition key with a wildcard(*) in the Principal element, unless the identity-based policies contain an explicit deny.',
    () => {
      const grant = resourcePolicy(to('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': testedRole } } }));
      const boundary = [allow({ Action: 'sqs:*' })];
      expect(tested([], { boundary }).may(...read, grant)).toBe(true);
      expect(tested([deny()], { boundary }).may(...read, grant)).toBe(false);
    },
  );

  documented(
    principals,
    'the role session principal is granted the permissions based on the ARN of role that was assumed, and not the ARN of the resulting session.',
    () => {
      const byArn = (value: string) =>
        resourcePolicy(to('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': value } } }));
      expect(tested([]).may(...read, byArn(testedRole))).toBe(true);
      expect(tested([]).may(...read, byArn(testedSession))).toBe(false);
    },
  );

  documented(
    principals,
    'The account ARN and the shortened account ID behave the same way. Both delegate permissions to the account.',
    () => {
      for (const named of [root, account]) {
        const policy = resourcePolicy(to({ AWS: named }));
        expect(tested([]).may(...read, policy)).toBe(false);
        expect(tested([allow()]).may(...read, policy)).toBe(true);
        expect(new Iam(newCloud()).allows(administrator, ...read, {}, policy)).toBe(true);
      }
    },
  );

  documented(
    principals,
    'If you include more than one value, use square brackets ([ and ]) and comma-delimit each entry for the array.',
    () => {
      const policy = resourcePolicy(to({ AWS: ['111111111111', testedRole] }));
      expect(tested([]).may(...read, policy)).toBe(true);
    },
  );

  documented(principals, 'You cannot use a wildcard to match part of a principal name or ARN.', () => {
    expect(tested([]).may(...read, resourcePolicy(to({ AWS: testedRole.replace('Tested', '*') })))).toBe(false);
  });

  documented(principals, 'A service principal is an identifier for a service.', () => {
    const policy = resourcePolicy(to({ Service: 's3.amazonaws.com' }));
    const iam = new Iam(newCloud());
    expect(iam.allows({ service: 's3.amazonaws.com', sourceArn: 'arn:aws:s3:::b' }, ...read, {}, policy)).toBe(true);
    expect(iam.allows({ service: 'sns.amazonaws.com', sourceArn: 'arn:aws:s3:::b' }, ...read, {}, policy)).toBe(false);
    expect(tested([]).may(...read, policy)).toBe(false);
  });

  documented(
    principals,
    'You can use a wildcard (*) to specify all principals in the Principal element of a resource-based policy',
    () => {
      for (const everyone of ['*', { AWS: '*' }]) {
        const policy = resourcePolicy(to(everyone));
        expect(new Iam(newCloud()).allows('anonymous', ...read, {}, policy)).toBe(true);
        expect(tested([]).may(...read, policy)).toBe(true);
      }
      expect(new Iam(newCloud()).allows('anonymous', ...read)).toBe(false);
    },
  );
});

describe('NotPrincipal', () => {
  const spared = [testedSession, testedRole, root];
  const policyWith = (listed: string[]) =>
    compilePolicy(
      policyDocument({ Effect: 'Deny', NotPrincipal: { AWS: listed }, Action: 's3:*', Resource: '*' }),
      'policy',
      'resource',
    );

  documented(
    notPrincipal,
    'the actions specified in the policy statement are explicitly denied to all principals except for the ones specified.',
    () => {
      expect(tested([allow()]).may(...read, policyWith(spared))).toBe(true);
      expect(tested([allow()]).may(...read, policyWith([root, `${testedRole}2`]))).toBe(false);
    },
  );

  documented(notPrincipal, 'you must also specify the account ARN of the not-denied principal.', () => {
    expect(tested([allow()]).may(...read, policyWith([testedSession, testedRole]))).toBe(false);
  });

  documented(
    notPrincipal,
    'This example by itself does not allow access to the assumed-role user cross-account-audit-app, it only omits cross-account-audit-app from the list of principals that are explicitly denied.',
    () => expect(tested([]).may(...read, policyWith(spared))).toBe(false),
  );

  documented(
    notPrincipal,
    'You cannot use the NotPrincipal element in an IAM identity-based policy or in an IAM role trust policy.',
    () => {
      const document = policyDocument(allow({ NotPrincipal: { AWS: root } }));
      expect(() => compilePolicy(document, 'p', 'identity')).toThrow(/NotPrincipal/);
      expect(() => compilePolicy(document, 'p', 'trust')).toThrow(/NotPrincipal/);
    },
  );
});

describe('a service that acts for a resource', () => {
  const topic = 'arn:aws:sns:us-east-1:000000000000:TOPIC-ID';
  const policy = resourcePolicy(
    to(
      { Service: 'sns.amazonaws.com' },
      { Action: 'SQS:SendMessage', Condition: { ArnEquals: { 'aws:SourceArn': topic } } },
    ),
  );
  const send = ['sqs:SendMessage', 'arn:aws:sqs:us-east-1:000000000000:QUEUE-ID'] as const;

  documented(
    operators,
    'key is present in the request context only if a resource triggers a service to call another service on behalf of the resource owner.',
    () => {
      const iam = new Iam(newCloud());
      expect(iam.allows({ service: 'sns.amazonaws.com', sourceArn: topic }, ...send, {}, policy)).toBe(true);
      expect(iam.allows({ service: 'sns.amazonaws.com', sourceArn: `${topic}2` }, ...send, {}, policy)).toBe(false);
      expect(iam.allows({ service: 'sns.amazonaws.com' }, ...send, {}, policy)).toBe(false);
    },
  );

  documented(
    operators,
    'If an IAM user attempts to perform this operation directly, the condition returns false and the request is implicitly denied by this statement.',
    () => {
      const open = resourcePolicy(to('*', { Condition: { ArnEquals: { 'aws:SourceArn': topic } } }));
      expect(tested([]).may(...send, open)).toBe(false);
    },
  );

  documented(keys, 'Use this key to check whether the call to your resource is being made directly by an AWS', () => {
    const policyFor = (value: string) =>
      resourcePolicy(to('*', { Condition: { Bool: { 'aws:PrincipalIsAWSService': value } } }));
    const iam = new Iam(newCloud());
    expect(iam.allows({ service: 'sns.amazonaws.com' }, ...send, {}, policyFor('true'))).toBe(true);
    expect(tested([]).may(...send, policyFor('true'))).toBe(false);
    expect(tested([]).may(...send, policyFor('false'))).toBe(true);
  });
});
