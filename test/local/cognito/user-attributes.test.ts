import {
  AdminCreateUserCommand,
  AdminDeleteUserAttributesCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ListGroupsCommand,
  ListUsersInGroupCommand,
  AdminAddUserToGroupCommand,
  AdminRemoveUserFromGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Amplify } from 'aws-amplify';
import {
  confirmResetPassword,
  confirmSignUp,
  confirmUserAttribute,
  deleteUser,
  deleteUserAttributes,
  fetchUserAttributes,
  sendUserAttributeVerificationCode,
  signIn,
  signOut,
  signUp,
  updateUserAttributes,
} from 'aws-amplify/auth';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { declaredGroup, PASSWORD, Pool } from './pool.ts';

const EMAIL = 'ada@kalpla.test';
const OTHER = 'ada@example.test';
let pool: Pool;

async function start(properties: Record<string, unknown> = {}): Promise<void> {
  const Schema = [
    { Name: 'plan', AttributeDataType: 'String', Mutable: true },
    { Name: 'born', AttributeDataType: 'String', Mutable: false },
    { Name: 'name', Required: true, Mutable: true },
  ];
  pool = await Pool.start({
    pool: { Schema, ...properties },
    client: { WriteAttributes: ['email', 'name', 'nickname', 'custom:plan', 'custom:born'] },
  });
  await create(EMAIL);
  Amplify.configure({
    Auth: { Cognito: { userPoolId: pool.poolId, userPoolClientId: pool.clientId, userPoolEndpoint: pool.url } },
  });
  await enter();
}

async function create(email: string): Promise<void> {
  const who = { UserPoolId: pool.poolId, Username: email };
  const UserAttributes = [
    { Name: 'name', Value: 'Ada' },
    { Name: 'email_verified', Value: 'true' },
  ];
  await pool.sdk.send(new AdminCreateUserCommand({ ...who, UserAttributes, MessageAction: 'SUPPRESS' }));
  await pool.sdk.send(new AdminSetUserPasswordCommand({ ...who, Password: PASSWORD, Permanent: true }));
}

const enter = (username = EMAIL) => signIn({ username, password: PASSWORD });
const admin = (Username = EMAIL) => ({ UserPoolId: pool.poolId, Username });

beforeEach(() => start());
afterEach(async () => {
  await signOut();
  await pool.stop();
});

