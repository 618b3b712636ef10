/* eslint-disable no-template-curly-in-string -- the syntax of Fn::Sub */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { substitute } from '../../../local/assembly/substitution.ts';
import { deployTemplate, thing } from './fixture.ts';

/** What `value` becomes in a stack that has a resource Other, a parameter, a mapping and two conditions. */
async function resolved(value: unknown): Promise<unknown> {
  const deployed = await deployTemplate({
    Parameters: { Stage: { Type: 'String', Default: 'dev' }, Zones: { Type: 'CommaDelimitedList', Default: 'a, b' } },
    Mappings: { Sizes: { dev: { memory: 128 } } },
    Conditions: { IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] }, IsProd: { 'Fn::Not': [{ Condition: 'IsDev' }] } },
    Resources: { Other: thing(), Subject: thing({ value }) },
  });
  return deployed.properties('Subject')?.value;
}

describe('intrinsic functions', () => {
  it.each([
    ['Ref of a resource', { Ref: 'Other' }, 'ref-Other'],
    ['Ref of a parameter', { Ref: 'Stage' }, 'dev'],
    ['Ref of a list parameter', { Ref: 'Zones' }, ['a', 'b']],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Other', 'Arn'] }, 'arn-Other'],
    ['GetAtt as a string', { 'Fn::GetAtt': 'Other.Arn' }, 'arn-Other'],
    [
      'Sub of resources, attributes and pseudo parameters',
      { 'Fn::Sub': '${Other}/${Other.Arn}/${AWS::Region}' },
      'ref-Other/arn-Other/us-east-1',
    ],
    ['Sub with variables', { 'Fn::Sub': ['${Name}-${Stage}', { Name: { Ref: 'Other' } }] }, 'ref-Other-dev'],
    ['Sub of a literal', { 'Fn::Sub': 'a ${!Literal}' }, 'a ${Literal}'],
    ['Join', { 'Fn::Join': [':', ['a', { Ref: 'Stage' }, 1]] }, 'a:dev:1'],
    ['Join of a list parameter', { 'Fn::Join': ['+', { Ref: 'Zones' }] }, 'a+b'],
    ['Select of Split', { 'Fn::Select': ['1', { 'Fn::Split': ['-', { Ref: 'Other' }] }] }, 'Other'],
    ['If, yes', { 'Fn::If': ['IsDev', 'yes', 'no'] }, 'yes'],
    ['If, no', { 'Fn::If': ['IsProd', 'yes', 'no'] }, 'no'],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 128],
    ['Base64', { 'Fn::Base64': 'hello' }, 'aGVsbG8='],
    ['GetAZs', { 'Fn::GetAZs': '' }, ['us-east-1a', 'us-east-1b', 'us-east-1c']],
    ['NoValue in a list', ['a', { Ref: 'AWS::NoValue' }], ['a']],
    ['NoValue in an object', { kept: 1, left: { 'Fn::If': ['IsProd', 1, { Ref: 'AWS::NoValue' }] } }, { kept: 1 }],
    ['an object that only looks like one', { Ref: 'Other', more: 1 }, { Ref: 'Other', more: 1 }],
    ['a policy condition', { Condition: { StringEquals: { a: 'b' } } }, { Condition: { StringEquals: { a: 'b' } } }],
  ])('evaluates %s', async (_, value, expected) => {
    expect(await resolved(value)).toEqual(expected);
  });

  it.each([
    ['AWS::AccountId', '000000000000'],
    ['AWS::Partition', 'aws'],
    ['AWS::StackName', 'App'],
    ['AWS::URLSuffix', 'amazonaws.com'],
    ['AWS::StackId', expect.stringMatching(/^arn:aws:cloudformation:us-east-1:000000000000:stack\/App\/[\da-f-]{36}$/)],
  ])('knows the pseudo parameter %s', async (name, expected) => {
    expect(await resolved({ Ref: name })).toEqual(expected);
  });

  it.each([
    ['an unknown resource', { Ref: 'Nothing' }, 'App/Subject: unresolved reference to Nothing'],
    ['an unknown name in Sub', { 'Fn::Sub': '${Nothing}' }, 'App/Subject: unresolved reference to Nothing'],
    ['an unknown attribute', { 'Fn::GetAtt': ['Other', 'Color'] }, /^App\/Subject: .*Other.*no attribute Color/],
    ['an unknown condition', { 'Fn::If': ['Maybe', 1, 2] }, /^App.*unresolved condition Maybe/],
    ['an unknown export', { 'Fn::ImportValue': 'x' }, 'App/Subject: No export named x found'],
    ['an unknown mapping', { 'Fn::FindInMap': ['Sizes', 'prod', 'memory'] }, /no mapping Sizes \/ prod \/ memory/],
    ['a Select beyond the list', { 'Fn::Select': [2, ['a', 'b']] }, /nonexistent value at index 2/],
    [
      'a function that is not evaluated here',
      { 'Fn::Cidr': ['10.0.0.0/16', 1, 8] },
      /Fn::Cidr is not evaluated locally/,
    ],
    ['a dynamic reference', '{{resolve:ssm:/a}}', /App\/Subject: the dynamic reference {{resolve:ssm:\/a}}/],
  ])('names stack and resource for %s', async (_, value, message) => {
    await expect(resolved(value)).rejects.toThrow(message);
  });

  it('leaves text without variables as it is, whatever else it holds', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const plain = text.replaceAll('${', '$ {');
        expect(substitute(plain, () => 'replaced')).toBe(plain);
      }),
    );
  });
});

describe('conditions', () => {
  const isDev = { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] };
  const isEu = { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] };

  it.each([
    [{ 'Fn::And': [isDev, isEu] }, false],
    [{ 'Fn::And': [isDev, isDev] }, true],
    [{ 'Fn::Or': [isEu, isDev] }, true],
    [{ 'Fn::Or': [isEu, isEu] }, false],
    [{ 'Fn::Not': [isEu] }, true],
    [{ 'Fn::Equals': [true, 'true'] }, true],
    [{ Condition: 'Named' }, true],
  ])('%j is %s', async (condition, holds) => {
    const { declared } = await deployTemplate({
      Parameters: { Stage: { Type: 'String', Default: 'dev' } },
      Conditions: { Named: isDev, Subject: condition },
      Resources: { Thing: thing({}, { Condition: 'Subject' }) },
    });
    expect(declared).toHaveLength(holds ? 1 : 0);
  });

  it('that depend on each other are refused', async () => {
    const template = {
      Conditions: { A: { Condition: 'B' }, B: { Condition: 'A' } },
      Resources: { T: thing({}, { Condition: 'A' }) },
    };
    await expect(deployTemplate(template)).rejects.toThrow('App: circular dependency of condition A');
  });
});
