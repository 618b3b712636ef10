import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  DeleteUserCommand,
  GetUserCommand,
  ListUsersCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import {
  admin,
  confirm,
  confirmedUser,
  EMAIL,
  GUIDE,
  pool,
  refusal,
  signIn,
  signUp,
  start,
  stop,
  tokens,
} from './conformance-steps.ts';
import { PASSWORD } from './pool.ts';

afterEach(stop);

const OTHER = 'ada@example.test';
const REFERENCE = 'cognito-user-identity-pools/latest/APIReference';

const update = (AccessToken: string, Name: string, Value: string) =>
  pool.sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name, Value }] }));
const asAdmin = (attributes: Record<string, string>, email = EMAIL) =>
  pool.sdk.send(
    new AdminUpdateUserAttributesCommand({
      ...admin(email),
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
const verify = (AccessToken: string) =>
  pool.sdk.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code: pool.code(OTHER) }));

async function attributes(Username = EMAIL): Promise<Record<string, string>> {
  const { UserAttributes = [] } = await pool.sdk.send(new AdminGetUserCommand(admin(Username)));
  return Object.fromEntries(UserAttributes.map(({ Name = '', Value = '' }) => [Name, Value]));
}

describe('an address that is the user name', () => {
  const page = `${GUIDE}/user-pool-settings-attributes.html`;

  documented(
    page,
    "If the username string format isn't in email address or phone number format, the SignUp API returns an exception.",
    async () => {
      await start();
      expect(await refusal(signUp('ada'))).toBe('InvalidParameterException');
    },
  );

  documented(
    page,
    'If the username string is in valid email address format, the user pool automatically populates the email attribute of the user with the username value.',
    async () => {
      await start();
      await signUp();
      expect(await attributes()).toMatchObject({ email: EMAIL });
    },
  );

  documented(
    page,
    "If the email address or phone number isn't already in use, it becomes the new user name.",
    async () => {
      await start();
      await confirmedUser();
      await update((await tokens()).AccessToken, 'email', OTHER);
      expect(await refusal(signIn(OTHER))).toBe('no refusal');
      expect(await refusal(signIn(EMAIL))).not.toBe('no refusal');
      await confirmedUser('ben@kalpla.test');
      expect(await refusal(asAdmin({ email: 'ben@kalpla.test' }, OTHER))).toBe('AliasExistsException');
    },
  );

  documented(page, 'If you search by username, you must supply the actual user name, not an alias.', async () => {
    await start();
    const { UserSub } = await signUp();
    const found = async (Filter: string) =>
      (await pool.sdk.send(new ListUsersCommand({ UserPoolId: pool.poolId, Filter }))).Users?.length;
    expect(await found(`username = "${EMAIL}"`)).toBe(0);
    expect(await found(`username = "${UserSub}"`)).toBe(1);
    expect(await found(`email = "${EMAIL}"`)).toBe(1);
  });

  documented(page, 'A username can be reused, but only after you delete it and it is no longer in use.', async () => {
    await start();
    const { UserSub } = await signUp();
    expect(await refusal(signUp())).toBe('UsernameExistsException');
    await pool.sdk.send(new AdminDeleteUserCommand(admin()));
    expect((await signUp()).UserSub).not.toBe(UserSub);
  });

  documented(
    `${REFERENCE}/API_DeleteUser.html`,
    "A deleted user profile can no longer be used to sign in and can't be restored.",
    async () => {
      await start();
      await confirmedUser();
      const { AccessToken } = await tokens();
      await pool.sdk.send(new DeleteUserCommand({ AccessToken }));
      expect(await refusal(signIn())).toBe('NotAuthorizedException');
      expect(await refusal(pool.sdk.send(new GetUserCommand({ AccessToken })))).toBe('UserNotFoundException');
    },
  );

  documented(
    `${GUIDE}/user-pool-case-sensitivity.html`,
    'When a user pool is case insensitive, user@example.com and User@example.com refer to the same user.',
    async () => {
      await start({ UsernameConfiguration: { CaseSensitive: false } });
      await confirmedUser('user@example.com');
      expect(await refusal(signIn('User@example.com'))).toBe('no refusal');
    },
  );

  documented(
    `${GUIDE}/user-pool-case-sensitivity.html`,
    'If you do not specify a value, CaseSensitive defaults to true.',
    async () => {
      await start({ UsernameConfiguration: undefined });
      await confirmedUser('user@example.com');
      expect(await refusal(signIn('User@example.com'))).toBe('NotAuthorizedException');
    },
  );
});

describe('another address', () => {
  const page = `${GUIDE}/signing-up-users-in-your-app.html`;
  const KEPT = { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] } };

  async function changed(properties: Record<string, unknown> = {}): Promise<string> {
    await start(properties);
    await signUp();
    await confirm();
    const { AccessToken } = await tokens();
    await update(AccessToken, 'email', OTHER);
    return AccessToken;
  }

  documented(
    page,
    'When a user updates their email address or phone number in your app, Amazon Cognito immediately sends a message with a verification code to a user if you configured your user pool to automatically verify that attribute.',
    async () => {
      const AccessToken = await changed();
      expect(pool.outbox.list({ to: OTHER })).toHaveLength(1);
      await verify(AccessToken);
      expect(await attributes(OTHER)).toMatchObject({ email_verified: 'true' });
    },
  );

  documented(
    page,
    'If your user pool doesn’t require that users verify an updated email address or phone number, Amazon Cognito immediately changes the value of an updated email or phone_number attribute and marks the attribute as unverified.',
    async () => {
      await changed();
      expect(await attributes(OTHER)).toMatchObject({ email: OTHER, email_verified: 'false' });
    },
  );

  documented(
    page,
    'If your user pool requires that users verify an updated email address or phone number, Amazon Cognito leaves the attribute verified and set to its original value until your user verifies the new attribute value.',
    async () => {
      const AccessToken = await changed(KEPT);
      expect(await attributes()).toMatchObject({ email: EMAIL, email_verified: 'true' });
      await verify(AccessToken);
      expect(await attributes(OTHER)).toMatchObject({ email: OTHER, email_verified: 'true' });
    },
  );

  documented(
    `${GUIDE}/user-pool-settings-email-phone-verification.html`,
    'When you require that users verify an updated attribute, a user can sign in with the original attribute value until they verify the new value.',
    async () => {
      const AccessToken = await changed(KEPT);
      expect([await refusal(signIn(EMAIL)), await refusal(signIn(OTHER))]).toEqual([
        'no refusal',
        'NotAuthorizedException',
      ]);
      await verify(AccessToken);
      expect([await refusal(signIn(EMAIL)), await refusal(signIn(OTHER, PASSWORD))]).toEqual([
        'NotAuthorizedException',
        'no refusal',
      ]);
    },
  );
});