describe('somebody changes what is known of them', () => {
  test('and reads it again', async () => {
    await updateUserAttributes({ userAttributes: { nickname: 'Countess', 'custom:plan': 'gold' } });
    expect(await fetchUserAttributes()).toMatchObject({ nickname: 'Countess', name: 'Ada', email: EMAIL });
    await deleteUserAttributes({ userAttributeKeys: ['nickname'] });
    expect(await fetchUserAttributes()).not.toHaveProperty('nickname');
  });

  test.each([
    ['what the client may not write', { family_name: 'King' }, 'NotAuthorizedException'],
    ['what is written once and for all', { 'custom:born': '1815' }, 'InvalidParameterException'],
    ['an address that is none', { email: 'ada' }, 'InvalidParameterException'],
  ])('but not %s', async (_, userAttributes, name) => {
    await expect(updateUserAttributes({ userAttributes })).rejects.toMatchObject({ name });
  });

  test('a blank value takes an attribute away', async () => {
    await updateUserAttributes({ userAttributes: { nickname: 'Countess' } });
    await updateUserAttributes({ userAttributes: { nickname: '', name: 'Grace' } });
    expect(await fetchUserAttributes()).toMatchObject({ name: 'Grace' });
    expect(await fetchUserAttributes()).not.toHaveProperty('nickname');
    await expect(updateUserAttributes({ userAttributes: { name: '' } })).rejects.toThrow('Attribute cannot be deleted');
  });

  test('what the pool does not know is named', async () => {
    const userAttributes = { 'custom:one': 'x', 'custom:two': 'x' };
    await expect(updateUserAttributes({ userAttributes })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        'user.custom:one: Attribute does not exist in the schema.\nuser.custom:two: Attribute does not exist in the schema.\n',
    });
  });

  test('a code says nothing of another address than that which it went to', async () => {
    await signOut();
    await pool.stop();
    await start({ AutoVerifiedAttributes: undefined });
    await updateUserAttributes({ userAttributes: { email: OTHER } });
    await sendUserAttributeVerificationCode({ userAttributeKey: 'email' });
    const confirmationCode = pool.code(OTHER);
    await updateUserAttributes({ userAttributes: { email: 'somebody@else.test' } });
    await expect(confirmUserAttribute({ userAttributeKey: 'email', confirmationCode })).rejects.toMatchObject({
      name: 'ExpiredCodeException',
    });
    expect(await fetchUserAttributes()).toMatchObject({ email_verified: 'false' });
  });

  test('but takes nothing away that everybody has to have', async () => {
    await expect(deleteUserAttributes({ userAttributeKeys: ['name'] })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('and signs in by the new address at once, which a mailed code then verifies', async () => {
    const { email } = await updateUserAttributes({ userAttributes: { email: OTHER } });
    expect(email.nextStep).toMatchObject({
      updateAttributeStep: 'CONFIRM_ATTRIBUTE_WITH_CODE',
      codeDeliveryDetails: { destination: 'a***@e***', attributeName: 'email' },
    });
    expect(await fetchUserAttributes()).toMatchObject({ email: OTHER, email_verified: 'false' });
    await confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: pool.code(OTHER) });
    expect(await fetchUserAttributes()).toMatchObject({ email: OTHER, email_verified: 'true' });
    await signOut();
    await expect(enter(EMAIL)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(await enter(OTHER)).toMatchObject({ isSignedIn: true });
  });

  test('but does not take somebody else’s address', async () => {
    await create(OTHER);
    await expect(updateUserAttributes({ userAttributes: { email: OTHER } })).rejects.toMatchObject({
      name: 'AliasExistsException',
    });
  });

  test('and guesses no code: after five wrong ones there is a limit', async () => {
    await updateUserAttributes({ userAttributes: { email: OTHER } });
    const right = pool.code(OTHER);
    const guess = (confirmationCode: string) => confirmUserAttribute({ userAttributeKey: 'email', confirmationCode });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expect(guess(right === '000000' ? '000001' : '000000')).rejects.toMatchObject({
        name: 'CodeMismatchException',
      });
    }
    await expect(guess(right)).rejects.toMatchObject({ name: 'LimitExceededException' });
    pool.pass(3_600_000);
    await enterAgain();
    await sendUserAttributeVerificationCode({ userAttributeKey: 'email' });
    await guess(pool.code(OTHER));
    expect(await fetchUserAttributes()).toMatchObject({ email_verified: 'true' });
  });

  test('and is gone when they delete themselves', async () => {
    await deleteUser();
    await expect(pool.sdk.send(new AdminGetUserCommand(admin()))).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
    await create(EMAIL);
    expect(await enter()).toMatchObject({ isSignedIn: true });
  });
});

/** The tokens of before are too old by the pool's clock, and the client doesn't know that clock. */
async function enterAgain(): Promise<void> {
  await signOut();
  await enter(OTHER);
}

test('where an address has to be verified first, the old one stays until then', async () => {
  await signOut();
  await pool.stop();
  await start({ UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] } });
  await updateUserAttributes({ userAttributes: { email: OTHER } });
  expect(await fetchUserAttributes()).toMatchObject({ email: EMAIL, email_verified: 'true' });
  await create(OTHER);
  await expect(
    confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: pool.code(OTHER) }),
  ).rejects.toMatchObject({ name: 'AliasExistsException' });
  await pool.sdk.send(new AdminDeleteUserCommand(admin(OTHER)));
  await sendUserAttributeVerificationCode({ userAttributeKey: 'email' });
  await confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: pool.code(OTHER) });
  expect(await fetchUserAttributes()).toMatchObject({ email: OTHER, email_verified: 'true' });
});

test('an address that waits goes on waiting when an administrator changes something else', async () => {
  await signOut();
  await pool.stop();
  await start({ UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] } });
  await updateUserAttributes({ userAttributes: { email: OTHER } });
  const update = (Name: string, Value: string) =>
    pool.sdk.send(new AdminUpdateUserAttributesCommand({ ...admin(), UserAttributes: [{ Name, Value }] }));
  await update('nickname', 'Countess');
  await update('email_verified', 'false');
  await confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: pool.code(OTHER) });
  expect(await fetchUserAttributes()).toMatchObject({ email: OTHER, email_verified: 'true', nickname: 'Countess' });
});

