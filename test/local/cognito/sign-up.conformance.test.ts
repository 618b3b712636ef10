import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import {
  admin,
  confirm,
  confirmedUser,
  EMAIL,
  GUIDE,
  HOUR,
  pool,
  refusal,
  signIn,
  signUp,
  start,
  status,
  stop,
  tokens,
} from './conformance-steps.ts';
import { declaredPool, PASSWORD } from './pool.ts';

afterEach(stop);

describe('sign-up', () => {
  const page = `${GUIDE}/signing-up-users-in-your-app.html`;

  documented(page, 'Users who sign themselves up need to be confirmed before they can sign in.', async () => {
    await start();
    await signUp();
    expect(await refusal(signIn())).toBe('UserNotConfirmedException');
    await confirm();
    expect((await signIn()).AuthenticationResult).toBeDefined();
  });

  documented(page, 'The code is valid for 24 hours', async () => {
    await start();
    await signUp();
    pool.pass(24 * HOUR - 1);
    const right = pool.code(EMAIL);
    await signUp('ben@kalpla.test');
    expect(await refusal(confirm(right))).toBe('no refusal');
    pool.pass(24 * HOUR);
    expect(await refusal(confirm(pool.code('ben@kalpla.test'), 'ben@kalpla.test'))).toBe('ExpiredCodeException');
  });

  documented(
    page,
    'When a user enters a code or follows an email link to confirm their user account, that email or phone number is automatically verified.',
    async () => {
      await start();
      await signUp();
      await confirm();
      const { UserAttributes } = await pool.sdk.send(new AdminGetUserCommand(admin()));
      expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
    },
  );

  documented(
    page,
    'If the user account was confirmed by the administrator or a pre sign-up Lambda trigger, there might not be a verified email or phone number associated with the account.',
    async () => {
      await start();
      await signUp();
      await pool.sdk.send(new AdminConfirmSignUpCommand(admin()));
      const { UserAttributes, UserStatus } = await pool.sdk.send(new AdminGetUserCommand(admin()));
      expect(UserStatus).toBe('CONFIRMED');
      expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'false' });
    },
  );

  documented(
    page,
    'The user account is confirmed and the user can sign in using a temporary password, but on first sign-in, the user must change their password to a new value before doing anything else.',
    async () => {
      await start();
      await pool.sdk.send(new AdminCreateUserCommand({ ...admin(), TemporaryPassword: PASSWORD }));
      expect(await status()).toBe('FORCE_CHANGE_PASSWORD');
      expect((await signIn()).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    },
  );

  documented(
    `${GUIDE}/user-pool-settings-attributes.html`,
    'The `SignUp` API generates a persistent UUID for your user, and uses it internally as the immutable user name attribute. This UUID has the same value as the `sub` claim in the user identity token.',
    async () => {
      await start();
      const { UserSub } = await signUp();
      await confirm();
      const { id } = await tokens();
      expect(id).toMatchObject({ sub: UserSub, 'cognito:username': UserSub });
    },
  );

  documented(
    `${GUIDE}/user-pool-settings-attributes.html`,
    'To create users and not give values for required attributes, administrators can use the AdminCreateUser API.',
    async () => {
      await start({ Schema: [{ Name: 'name', Required: true }] });
      expect(await refusal(signUp())).toBe('InvalidParameterException');
      expect(await refusal(pool.sdk.send(new AdminCreateUserCommand(admin())))).toBe('no refusal');
    },
  );

  documented(
    `${GUIDE}/user-pool-settings-attributes.html`,
    'When you configure your user pool to be case insensitive, a user can use either lowercase or uppercase letters to sign up or sign in with their alias.',
    async () => {
      await start({ UsernameConfiguration: { CaseSensitive: false } });
      await confirmedUser();
      expect((await signIn('ADA@Kalpla.Test')).AuthenticationResult).toBeDefined();
      expect(await refusal(signUp('ADA@KALPLA.TEST'))).toBe('UsernameExistsException');
    },
  );

  documented(
    `${GUIDE}/user-pool-settings-attributes.html`,
    'However, the maximum length for any custom attribute can be no more than 2048 characters.',
    async () => {
      await start({ Schema: [{ Name: 'essay', AttributeDataType: 'String', Mutable: true }] }, {});
      const made = (length: number, email: string) =>
        pool.sdk.send(
          new AdminCreateUserCommand({
            ...admin(email),
            UserAttributes: [{ Name: 'custom:essay', Value: 'x'.repeat(length) }],
          }),
        );
      expect(await refusal(made(2048, EMAIL))).toBe('no refusal');
      expect(await refusal(made(2049, 'ben@kalpla.test'))).toBe('InvalidParameterException');
    },
  );

  documented(
    `${GUIDE}/user-pool-settings-attributes.html`,
    'A phone number must start with a plus (+) sign, followed immediately by the country code. A phone number can only contain the + sign and digits.',
    async () => {
      await start();
      const made = (Value: string) =>
        pool.sdk.send(
          new AdminCreateUserCommand({
            ...admin(`${Value.length}@kalpla.test`),
            UserAttributes: [{ Name: 'phone_number', Value }],
          }),
        );
      expect(await refusal(made('+14325551212'))).toBe('no refusal');
      for (const wrong of ['14325551212', '+1 (432) 555-1212', '+1432555x']) {
        expect(await refusal(made(wrong))).toBe('InvalidParameterException');
      }
    },
  );

  documented(
    `${GUIDE}/user-pool-settings-policies.html`,
    'Amazon Cognito passwords can be up to 256 characters in length.',
    async () => {
      await start();
      expect(await refusal(signUp(EMAIL, `Aa1-${'x'.repeat(252)}`))).toBe('no refusal');
      expect(await refusal(signUp('ben@kalpla.test', `Aa1-${'x'.repeat(253)}`))).not.toBe('no refusal');
    },
  );

  documented(
    `${GUIDE}/user-pool-settings-policies.html`,
    'A Password minimum length of at least six characters and at most 99 characters.',
    async () => {
      await start();
      for (const MinimumLength of [5, 100]) {
        const deploying = pool.deploy(declaredPool({ Policies: { PasswordPolicy: { MinimumLength } } }, 'Other'));
        await expect(deploying).rejects.toThrow('MinimumLength');
      }
    },
  );
});
