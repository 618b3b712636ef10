import { describe, expect } from 'vitest';
import { compilePolicy } from '../../../local/iam/policy.ts';
import { policyDocument } from './account.ts';
import { allow, deny, may, without } from './decide.ts';
import { documented } from '../support/documented.ts';

const guide = (name: string) => `IAM/latest/UserGuide/reference_policies_${name}.html`;
const resource = 'IAM/latest/UserGuide/reference_policies_elements_resource.html';
const action = 'IAM/latest/UserGuide/reference_policies_elements_action.html';
const notAction = 'IAM/latest/UserGuide/reference_policies_elements_notaction.html';
const notResource = 'IAM/latest/UserGuide/reference_policies_elements_notresource.html';
const sid = 'IAM/latest/UserGuide/reference_policies_elements_sid.html';
const grammar = 'IAM/latest/UserGuide/reference_policies_grammar.html';
const checks = 'IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html';

const bucket = 'arn:aws:s3:::mybucket';
const own = (...statements: Parameters<typeof policyDocument>) =>
  compilePolicy(policyDocument(...statements), 'p', 'identity');

describe('actions', () => {
  documented(
    action,
    'The prefix and the action name are case insensitive. For example, iam:ListAccessKeys is the same as IAM:listaccesskeys.',
    () => {
      expect(may([allow({ Action: 'IAM:listaccesskeys' })], 'iam:ListAccessKeys', '*')).toBe(true);
    },
  );

  documented(
    action,
    'You can use a wildcard (*) to give access to all the actions the specific AWS product offers.',
    () => {
      expect(may([allow({ Action: 's3:*' })], 's3:GetObject', bucket)).toBe(true);
      expect(may([allow({ Action: 's3:*' })], 'sqs:SendMessage', bucket)).toBe(false);
    },
  );

  documented(
    action,
    'For example, the following Action element applies to all IAM actions that include the string AccessKey, including CreateAccessKey, DeleteAccessKey, ListAccessKeys, and UpdateAccessKey.',
    () => {
      for (const name of ['CreateAccessKey', 'DeleteAccessKey', 'ListAccessKeys', 'UpdateAccessKey']) {
        expect(may([allow({ Action: 'iam:*AccessKey*' })], `iam:${name}`, '*')).toBe(true);
      }
      expect(may([allow({ Action: 'iam:*AccessKey*' })], 'iam:CreateUser', '*')).toBe(false);
    },
  );

  documented(action, 'Statements must include either an Action or NotAction element.', () => {
    expect(() => own(without('Action', allow()))).toThrow(/either Action or NotAction/);
    expect(() => own(allow({ NotAction: 's3:*' }))).toThrow(/either Action or NotAction/);
  });

  documented(
    notAction,
    'The following example allows users to access every action in every AWS service except for IAM.',
    () => {
      const statements = [without('Action', allow({ NotAction: 'iam:*' }))];
      expect(may(statements, 's3:GetObject', bucket)).toBe(true);
      expect(may(statements, 'iam:CreateUser', '*')).toBe(false);
    },
  );

  documented(
    notAction,
    'This combination does not allow the listed items, but instead explicitly denies the actions not listed.',
    () => {
      const denying = without('Action', deny({ NotAction: 'iam:*' }));
      expect(may([denying], 'iam:CreateUser', '*')).toBe(false);
      expect(may([denying, allow()], 'iam:CreateUser', '*')).toBe(true);
      expect(may([denying, allow()], 's3:GetObject', bucket)).toBe(false);
    },
  );

  documented(notAction, '"Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}', () => {
    const condition = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } };
    const denying = without('Action', deny({ NotAction: 'iam:*', Condition: condition }));
    const get = (context: Record<string, string>) => may([denying, allow()], 's3:GetObject', bucket, context);
    expect(get({})).toBe(false);
    expect(get({ 'aws:MultiFactorAuthPresent': 'true' })).toBe(true);
  });
});