describe('an administrator', () => {
  test('takes an attribute away by a blank value, and is told of what the pool does not know', async () => {
    const update = (Name: string, Value: string) =>
      pool.sdk.send(new AdminUpdateUserAttributesCommand({ ...admin(), UserAttributes: [{ Name, Value }] }));
    await update('nickname', 'Countess');
    await update('nickname', '');
    expect(await fetchUserAttributes()).not.toHaveProperty('nickname');
    await expect(update('custom:nothing', 'x')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'user.custom:nothing: Attribute does not exist in the schema.\n',
    });
  });

  test('who gives somebody another address ends the code that went to the first', async () => {
    await signOut();
    const username = 'new@kalpla.test';
    await signUp({ username, password: PASSWORD, options: { userAttributes: { name: 'Eve' } } });
    const confirmationCode = pool.code(username);
    await pool.sdk.send(
      new AdminUpdateUserAttributesCommand({
        ...admin(username),
        UserAttributes: [{ Name: 'email', Value: 'victim@else.test' }],
      }),
    );
    await expect(confirmSignUp({ username: 'victim@else.test', confirmationCode })).rejects.toMatchObject({
      name: 'ExpiredCodeException',
    });
  });

  test('who asks somebody for a new password keeps their session waiting for it', async () => {
    await pool.sdk.send(new AdminResetUserPasswordCommand(admin()));
    await expect(fetchUserAttributes()).rejects.toMatchObject({ name: 'PasswordResetRequiredException' });
    const newPassword = `${PASSWORD}-2`;
    await confirmResetPassword({ username: EMAIL, confirmationCode: pool.code(EMAIL), newPassword });
    expect(await fetchUserAttributes()).toMatchObject({ email: EMAIL });
  });

  test('changes and removes attributes, verified ones too', async () => {
    await pool.sdk.send(
      new AdminUpdateUserAttributesCommand({
        ...admin(),
        UserAttributes: [
          { Name: 'email', Value: OTHER },
          { Name: 'email_verified', Value: 'true' },
          { Name: 'nickname', Value: 'Countess' },
        ],
      }),
    );
    expect(await fetchUserAttributes()).toMatchObject({ email: OTHER, email_verified: 'true', nickname: 'Countess' });
    await pool.sdk.send(new AdminDeleteUserAttributesCommand({ ...admin(OTHER), UserAttributeNames: ['nickname'] }));
    expect(await fetchUserAttributes()).not.toHaveProperty('nickname');
  });

  test('has somebody choose a new password by a mailed code', async () => {
    await signOut();
    await pool.sdk.send(new AdminResetUserPasswordCommand(admin()));
    expect((await enter()).nextStep.signInStep).toBe('RESET_PASSWORD');
    const newPassword = `${PASSWORD}-2`;
    await confirmResetPassword({ username: EMAIL, confirmationCode: pool.code(EMAIL), newPassword });
    expect(await signIn({ username: EMAIL, password: newPassword })).toMatchObject({ isSignedIn: true });
  });

  test('lists groups and their members, page by page', async () => {
    for (const name of ['Mentor', 'Student']) await pool.deploy(declaredGroup(pool.poolId, name));
    pool.pass(1);
    await create(OTHER);
    for (const email of [EMAIL, OTHER]) {
      await pool.sdk.send(new AdminAddUserToGroupCommand({ ...admin(email), GroupName: 'Student' }));
    }
    const { UserPoolId } = admin();
    const { Groups } = await pool.sdk.send(new ListGroupsCommand({ UserPoolId }));
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['Mentor', 'Student']);
    const list = (NextToken?: string) =>
      pool.sdk.send(new ListUsersInGroupCommand({ UserPoolId, GroupName: 'Student', Limit: 1, NextToken }));
    const first = await list();
    const again = await list(first.NextToken);
    await pool.sdk.send(new AdminRemoveUserFromGroupCommand({ ...admin(), GroupName: 'Student' }));
    // Who was the last of a page may have gone since.
    expect((await list(first.NextToken)).Users).toEqual(again.Users);
    await pool.sdk.send(new AdminAddUserToGroupCommand({ ...admin(), GroupName: 'Student' }));
    await expect(list('nonsense')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const second = await list(first.NextToken);
    const emails = [...(first.Users ?? []), ...(second.Users ?? [])].map(
      ({ Attributes }) => Attributes?.find(({ Name }) => Name === 'email')?.Value,
    );
    expect(emails).toEqual([EMAIL, OTHER]);
    expect(second.NextToken).toBeUndefined();
  });
});
