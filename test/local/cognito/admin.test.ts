import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  InitiateAuthCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { declaredGroup, declaredPool, Pool, TRIGGER_ARN } from './pool.ts';

let pool: Pool;
let UserPoolId: string;

beforeAll(async () => {
  pool = await Pool.start();
  UserPoolId = pool.poolId;
  await pool.deploy(declaredGroup(UserPoolId, 'Student', { Precedence: 30 }));
  await pool.deploy(declaredGroup(UserPoolId, 'Admin', { Precedence: '0', RoleArn: 'arn:aws:iam::0:role/a' }));
  await pool.deploy(declaredGroup(UserPoolId, 'Guest'));
});
beforeEach(() => {
  pool.denied.clear();
});
afterAll(() => pool.stop());

const create = (Username: string, rest: object = {}) =>
  pool.sdk.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS', ...rest }));

test('a created user is described as AWS does, and no trigger runs', async () => {
  const { User } = await create('ada@kalpla.test', { UserAttributes: [{ Name: 'custom:plan', Value: 'pro' }] });
  expect(User).toMatchObject({ Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' });
  expect(User?.UserCreateDate?.getTime()).toBe(pool.now);
  expect(User?.Attributes).toEqual([
    { Name: 'sub', Value: User?.Username },
    { Name: 'custom:plan', Value: 'pro' },
    { Name: 'email', Value: 'ada@kalpla.test' },
  ]);
  const found = await pool.sdk.send(new AdminGetUserCommand({ UserPoolId, Username: 'ADA@kalpla.test' }));
  expect(found.Username).toBe(User?.Username);
  expect(pool.invocations).toEqual([]);
  expect(pool.outbox.list()).toEqual([]);
  await expect(create('Ada@kalpla.test')).rejects.toMatchObject({ name: 'UsernameExistsException' });
});

test('an invitation carries a temporary password that works', async () => {
  const Username = 'bob@kalpla.test';
  await create(Username, { MessageAction: undefined });
  const message = pool.outbox.list({ to: Username }).at(-1);
  expect(message?.subject).toBe('Your temporary password');
  const [, PASSWORD = ''] =
    /^Your username is bob@kalpla\.test and temporary password is (.+)\.$/.exec(message?.text ?? '') ?? [];
  const AuthParameters = { USERNAME: Username, PASSWORD };
  const signIn = { ClientId: pool.clientId, AuthFlow: 'USER_PASSWORD_AUTH' as const, AuthParameters };
  expect((await pool.sdk.send(new InitiateAuthCommand(signIn))).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  await create(Username, { MessageAction: 'RESEND' });
  await expect(pool.sdk.send(new InitiateAuthCommand(signIn))).rejects.toThrow('Incorrect username or password.');
  expect(pool.outbox.list({ to: Username })).toHaveLength(2);
});

test('memberships are listed by precedence, page by page', async () => {
  const user = { UserPoolId, Username: 'carol@kalpla.test' };
  await create(user.Username);
  for (const GroupName of ['Guest', 'Student', 'Admin', 'Admin']) {
    await pool.sdk.send(new AdminAddUserToGroupCommand({ ...user, GroupName }));
  }
  const first = await pool.sdk.send(new AdminListGroupsForUserCommand({ ...user, Limit: 2 }));
  const second = await pool.sdk.send(
    new AdminListGroupsForUserCommand({ ...user, Limit: 2, NextToken: first.NextToken }),
  );
  const names = [...(first.Groups ?? []), ...(second.Groups ?? [])].map(({ GroupName }) => GroupName);
  expect(names).toEqual(['Admin', 'Student', 'Guest']);
  expect(second.NextToken).toBeUndefined();
  await pool.sdk.send(new AdminRemoveUserFromGroupCommand({ ...user, GroupName: 'Admin' }));
  const { Groups } = await pool.sdk.send(new AdminListGroupsForUserCommand(user));
  expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['Student', 'Guest']);
  await expect(pool.sdk.send(new AdminAddUserToGroupCommand({ ...user, GroupName: 'Owner' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Group not found.',
  });
});

test('users are found by filter and listed page by page', async () => {
  for (const name of ['x1', 'x2', 'x3']) await create(`${name}@list.test`);
  const list = (input: object) => pool.sdk.send(new ListUsersCommand({ UserPoolId, ...input }));
  const emails = (users: Awaited<ReturnType<typeof list>>['Users']) =>
    users?.map(({ Attributes }) => Attributes?.find(({ Name }) => Name === 'email')?.Value);
  expect(emails((await list({ Filter: 'email = "X2@list.test"' })).Users)).toEqual(['x2@list.test']);
  const first = await list({ Filter: 'email ^= "x"', Limit: 2 });
  const rest = await list({ Filter: 'email ^= "x"', Limit: 2, PaginationToken: first.PaginationToken });
  expect(emails([...(first.Users ?? []), ...(rest.Users ?? [])])?.sort()).toEqual([
    'x1@list.test',
    'x2@list.test',
    'x3@list.test',
  ]);
  expect(rest.PaginationToken).toBeUndefined();
  await expect(list({ Filter: 'custom:plan = "pro"' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  expect((await list({ Filter: 'email = "x1@list.test"', AttributesToGet: ['email'] })).Users?.[0]?.Attributes).toEqual(
    [{ Name: 'email', Value: 'x1@list.test' }],
  );
});

test('pools are listed and described', async () => {
  const { UserPools } = await pool.sdk.send(new ListUserPoolsCommand({ MaxResults: 10 }));
  expect(UserPools).toMatchObject([{ Id: UserPoolId }]);
  const { UserPool } = await pool.sdk.send(new DescribeUserPoolCommand({ UserPoolId }));
  expect(UserPool).toMatchObject({
    Arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${UserPoolId}`,
    MfaConfiguration: 'OFF',
    UsernameAttributes: ['email'],
    Policies: { PasswordPolicy: { MinimumLength: 10, RequireSymbols: false } },
    LambdaConfig: { PostConfirmation: TRIGGER_ARN },
    DeletionProtection: 'INACTIVE',
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
    UsernameConfiguration: { CaseSensitive: false },
  });
  const { Users = [] } = await pool.sdk.send(new ListUsersCommand({ UserPoolId }));
  expect(UserPool?.EstimatedNumberOfUsers).toBe(Users.length);
  const text = (name: string, fixed: boolean, [MinLength, MaxLength]: [string, string]) => ({
    Name: name,
    AttributeDataType: 'String',
    DeveloperOnlyAttribute: false,
    Mutable: !fixed,
    Required: fixed,
    StringAttributeConstraints: { MinLength, MaxLength },
  });
  expect(UserPool?.SchemaAttributes).toEqual(
    expect.arrayContaining([text('sub', true, ['1', '2048']), text('custom:plan', false, ['0', '8'])]),
  );
});

test('whether a second factor is asked for is told', async () => {
  const mfa = (id: string) => pool.sdk.send(new GetUserPoolMfaConfigCommand({ UserPoolId: id }));
  expect(await mfa(UserPoolId)).toMatchObject({ MfaConfiguration: 'OFF' });
  const properties = { MfaConfiguration: 'OPTIONAL', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] };
  const { ref } = await pool.deploy(declaredPool(properties, 'Careful'));
  expect(await mfa(ref)).toMatchObject({
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
});

test('unknown users, pools and operations are named', async () => {
  const Username = 'nobody@kalpla.test';
  await expect(pool.sdk.send(new AdminGetUserCommand({ UserPoolId, Username }))).rejects.toMatchObject({
    name: 'UserNotFoundException',
    message: 'User does not exist.',
  });
  await expect(pool.sdk.send(new AdminGetUserCommand({ UserPoolId: 'us-east-1_none', Username }))).rejects.toThrow(
    'User pool us-east-1_none does not exist.',
  );
  const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.CreateUserPool' };
  const response = await fetch(pool.url, { method: 'POST', headers, body: '{}' });
  expect(response.status).toBe(400);
  expect(response.headers.get('x-amzn-errortype')).toBe('UnknownOperationException');
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(await response.json()).toMatchObject({ message: expect.stringContaining('CreateUserPool') as string });
});

test('a caller without signature or permission changes nothing', async () => {
  const credentials = { accessKeyId: 'stranger', secretAccessKey: 'x' };
  const stranger = new CognitoIdentityProviderClient({ endpoint: pool.url, region: 'us-east-1', credentials });
  const command = new AdminCreateUserCommand({ UserPoolId, Username: 'eve@kalpla.test' });
  await expect(stranger.send(command)).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  pool.denied.add('cognito-idp:AdminCreateUser');
  await expect(create('eve@kalpla.test')).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(`userpool/${UserPoolId}`) as string,
  });
  await expect(
    pool.sdk.send(new AdminGetUserCommand({ UserPoolId, Username: 'eve@kalpla.test' })),
  ).rejects.toMatchObject({ name: 'UserNotFoundException' });
});

test('calls with a role are counted', async () => {
  pool.usage.clear();
  await pool.sdk.send(new DescribeUserPoolCommand({ UserPoolId }));
  expect(pool.usage.report()).toMatchObject({
    requests: 1,
    byOperation: { 'cognito-idp:DescribeUserPool': { requests: 1 } },
  });
});

test('requests that are not for Cognito are left alone', async () => {
  const headers = { 'x-amz-target': 'DynamoDB_20120810.GetItem' };
  expect((await fetch(pool.url, { method: 'POST', headers, body: '{}' })).status).toBe(404);
  expect((await fetch(`${pool.url}/graphql`)).status).toBe(404);
});
