import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  ConfirmSignUpCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  InitiateAuthCommand,
  SignUpCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { App, Stack } from 'aws-cdk-lib';
import { UserPool, UserPoolClient, UserPoolGroup } from 'aws-cdk-lib/aws-cognito';
import { Template } from 'aws-cdk-lib/assertions';
import { decodeJwt } from 'jose';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeploymentError } from '../../../local/errors.ts';
import { declaredClient, declaredGroup, declaredPool, PASSWORD, Pool } from './pool.ts';

let pool: Pool;

beforeEach(async () => {
  pool = await Pool.start();
});
afterEach(() => pool.stop());

test('physical ids look like AWS’s and are the same at each start', async () => {
  const first = await pool.deploy(declaredPool());
  const client = await pool.deploy(declaredClient(first.ref, { ClientName: 'web' }));
  expect(first.ref).toMatch(/^us-east-1_[0-9A-Za-z]{9}$/);
  expect(client.ref).toMatch(/^[0-9a-z]{26}$/);
  expect(first.attributes).toEqual({
    Arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${first.ref}`,
    ProviderName: `cognito-idp.us-east-1.amazonaws.com/${first.ref}`,
    ProviderURL: `https://cognito-idp.us-east-1.amazonaws.com/${first.ref}`,
    UserPoolId: first.ref,
  });
  expect(client.attributes).toEqual({ ClientId: client.ref, Name: 'web' });
  expect((await pool.deploy(declaredGroup(first.ref, 'Admin'))).ref).toBe('Admin');
  const again = await Pool.start();
  expect([again.poolId, again.clientId]).toEqual([first.ref, client.ref]);
  expect((await again.deploy(declaredPool({}, 'Other'))).ref).not.toBe(first.ref);
  await again.stop();
});

test('what CDK synthesizes is accepted', async () => {
  const stack = new Stack(new App(), 'identity');
  const userPool = new UserPool(stack, 'Users', {
    selfSignUpEnabled: true,
    signInAliases: { email: true },
    signInCaseSensitive: false,
    standardAttributes: { email: { required: true, mutable: true } },
    deletionProtection: true,
  });
  new UserPoolClient(stack, 'Web', { userPool, authFlows: { userSrp: true }, preventUserExistenceErrors: true });
  new UserPoolGroup(stack, 'Admins', { userPool, groupName: 'Admin', precedence: 1 });
  const template = Template.fromStack(stack);
  const properties = (type: string) => {
    const [found] = Object.values(template.findResources(`AWS::Cognito::${type}`)) as {
      Properties: Record<string, unknown>;
    }[];
    return JSON.parse(
      JSON.stringify(found?.Properties).replaceAll(/\{"(Ref|Fn::GetAtt)":[^{}]*\}/g, `"${pool.poolId}"`),
    ) as Record<string, unknown>;
  };
  await pool.deploy({ ...declaredPool(), properties: properties('UserPool') });
  await pool.deploy({ ...declaredClient(pool.poolId), properties: properties('UserPoolClient') });
  await pool.deploy({ ...declaredGroup(pool.poolId, 'Admin'), properties: properties('UserPoolGroup') });
});

