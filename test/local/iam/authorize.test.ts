import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Iam } from '../../../local/iam/iam.ts';
import { declared, policyDocument, roleWith } from './account.ts';
import type { StatementSource } from './account.ts';
import { newCloud } from '../support/cloud.ts';

const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/Data';

/** Whether a role with these statements may do the action on the resource. */
function allows(
  statements: StatementSource[],
  action = 'dynamodb:GetItem',
  resource = TABLE,
  context: Record<string, string | readonly string[]> = {},
): boolean {
  const iam = new Iam(newCloud());
  return iam.evaluate(roleWith(iam, ...statements), action, resource, context) === 'allowed';
}

const allow = (overrides: StatementSource = {}): StatementSource => ({
  Effect: 'Allow',
  Action: 'dynamodb:GetItem',
  Resource: TABLE,
  ...overrides,
});

/** A policy variable. */
const variable = (name: string) => `\${${name}}`;

describe('a refused call', () => {
  it("has AWS's text, and the terminal names the role too", () => {
    const cloud = newCloud();
    const iam = new Iam(cloud);
    const role = roleWith(iam);
    const text =
      `User: ${role.arn} is not authorized to perform: dynamodb:GetItem on resource: ${TABLE} ` +
      'because no identity-based policy allows the dynamodb:GetItem action';
    expect(() => iam.authorize(role, 'dynamodb:GetItem', TABLE)).toThrow(
      expect.objectContaining({ code: 'AccessDeniedException', status: 400, message: text }),
    );
    expect(cloud.terminal).toEqual([expect.stringMatching(/table\/Data because .*\(role Stack-Role-[0-9A-F]{12}\)$/)]);
  });

  it('says when a policy forbids it', () => {
    const iam = new Iam(newCloud());
    const role = roleWith(iam, allow(), allow({ Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' }));
    expect(() => iam.authorize(role, 'dynamodb:GetItem', TABLE)).toThrow(
      /table\/Data with an explicit deny in an identity-based policy$/,
    );
  });

  it('is refused when only some of its resources are allowed', () => {
    const iam = new Iam(newCloud());
    const role = roleWith(iam, allow());
    expect(() => iam.authorize(role, 'dynamodb:GetItem', [TABLE, `${TABLE}2`])).toThrow(/table\/Data2 because/);
    expect(() => iam.authorize(role, 'dynamodb:GetItem', [TABLE])).not.toThrow();
  });
});

it('lets the administrator do anything', () => {
  const administrator = { kind: 'administrator', arn: 'arn:aws:iam::000000000000:root' } as const;
  expect(() => new Iam(newCloud()).authorize(administrator, 'dynamodb:GetItem', TABLE)).not.toThrow();
});

describe('actions and resources', () => {
  it('ignore case in actions, not in resources', () => {
    expect(allows([allow({ Action: 'DynamoDB:getitem' })])).toBe(true);
    expect(allows([allow({ Resource: TABLE.replace('Data', 'data') })])).toBe(false);
  });

  it.each([
    [{ Action: 'dynamodb:*Item' }, true],
    [{ Action: 'dynamodb:Get????' }, true],
    [{ Action: 'dynamodb:Get???' }, false],
    [{ Action: undefined, NotAction: 'dynamodb:PutItem' }, true],
    [{ Action: undefined, NotAction: ['s3:*', 'dynamodb:Get*'] }, false],
    [{ Resource: `${TABLE}*` }, true],
    [{ Resource: `${TABLE}/index/*` }, false],
    [{ Resource: 'arn:aws:dynamodb:*:*:table/*' }, true],
    [{ Resource: 'arn:aws:dynamodb' }, true],
    [{ Resource: 'arn:aws:*:table/*' }, false],
    [{ Resource: undefined, NotResource: `${TABLE}/*` }, true],
    [{ Resource: undefined, NotResource: '*' }, false],
  ])('%j → %s', (overrides, expected) => expect(allows([allow(overrides)])).toBe(expected));

  it("don't let a wildcard cross into another part of an ARN", () => {
    expect(allows([allow({ Resource: 'arn:aws:*:000000000000:table/Data' })])).toBe(false);
    expect(allows([allow({ Resource: 'arn:*:table/Data' })])).toBe(false);
    expect(allows([allow({ Resource: 'arn:aws:dynamodb:*:*:*' })])).toBe(true);
    expect(allows([allow({ Resource: 'arn:aws:s3:*:*:*' })])).toBe(false);
  });

  it('deny first, whatever the order of the statements', () => {
    const deny = allow({ Effect: 'Deny' });
    expect(allows([deny, allow()])).toBe(false);
    expect(allows([allow(), deny])).toBe(false);
  });

  it('take variables from the request', () => {
    const own = [allow({ Resource: `arn:aws:dynamodb:us-east-1:000000000000:table/${variable('app:table')}` })];
    expect(allows(own, 'dynamodb:GetItem', TABLE, { 'app:Table': 'Data' })).toBe(true);
    expect(allows(own, 'dynamodb:GetItem', TABLE, { 'app:Table': 'D*' })).toBe(false);
    expect(allows(own)).toBe(false);
    expect(allows([allow({ Resource: `arn:aws:dynamodb:*:*:table/${variable("app:table, 'Data'")}` })])).toBe(true);
    expect(allows([allow({ Resource: TABLE.replace('Data', variable('*')) })])).toBe(false);
  });

  it('match a resource whose name holds any characters only by its own text', () => {
    fc.assert(
      fc.property(
        fc.string().filter((name) => !/[*?$]/.test(name)),
        fc.string(),
        (name, other) => {
          const iam = new Iam(newCloud());
          const role = roleWith(
            iam,
            allow({ Resource: `arn:a:s3:::a${name}` }),
            allow({ Resource: `arn:a:s3:::b${name}?` }),
          );
          expect(iam.evaluate(role, 'dynamodb:GetItem', `arn:a:s3:::a${name}`)).toBe('allowed');
          expect(iam.evaluate(role, 'dynamodb:GetItem', `arn:a:s3:::a${other}`) === 'allowed').toBe(name === other);
          expect(iam.evaluate(role, 'dynamodb:GetItem', `arn:a:s3:::b${name}x`)).toBe('allowed');
          expect(iam.evaluate(role, 'dynamodb:GetItem', `arn:a:s3:::b${name}`)).toBe('implicitDeny');
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('conditions', () => {
  const when = (condition: unknown, context: Record<string, string | readonly string[]>) =>
    allows([allow({ Condition: condition })], 'dynamodb:GetItem', TABLE, context);

  it.each([
    [{ StringEquals: { k: 'a' } }, { k: 'a' }, true],
    [{ StringEquals: { k: ['a', 'b'] } }, { k: 'b' }, true],
    [{ StringEquals: { k: 'a' } }, { k: 'A' }, false],
    [{ StringEquals: { k: 'a' } }, {}, false],
    [{ StringEquals: { K: 'a' } }, { k: 'a' }, true],
    [{ StringEqualsIfExists: { k: 'a' } }, {}, true],
    [{ StringEqualsIfExists: { k: 'a' } }, { k: 'b' }, false],
    [{ StringNotEquals: { k: ['a', 'b'] } }, { k: 'b' }, false],
    [{ StringNotEquals: { k: 'a' } }, {}, true],
    [{ StringEqualsIgnoreCase: { k: 'a' } }, { k: 'A' }, true],
    [{ StringLike: { k: 'a*' } }, { k: 'abc' }, true],
    [{ StringLike: { k: 'a?' } }, { k: 'abc' }, false],
    [{ StringNotLike: { k: 'a*' } }, { k: 'abc' }, false],
    [{ StringEquals: { k: '*' } }, { k: 'abc' }, false],
    [{ ArnLike: { k: 'arn:aws:s3:*:*:b*' } }, { k: 'arn:aws:s3:::bucket' }, true],
    [{ StringLike: { k: 'arn:*:b' } }, { k: 'arn:aws:s3:::b' }, true],
    [{ ArnEquals: { k: 'arn:aws:s3:*:*:b*' } }, { k: 'arn:aws:s3:a:b:c:bucket' }, false],
    [{ Bool: { k: 'true' } }, { k: 'True' }, true],
    [{ Bool: { k: true } }, { k: 'false' }, false],
    [{ Bool: { 'aws:SecureTransport': 'false' } }, {}, false],
    [{ Null: { k: 'true' } }, {}, true],
    [{ Null: { k: 'false' } }, {}, false],
    [{ NumericLessThanEquals: { k: '10' } }, { k: '9.5' }, true],
    [{ NumericGreaterThan: { k: 10 } }, { k: '10' }, false],
    [{ NumericEquals: { k: '10' } }, { k: '10.0' }, true],
    [{ 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: ['a', 'b'] }, true],
    [{ 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: ['a', 'c'] }, false],
    [{ 'ForAllValues:StringEquals': { k: 'a' } }, {}, true],
    [{ 'ForAnyValue:StringLike': { k: 'a*' } }, { k: ['b', 'ab'] }, true],
    [{ 'ForAnyValue:StringLike': { k: 'a*' } }, {}, false],
    [{ StringLike: { k: 'a*' }, StringEquals: { m: 'b' } }, { k: 'a' }, false],
    [{ StringEquals: { k: variable('aws:PrincipalAccount') } }, { k: '000000000000' }, true],
  ])('%j with %j → %s', (condition, context, expected) => expect(when(condition, context)).toBe(expected));

  it('are judged anew for each request', () => {
    const iam = new Iam(newCloud());
    const role = roleWith(iam, allow({ Condition: { StringEquals: { k: 'a' } } }));
    const decide = (k: string) => iam.evaluate(role, 'dynamodb:GetItem', TABLE, { k });
    expect([decide('a'), decide('b'), decide('a')]).toEqual(['allowed', 'implicitDeny', 'allowed']);
  });

  it.each([
    [{ StringMatches: { k: 'a' } }, /Stack\/Role \(policy own\): there is no condition operator StringMatches/],
    [{ NullIfExists: { k: 'true' } }, /no condition operator NullIfExists/],
    [{ NumericEquals: { k: 'ten' } }, /compares with ten, which is no number/],
    [{ DateLessThan: { k: 'tomorrow' } }, /compares with tomorrow, which is no date/],
    [{ IpAddress: { k: '10.0.0.0/99' } }, /compares with 10.0.0.0\/99, which is no range/],
  ])('end the start when they are %j', (condition, message) => {
    expect(() => when(condition, {})).toThrow(
      expect.objectContaining({ name: 'DeploymentError', message: expect.stringMatching(message) }),
    );
  });
});

describe('the statements in use', () => {
  it('are those that let a call through, by policy and Sid or index', () => {
    const iam = new Iam(newCloud());
    const role = roleWith(iam, allow({ Sid: 'Read' }), allow({ Action: 'dynamodb:PutItem' }));
    iam.resourceTypes['AWS::IAM::Policy'](
      declared('AWS::IAM::Policy', 'Policy', {
        PolicyName: 'attached',
        PolicyDocument: policyDocument(allow({ Action: 'dynamodb:Query' })),
        Roles: [role.roleArn?.split('/').at(-1)],
      }),
    );
    iam.authorize(role, 'dynamodb:GetItem', TABLE);
    iam.authorize(role, 'dynamodb:GetItem', TABLE);
    iam.authorize(role, 'dynamodb:Query', TABLE);
    expect(iam.usedStatements()).toEqual([
      {
        role: 'Stack/Role',
        policy: 'Stack/Role',
        policyName: 'own',
        statement: 0,
        sid: 'Read',
        actions: ['dynamodb:GetItem'],
        resources: [TABLE],
        uses: 2,
      },
      {
        role: 'Stack/Role',
        policy: 'Stack/Policy',
        policyName: 'attached',
        statement: 0,
        actions: ['dynamodb:Query'],
        resources: [TABLE],
        uses: 1,
      },
    ]);
    expect(iam.allStatements()).toHaveLength(3);
  });
});
