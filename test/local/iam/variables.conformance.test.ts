import { describe, expect } from 'vitest';
import { compilePolicy } from '../../../local/iam/policy.ts';
import { policyDocument } from './account.ts';
import { account, allow, deny, holds, may, tested, variable } from './decide.ts';
import { documented } from '../support/documented.ts';

const variables = 'IAM/latest/UserGuide/reference_policies_variables.html';
const multiValue = 'IAM/latest/UserGuide/reference_policies_multi-value-conditions.html';

const bucket = 'arn:aws:s3:::mybucket';

describe('variables', () => {
  const ofPrincipal = variable('aws:PrincipalTag/team');
  const home = [allow({ Resource: `${bucket}/${ofPrincipal}/*` })];

  documented(variables, 'IAM replaces the variable', () => {
    const yellow = tested(home, { tags: { team: 'yellow' } });
    expect(yellow.may('s3:GetObject', `${bucket}/yellow/a`)).toBe(true);
    expect(yellow.may('s3:GetObject', `${bucket}/blue/a`)).toBe(false);
  });

  documented(
    variables,
    'Key names are case-insensitive. For example, aws:CurrentTime is equivalent to AWS:currenttime.',
    () => {
      const statements = [allow({ Resource: `${bucket}/${variable('AWS:principalAccount')}` })];
      expect(may(statements, 's3:GetObject', `${bucket}/${account}`)).toBe(true);
    },
  );

  documented(variables, "You can't use a multivalued condition key as a variable.", () => {
    const statements = [allow({ Resource: `${bucket}/${variable('aws:TagKeys')}` })];
    expect(may(statements, 's3:GetObject', `${bucket}/a`, { 'aws:TagKeys': ['a'] })).toBe(false);
    expect(may(statements, 's3:GetObject', `${bucket}/a`, { 'aws:TagKeys': 'a' })).toBe(true);
  });

  documented(
    variables,
    `If you don't include the Version element and set it to an appropriate version date, variables like ${variable('aws:username')} are treated as literal strings in the policy.`,
    () => {
      for (const version of [undefined, '2008-10-17']) {
        const statement = allow({ Resource: `${bucket}/${variable('aws:username')}` });
        const [compiled] = compilePolicy({ Version: version, Statement: [statement] }, 'p', 'identity');
        expect(compiled?.matchesResource(`${bucket}/${variable('aws:username')}`, () => 'David')).toBe(true);
        expect(compiled?.matchesResource(`${bucket}/David`, () => 'David')).toBe(false);
      }
    },
  );

  documented(
    variables,
    "You can't use a variable to replace parts of the ARN before the fifth colon, such as the service or account.",
    () => {
      expect(() =>
        compilePolicy(
          policyDocument(allow({ Resource: `arn:aws:iam::${variable('aws:PrincipalAccount')}:user/David` })),
          'p',
          'identity',
        ),
      ).toThrow(/variable before the fifth colon/);
    },
  );

  documented(
    variables,
    'When you use a variable with no value in the condition element of an IAM policy, IAM JSON policy elements: Condition operators like StringEquals or StringLike do not match, and the policy statement does not take effect.',
    () => {
      expect(holds({ StringEquals: { k: variable('aws:username') } }, { k: 'David' })).toBe(false);
      expect(holds({ StringLike: { k: `${variable('aws:username')}*` } }, { k: 'David' })).toBe(false);
    },
  );

  documented(
    variables,
    'Inverted condition operators like StringNotEquals or StringNotLike do match against a null value, as the value of the condition key they are testing against is not equal to or like the effectively null value.',
    () => {
      expect(holds({ StringNotEquals: { k: variable('aws:username') } }, { k: 'David' })).toBe(true);
      expect(holds({ StringNotLike: { k: variable('aws:username') } }, { k: 'David' })).toBe(true);
    },
  );

  documented(
    variables,
    'If a variable that has no value in the authorization context is used as part of the Resource or NotResource element of a policy, the resource that includes a policy variable with no value will not match any resource.',
    () => {
      expect(tested(home).may('s3:GetObject', `${bucket}//a`)).toBe(false);
      expect(tested(home).may('s3:GetObject', `${bucket}/${ofPrincipal}/a`)).toBe(false);
    },
  );

  documented(variables, 'use where you need an * (asterisk) character.', () => {
    const statements = [allow({ Resource: `${bucket}/${variable('*')}` })];
    expect(may(statements, 's3:GetObject', `${bucket}/*`)).toBe(true);
    expect(may(statements, 's3:GetObject', `${bucket}/a`)).toBe(false);
  });

  documented(variables, 'use where you need a ? (question mark) character.', () => {
    expect(holds({ StringLike: { k: `a${variable('?')}` } }, { k: 'a?' })).toBe(true);
    expect(holds({ StringLike: { k: `a${variable('?')}` } }, { k: 'ab' })).toBe(false);
  });

  documented(variables, 'use where you need a $ (dollar sign) character.', () => {
    expect(holds({ StringEquals: { k: `${variable('$')}{aws:username}` } }, { k: variable('aws:username') })).toBe(
      true,
    );
  });

  documented(
    variables,
    'These users can access only the DOC-EXAMPLE-BUCKET-company-wide bucket where they can view broad information, such as instructions for joining a team.',
    () => {
      const name = variable("aws:PrincipalTag/team, 'company-wide'");
      const statements = [allow({ Resource: `arn:aws:s3:::DOC-EXAMPLE-BUCKET-${name}` })];
      const list = (role: ReturnType<typeof tested>, team: string) =>
        role.may('s3:ListBucket', `arn:aws:s3:::DOC-EXAMPLE-BUCKET-${team}`);
      expect(list(tested(statements), 'company-wide')).toBe(true);
      expect(list(tested(statements), 'yellow')).toBe(false);
      expect(list(tested(statements, { tags: { team: 'yellow' } }), 'yellow')).toBe(true);
      expect(list(tested(statements, { tags: { team: 'yellow' } }), 'company-wide')).toBe(false);
    },
  );
});