describe('a template is refused by name', () => {
  test.each([
    ['EnabledMfas SMS_MFA', { MfaConfiguration: 'ON', EnabledMfas: ['SMS_MFA'] }],
    ['LambdaConfig.CustomMessage', { LambdaConfig: { CustomMessage: 'arn' } }],
    ['LambdaConfig.PreTokenGenerationConfig', { LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: 'arn' } } }],
    ['UserPoolAddOns.AdvancedSecurityMode ENFORCED', { UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } }],
    ['Policies.PasswordPolicy.PasswordHistorySize', { Policies: { PasswordPolicy: { PasswordHistorySize: 3 } } }],
    ['Policies.PasswordPolicy.MinimumLength must', { Policies: { PasswordPolicy: { MinimumLength: 5 } } }],
    [
      'VerificationMessageTemplate.DefaultEmailOption',
      { VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' } },
    ],
    ['UsernameAttributes phone_number', { UsernameAttributes: ['phone_number'] }],
    ['AliasAttributes', { AliasAttributes: ['email'] }],
    ['DeviceConfiguration', { DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: true } }],
  ])('for %s of a pool', async (name, properties) => {
    const deploying = pool.deploy(declaredPool(properties));
    await expect(deploying).rejects.toThrow(DeploymentError);
    await expect(deploying).rejects.toThrow(`AWS::Cognito::UserPool identity/Pool: ${name}`);
  });

  test.each([
    ['ExplicitAuthFlows ALLOW_USER_AUTH', { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] }],
    ['SupportedIdentityProviders Google', { SupportedIdentityProviders: ['Google'] }],
    ['AccessTokenValidity must', { AccessTokenValidity: 4 }],
    ['TokenValidityUnits.AccessToken must', { TokenValidityUnits: { AccessToken: 'weeks' } }],
    ['WriteAttributes names the attribute custom:role', { WriteAttributes: ['custom:role'] }],
    ['WriteAttributes names email_verified', { WriteAttributes: ['email_verified'] }],
    ['ExplicitAuthFlows must not hold ALLOW_REFRESH_TOKEN_AUTH', { RefreshTokenRotation: { Feature: 'ENABLED' } }],
  ])('for %s of a client', async (name, properties) => {
    await expect(pool.deploy(declaredClient(pool.poolId, properties))).rejects.toThrow(name);
  });
});

test('a client that writes attributes may write those that everybody must have', async () => {
  const { ref } = await pool.deploy(declaredPool({ Schema: [{ Name: 'name', Required: true }] }));
  await expect(pool.deploy(declaredClient(ref, { WriteAttributes: ['email'] }))).rejects.toThrow(
    'WriteAttributes must hold name, which the pool requires',
  );
  await pool.deploy(declaredClient(ref, { WriteAttributes: ['name'] }));
});

test('a pool that signs people in by user name, with text messages and OAuth declared, deploys and is used', async () => {
  const text = 'Your code is {####}';
  const other = await Pool.start({
    pool: {
      UsernameAttributes: undefined,
      UsernameConfiguration: undefined,
      Policies: undefined,
      LambdaConfig: undefined,
      UserPoolName: 'Customers',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      AccountRecoverySetting: {
        RecoveryMechanisms: [
          { Name: 'verified_phone_number', Priority: 1 },
          { Name: 'verified_email', Priority: 2 },
        ],
      },
      Schema: [{ Name: 'email', Mutable: true, Required: true }],
      EmailVerificationMessage: text,
      EmailVerificationSubject: 'Your account',
      SmsVerificationMessage: text,
      VerificationMessageTemplate: {
        DefaultEmailOption: 'CONFIRM_WITH_CODE',
        EmailMessage: text,
        EmailSubject: 'Your account',
        SmsMessage: text,
      },
    },
    client: {
      AllowedOAuthFlows: ['implicit', 'code'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: ['profile', 'phone', 'email', 'openid', 'aws.cognito.signin.user.admin'],
      CallbackURLs: ['https://example.com'],
      SupportedIdentityProviders: ['COGNITO'],
    },
  });
  const ClientId = other.clientId;
  const [Username, Password] = ['Ada', 'Correct-horse-1'];
  const UserAttributes = [{ Name: 'email', Value: 'ada@kalpla.test' }];
  await other.sdk.send(new SignUpCommand({ ClientId, Username, Password, UserAttributes }));
  const ConfirmationCode = other.code('ada@kalpla.test');
  await other.sdk.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }));
  const signIn = (USERNAME: string) =>
    other.sdk.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD: Password },
      }),
    );
  const { AuthenticationResult } = await signIn(Username);
  expect(decodeJwt(AuthenticationResult?.IdToken ?? '')).toMatchObject({ 'cognito:username': 'Ada' });
  await expect(signIn('ada')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  await expect(signIn('ada@kalpla.test')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  await other.sdk.send(
    new AdminCreateUserCommand({
      UserPoolId: other.poolId,
      Username: 'Ben',
      UserAttributes: [{ Name: 'email', Value: 'b@x.test' }],
    }),
  );
  expect(other.outbox.list({ to: 'b@x.test' })[0]?.text).toMatch(/^Your username is Ben and /);
  await other.stop();
});