describe('resources', () => {
  const on = (pattern: string, arn: string) => may([allow({ Resource: pattern })], 's3:GetObject', arn);

  documented(
    resource,
    'The asterisk (*) character can expand to replace everything within a segment, including characters like a forward slash (/) that may otherwise appear to be a delimiter within a given service namespace.',
    () => {
      const objects = ['1', '1/2', '1/2', '1/2/3'].map((folder) => `${folder}/test/object.jpg`);
      for (const key of [
        ...objects,
        '1/2/test/3/object.jpg',
        '1///test///object.jpg',
        '1/test/.jpg',
        '/test/object.jpg',
        '1/test/',
      ]) {
        expect([key, on(`${bucket}/*/test/*`, `${bucket}/${key}`)]).toEqual([key, true]);
      }
    },
  );

  documented(resource, 'The ARN would not match the following objects:', () => {
    for (const key of ['1-test/object.jpg', 'test/object.jpg', '1/2/test.jpg']) {
      expect([key, on(`${bucket}/*/test/*`, `${bucket}/${key}`)]).toEqual([key, false]);
    }
  });

  documented(
    resource,
    'You can use wildcard characters (* and ?) within ARN segments (the parts separated by colons) to represent any combination of characters with an askterisk (*) and any single character with a question mark (?).',
    () => {
      expect(on('arn:aws:iam:*:*:user/D?vid', 'arn:aws:iam::000000000000:user/David')).toBe(true);
      expect(on('arn:aws:iam:*:user/David', 'arn:aws:iam::000000000000:user/David')).toBe(false);
    },
  );

  documented(resource, 'You can specify multiple resources.', () => {
    const statements = [allow({ Resource: [`${bucket}/a`, `${bucket}/b`] })];
    expect(['a', 'b', 'c'].map((key) => may(statements, 's3:GetObject', `${bucket}/${key}`))).toEqual([
      true,
      true,
      false,
    ]);
  });

  documented(
    resource,
    'Statements must include either a Resource or a NotResource element. You specify a resource using an ARN.',
    () => {
      expect(() => own(without('Resource', allow()))).toThrow(/either Resource or NotResource/);
      expect(() => own(allow({ Resource: 'mybucket' }))).toThrow(/a resource is an ARN or \*/);
    },
  );

  documented(
    notResource,
    'Using the NotResource element and "Effect": "Deny" in the same statement denies services and resources that are not explicitly listed.',
    () => {
      const statements = [allow(), without('Resource', deny({ Action: 's3:*', NotResource: [bucket, `${bucket}/*`] }))];
      expect(may(statements, 's3:GetObject', `${bucket}/a`)).toBe(true);
      expect(may(statements, 's3:GetObject', `${bucket}2/a`)).toBe(false);
    },
  );

  documented(notResource, 'NotResource allows all services and resources that are not explicitly listed', () => {
    const statements = [without('Resource', allow({ NotResource: 'arn:aws:s3:::HRBucket' }))];
    expect(may(statements, 's3:ListBucket', 'arn:aws:s3:::HRBucket')).toBe(false);
    expect(may(statements, 's3:ListBucket', bucket)).toBe(true);
    expect(may(statements, 'iam:CreateUser', '*')).toBe(true);
  });
});

describe('a document that AWS refuses', () => {
  documented(sid, 'In IAM, the Sid value must be unique within a JSON policy.', () => {
    expect(() => own(allow({ Sid: 'A' }), deny({ Sid: 'A' }))).toThrow(/must be unique: A/);
    expect(() => own(allow({ Sid: 'A' }), deny({ Sid: 'B' }))).not.toThrow();
  });

  documented(checks, 'The Sid element supports uppercase letters, lowercase letters, and numbers.', () => {
    expect(() => own(allow({ Sid: 'Allow reads' }))).toThrow(/Sid Allow reads/);
    expect(() => own(allow({ Sid: 'AllowReads1' }))).not.toThrow();
  });

  documented(grammar, '<version_block> = "Version" : ("2008-10-17" | "2012-10-17")', () => {
    expect(() => compilePolicy({ Version: '2026-01-01', Statement: allow() }, 'p', 'identity')).toThrow(/Version/);
    expect(() => compilePolicy({ Version: '2008-10-17', Statement: allow() }, 'p', 'identity')).not.toThrow();
  });

  documented(grammar, 'It must not be included in identity-based policies.', () => {
    expect(() => own(allow({ Principal: '*' }))).toThrow(/can't have a Principal/);
  });

  documented(
    guide('elements_statement'),
    'The Statement element can contain a single statement or an array of individual statements.',
    () => {
      expect(compilePolicy({ Statement: allow() }, 'p', 'identity')).toHaveLength(1);
      expect(compilePolicy({ Statement: [allow(), deny()] }, 'p', 'identity')).toHaveLength(2);
      expect(() => compilePolicy({}, 'p', 'identity')).toThrow(/needs a Statement/);
    },
  );
});