describe('several keys and values', () => {
  const attributes = (...names: string[]) => ({ 'dynamodb:Attributes': names });

  documented(
    multiValue,
    'If your policy has multiple condition operators or multiple keys attached to a single condition operator, the conditions are evaluated using a logical AND. If a single condition operator includes multiple values for one key, that condition operator is evaluated using a logical OR.',
    () => {
      const condition = {
        StringEqualsIgnoreCase: { d: ['finance', 'hr'], r: ['audit', 'security'] },
        StringEquals: { a: '1' },
      };
      expect(holds(condition, { d: 'HR', r: 'Audit', a: '1' })).toBe(true);
      expect(holds(condition, { d: 'legal', r: 'Audit', a: '1' })).toBe(false);
      expect(holds(condition, { d: 'HR', r: 'Audit', a: '2' })).toBe(false);
      expect(holds(condition, { d: 'HR', a: '1' })).toBe(false);
    },
  );

  documented(
    multiValue,
    'When multiple values are listed in a policy for negated matching condition operators such as StringNotEquals and DateNotEquals, the effective permissions work like a logical AND.',
    () => {
      expect(['a', 'b', 'c'].map((k) => holds({ StringNotEquals: { k: ['a', 'b'] } }, { k }))).toEqual([
        false,
        false,
        true,
      ]);
    },
  );

  documented(
    multiValue,
    "Assume the user makes a request to DynamoDB to get the attributes Message and Tags from the Thread table. In that case, the request is allowed because the user's requested attributes all match values specified in the policy.",
    () => {
      const condition = { 'ForAllValues:StringEquals': attributes('ID', 'Message', 'Tags') };
      expect(holds(condition, attributes('Message', 'Tags'))).toBe(true);
      expect(holds(condition, attributes('Message', 'UserName'))).toBe(false);
    },
  );

  documented(
    multiValue,
    'it returns true if there are no keys in the request, or if the key values resolve to a null data set, such as an empty string.',
    () => {
      const condition = { 'ForAllValues:StringEquals': attributes('ID') };
      expect(holds(condition)).toBe(true);
      expect(holds(condition, attributes(''))).toBe(true);
    },
  );

  documented(multiValue, 'For no matching key or a null dataset, the condition returns false.', () => {
    const condition = { 'ForAnyValue:StringLike': attributes('*') };
    expect(holds(condition)).toBe(false);
    expect(holds(condition, attributes(''))).toBe(false);
    expect(holds(condition, attributes('a'))).toBe(true);
  });

  documented(
    multiValue,
    "If any of the user's requested attributes match any of the forbidden attributes, the request is denied.",
    () => {
      const forbidden = deny({ Condition: { 'ForAnyValue:StringEquals': attributes('ID', 'PostDateTime') } });
      const put = (...names: string[]) => may([allow(), forbidden], 'dynamodb:PutItem', '*', attributes(...names));
      expect(put('PostDateTime', 'Message')).toBe(false);
      expect(put('UserName')).toBe(true);
    },
  );
});