describe('state', () => {
  const Username = 'ada@kalpla.test';
  const signIn = async (at: Pool) => {
    const AuthParameters = { USERNAME: Username, PASSWORD };
    const command = new InitiateAuthCommand({ ClientId: at.clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
    return (await at.sdk.send(command)).AuthenticationResult ?? {};
  };
  const refresh = (at: Pool, RefreshToken = '') =>
    at.sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId: at.clientId, RefreshToken }));

  beforeEach(async () => {
    const user = { UserPoolId: pool.poolId, Username };
    await pool.deploy(declaredGroup(pool.poolId, 'Admin'));
    await pool.sdk.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
    await pool.sdk.send(new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: true }));
    await pool.sdk.send(new AdminAddUserToGroupCommand({ ...user, GroupName: 'Admin' }));
  });

  test('outlives the process: passwords, tokens and memberships', async () => {
    const { RefreshToken, AccessToken = '' } = await signIn(pool);
    const next = await Pool.start({ stateFolder: pool.stateFolder });
    expect(await next.cognito.verifyToken(next.poolId, AccessToken)).toMatchObject({ groups: ['Admin'] });
    await refresh(next, RefreshToken);
    const { AccessToken: later = '' } = await signIn(next);
    // The template no longer declares the group.
    expect(decodeJwt(later)['cognito:groups']).toBeUndefined();
    await next.stop();
  });

  test('of before there were second factors and address changes is read', async () => {
    const folder = join(pool.stateFolder, 'cognito', pool.poolId, 'users');
    const [file = ''] = readdirSync(folder);
    const user = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>;
    const kept = 'sub username status enabled attributes password groups createdAt modifiedAt'.split(' ');
    const old = Object.fromEntries(Object.entries(user).filter(([name]) => kept.includes(name)));
    const codes = { expiresAt: 0, sentAt: [], missedAt: [] };
    const failures = { count: 0, lastAttemptAt: 0, lockedUntil: 0 };
    const signUpCode = { ...codes, code: '123456', expiresAt: pool.now + 60_000 };
    writeFileSync(
      join(folder, file),
      JSON.stringify({ ...old, status: 'UNCONFIRMED', signUpCode, passwordCode: codes, failures, sessions: [] }),
    );
    const next = await Pool.start({ stateFolder: pool.stateFolder });
    await next.sdk.send(new ConfirmSignUpCommand({ ClientId: next.clientId, Username, ConfirmationCode: '123456' }));
    const { AccessToken } = await signIn(next);
    const { UserAttributes, UserMFASettingList } = await next.sdk.send(new GetUserCommand({ AccessToken }));
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
    expect(UserMFASettingList).toBeUndefined();
    const AttributeName = 'email';
    await next.sdk.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName }));
    await next.sdk.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName, Code: next.code(Username) }));
    await next.stop();
  });

  test('goes back to a snapshot: later users and sessions are gone, earlier ones are not', async () => {
    const { RefreshToken: early } = await signIn(pool);
    const folder = join(mkdtempSync(join(tmpdir(), 'snapshot-')), 'cognito');
    pool.cognito.snapshot(folder);
    const { RefreshToken: late } = await signIn(pool);
    await pool.sdk.send(
      new AdminCreateUserCommand({ UserPoolId: pool.poolId, Username: 'eve@kalpla.test', MessageAction: 'SUPPRESS' }),
    );
    await pool.cognito.restore(folder);
    await refresh(pool, early);
    await expect(refresh(pool, late)).rejects.toThrow('Invalid Refresh Token');
    await pool.sdk.send(
      new AdminCreateUserCommand({ UserPoolId: pool.poolId, Username: 'eve@kalpla.test', MessageAction: 'SUPPRESS' }),
    );
  });

  test('of a snapshot without the pool is empty, and its new keys know no old token', async () => {
    const { IdToken = '' } = await signIn(pool);
    await pool.cognito.verifyToken(pool.poolId, IdToken);
    await pool.cognito.restore(join(pool.stateFolder, 'nothing'));
    await expect(pool.cognito.verifyToken(pool.poolId, IdToken)).rejects.toMatchObject({
      name: 'UnauthorizedException',
    });
    await expect(signIn(pool)).rejects.toThrow('Incorrect username or password.');
  });
});
