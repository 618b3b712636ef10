import { describe, expect, it } from 'vitest';
import { declared, functionOf, stranger } from './fixture.ts';

const poolArn = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_one';
const cognito = { service: 'cognito-idp.amazonaws.com', sourceArn: poolArn };
const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:subject';

function withPermission(properties?: Record<string, unknown>) {
  const { lambda } = functionOf('export const handler = async () => "ran";');
  const given = { FunctionName: functionArn, Action: 'lambda:InvokeFunction', Principal: cognito.service };
  if (properties) {
    lambda.resourceTypes['AWS::Lambda::Permission'](
      declared('Permission', 'AWS::Lambda::Permission', { ...given, ...properties }),
    );
  }
  return lambda;
}

describe('a service may invoke', () => {
  it.each([
    ['by its name alone', {}],
    ['for the resource', { SourceArn: poolArn }],
    ['for resources like it', { SourceArn: 'arn:aws:cognito-idp:*:*:userpool/us-east-1_???' }],
    ['for its account', { SourceAccount: '000000000000' }],
    ['by a wider action', { Action: 'lambda:*' }],
    ['by the name of the function', { FunctionName: 'subject' }],
  ])('%s', async (_, properties) => {
    const lambda = withPermission(properties);
    expect(await lambda.invoke(cognito, functionArn, {}, 'RequestResponse')).toEqual({ payload: 'ran' });
  });
});

describe('a service is denied', () => {
  it.each([
    ['without a permission', undefined],
    ['for another resource', { SourceArn: `${poolArn}Two` }],
    ['for another account', { SourceAccount: '111111111111' }],
    ['as another service', { Principal: 's3.amazonaws.com' }],
    ['for another action', { Action: 'lambda:GetFunction' }],
    ['for another function', { FunctionName: 'other' }],
    ['where a wildcard would have to cross a colon', { SourceArn: 'arn:aws:*:userpool/us-east-1_one' }],
  ])('%s', async (_, properties) => {
    await expect(withPermission(properties).invoke(cognito, functionArn, {}, 'RequestResponse')).rejects.toMatchObject({
      code: 'AccessDeniedException',
      status: 403,
      message:
        `User: cognito-idp.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: ` +
        `${functionArn} because no resource-based policy allows the lambda:InvokeFunction action`,
    });
  });
});

it('a principal needs lambda:InvokeFunction on the ARN of the function', async () => {
  const invoking = withPermission({}).invoke({ principal: stranger }, 'subject', {}, 'RequestResponse');
  await expect(invoking).rejects.toThrow(`${stranger.arn} lambda:InvokeFunction ${functionArn}`);
});

it('a permission for a function that is not there ends the start', () => {
  expect(() => withPermission({ FunctionName: 'gone' }).start()).toThrow('unknown function gone');
});

it('a permission for another principal than a service is refused', () => {
  expect(() => withPermission({ Principal: '111111111111' })).toThrow('for services only');
});
