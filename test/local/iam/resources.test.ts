import { describe, expect, it } from 'vitest';
import { Iam } from '../../../local/iam/iam.ts';
import { declared, policyDocument, trust } from './account.ts';
import { newCloud } from '../support/cloud.ts';

const LOGS = { Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' };

function deployRole(iam: Iam, properties: Record<string, unknown>, logicalId = 'Role') {
  return iam.resourceTypes['AWS::IAM::Role'](
    declared('AWS::IAM::Role', logicalId, {
      AssumeRolePolicyDocument: trust('appsync.amazonaws.com'),
      ...properties,
    }),
  );
}

describe('a property that nothing reads', () => {
  it.each([
    ['AWS::IAM::Role', { Colour: 'red' }, "Stack/Typo: Colour isn't run here."],
    ['AWS::IAM::Policy', { Users: ['ann'] }, "Stack/Typo: Users isn't run here."],
    ['AWS::IAM::Policy', { PolicyName: 'p', PolicyDocument: policyDocument(LOGS) }, 'Stack/Typo: Roles must name'],
    ['AWS::IAM::ManagedPolicy', { Names: 'x' }, "Stack/Typo: Names isn't run here."],
  ] as const)('or is missing from a %s is refused: %j', (type, properties, message) => {
    const deploy = () => new Iam(newCloud()).resourceTypes[type](declared(type, 'Typo', properties));
    expect(deploy).toThrow(message);
  });
});

describe('a role', () => {
  it('has the same name and ids at every start', () => {
    const [first, second] = [deployRole(new Iam(newCloud()), {}), deployRole(new Iam(newCloud()), {})];
    expect(first).toEqual(second);
    expect(first.attributes?.['Arn']).toBe(`arn:aws:iam::000000000000:role/${first.ref}`);
    expect(first.attributes?.['RoleId']).toMatch(/^AROA[0-9A-F]{17}$/);
  });

  it('keeps a long name within 64 characters, apart from others', () => {
    const iam = new Iam(newCloud());
    const names = ['A', 'B'].map((end) => deployRole(iam, {}, `${'Long'.repeat(20)}${end}`).ref);
    expect(names.every((name) => name.length <= 64 && name.startsWith('Stack-Long'))).toBe(true);
    expect(names[0]).not.toBe(names[1]);
  });

  it('is assumed only by the service that its trust policy names', () => {
    const cloud = newCloud();
    const iam = new Iam(cloud);
    const { ref, attributes } = deployRole(iam, {});
    const arn = attributes?.['Arn'] ?? '';
    expect(iam.roleSession(arn, 'APPSYNC', 'appsync.amazonaws.com')).toEqual({
      kind: 'role',
      arn: `arn:aws:sts::000000000000:assumed-role/${ref}/APPSYNC`,
      roleArn: arn,
    });
    expect(() => iam.roleSession(arn, 's', 'lambda.amazonaws.com')).toThrow(
      `lambda.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    );
    expect(cloud.terminal).toHaveLength(1);
    expect(() => iam.roleSession(`${arn}x`, 's', 'appsync.amazonaws.com')).toThrow(/cannot be found/);
  });

  it('may depend on the account that the service acts for', () => {
    const iam = new Iam(newCloud());
    const trustWith = (account: string) =>
      policyDocument({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'appsync.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      });
    const assume = (account: string) => {
      const { attributes } = deployRole(iam, { AssumeRolePolicyDocument: trustWith(account) }, `Of${account}`);
      return () => iam.roleSession(attributes?.['Arn'] ?? '', 's', 'appsync.amazonaws.com');
    };
    expect(assume('000000000000')).not.toThrow();
    expect(assume('111111111111')).toThrow();
  });

  it('has the managed policies that it names', () => {
    const iam = new Iam(newCloud());
    const managed = iam.resourceTypes['AWS::IAM::ManagedPolicy'](
      declared('AWS::IAM::ManagedPolicy', 'Managed', {
        PolicyDocument: policyDocument({ ...LOGS, Action: 's3:GetObject' }),
      }),
    );
    const { attributes } = deployRole(iam, {
      ManagedPolicyArns: [managed.ref, 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
    });
    const role = iam.roleSession(attributes?.['Arn'] ?? '', 's', 'appsync.amazonaws.com');
    expect(
      ['s3:GetObject', 'logs:PutLogEvents', 's3:PutObject'].map((action) => iam.evaluate(role, action, 'arn')),
    ).toEqual(['allowed', 'allowed', 'implicitDeny']);
  });
});

describe('the start ends', () => {
  const iam = () => new Iam(newCloud());
  const policy = (properties: Record<string, unknown>) => () =>
    iam().resourceTypes['AWS::IAM::Policy'](declared('AWS::IAM::Policy', 'Policy', { PolicyName: 'p', ...properties }));

  it.each([
    [
      "a managed policy that isn't known",
      () => deployRole(iam(), { ManagedPolicyArns: ['arn:aws:iam::aws:policy/X'] }),
      /policy\/X/,
    ],
    [
      'a boundary that is missing',
      () => deployRole(iam(), { PermissionsBoundary: 'arn:aws:iam::000000000000:policy/X' }),
      /Stack\/Role: .*policy\/X/,
    ],
    ['a role that is missing', policy({ PolicyDocument: policyDocument(LOGS), Roles: ['Nobody'] }), /role Nobody/],
    ['no effect', policy({ PolicyDocument: policyDocument({ ...LOGS, Effect: undefined }) }), /Effect/],
    ['no resource', policy({ PolicyDocument: policyDocument({ ...LOGS, Resource: undefined }) }), /Resource/],
    [
      'an action twice',
      policy({ PolicyDocument: policyDocument({ ...LOGS, NotAction: 'a:b' }) }),
      /either Action or NotAction/,
    ],
    ['another version', policy({ PolicyDocument: { ...policyDocument(LOGS), Version: '2020-01-01' } }), /Version/],
    ['no statement', policy({ PolicyDocument: policyDocument() }), /needs a Statement/],
    ['an unknown element', policy({ PolicyDocument: policyDocument({ ...LOGS, Actions: '*' }) }), /element Actions/],
    ['an empty list', policy({ PolicyDocument: policyDocument({ ...LOGS, Action: [] }) }), /empty Action/],
    ['no action', policy({ PolicyDocument: policyDocument({ ...LOGS, Action: 'PutLogEvents' }) }), /SERVICE:NAME/],
    ['a resource by name', policy({ PolicyDocument: policyDocument({ ...LOGS, Resource: 'table' }) }), /an ARN or \*/],
    ['a principal', policy({ PolicyDocument: policyDocument({ ...LOGS, Principal: '*' }) }), /Principal/],
  ])('with %s', (_, deploy, message) => {
    expect(deploy).toThrow(
      expect.objectContaining({ name: 'DeploymentError', message: expect.stringMatching(message) }),
    );
  });
});
