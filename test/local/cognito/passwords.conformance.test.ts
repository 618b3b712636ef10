import {
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createHmac } from 'node:crypto';
import { afterEach, describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import {
  admin,
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
} from './conformance-steps.ts';
import { declaredClient, declaredPool, PASSWORD } from './pool.ts';

afterEach(stop);

const REFERENCE = 'cognito-user-identity-pools/latest/APIReference';

describe('passwords', () => {
  documented(
    `${REFERENCE}/API_AdminSetUserPassword.html`,
    "If the password is temporary, the user's Status becomes FORCE_CHANGE_PASSWORD.",
    async () => {
      await start();
      await confirmedUser();
      await pool.sdk.send(new AdminSetUserPasswordCommand({ ...admin(), Password: PASSWORD }));
      expect(await status()).toBe('FORCE_CHANGE_PASSWORD');
    },
  );

  documented(
    `${REFERENCE}/API_AdminSetUserPassword.html`,
    "If the user doesn't sign in before the temporary password expires, they can no longer sign in and you must repeat this operation to set a temporary or permanent password for them.",
    async () => {
      await start({ Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 2 } } });
      await confirmedUser();
      const set = () => pool.sdk.send(new AdminSetUserPasswordCommand({ ...admin(), Password: PASSWORD }));
      await set();
      pool.pass(48 * HOUR);
      expect(await refusal(signIn())).toBe('NotAuthorizedException');
      await set();
      expect((await signIn()).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    },
  );

  documented(
    `${REFERENCE}/API_AdminResetUserPassword.html`,
    'Sets the requested user’s account into a RESET_REQUIRED status, and sends them a password-reset code.',
    async () => {
      await start();
      await confirmedUser();
      const email = { Name: 'email_verified', Value: 'true' };
      await pool.sdk.send(new AdminUpdateUserAttributesCommand({ ...admin(), UserAttributes: [email] }));
      await pool.sdk.send(new AdminResetUserPasswordCommand(admin()));
      expect(await status()).toBe('RESET_REQUIRED');
      expect(await refusal(signIn())).toBe('PasswordResetRequiredException');
      const own = { ClientId: pool.clientId, Username: EMAIL, Password: PASSWORD };
      await pool.sdk.send(new ConfirmForgotPasswordCommand({ ...own, ConfirmationCode: pool.code(EMAIL) }));
      expect(await refusal(signIn())).toBe('no refusal');
    },
  );

  documented(
    `${REFERENCE}/API_ForgotPassword.html`,
    'If neither a verified phone number nor a verified email exists, Amazon Cognito responds with an InvalidParameterException error',
    async () => {
      await start({}, { PreventUserExistenceErrors: 'LEGACY' });
      await confirmedUser();
      const forgot = new ForgotPasswordCommand({ ClientId: pool.clientId, Username: EMAIL });
      expect(await refusal(pool.sdk.send(forgot))).toBe('InvalidParameterException');
    },
  );

  documented(
    `${GUIDE}/how-to-recover-a-user-account.html`,
    'You cannot use admin_only with any other account recovery mechanism.',
    async () => {
      await start();
      const RecoveryMechanisms = [
        { Name: 'admin_only', Priority: 1 },
        { Name: 'verified_email', Priority: 2 },
      ];
      const deploying = pool.deploy(declaredPool({ AccountRecoverySetting: { RecoveryMechanisms } }, 'Other'));
      await expect(deploying).rejects.toThrow('AccountRecoverySetting.RecoveryMechanisms');
    },
  );

  documented(
    `${GUIDE}/user-pool-settings-admin-create-user-policy.html`,
    'If it is not set, only administrators can create users in this pool and calls to the SignUp API fail with NotAuthorizedException.',
    async () => {
      await start({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
      expect(await refusal(signUp())).toBe('NotAuthorizedException');
      expect(await refusal(confirmedUser())).toBe('no refusal');
    },
  );
});

describe('a client’s secret', () => {
  async function confidential(): Promise<{ ClientId: string; secret: string }> {
    await start();
    const client = await pool.deploy(declaredClient(pool.poolId, { GenerateSecret: true }, 'Server'));
    return { ClientId: client.ref, secret: client.attributes?.['ClientSecret'] ?? '' };
  }

  documented(
    `${GUIDE}/signing-up-users-in-your-app.html`,
    'The secret hash value is a Base 64-encoded keyed-hash message authentication code (HMAC) calculated using the secret key of a user pool client and username plus the client ID in the message.',
    async () => {
      const { ClientId, secret } = await confidential();
      const own = { ClientId, Username: EMAIL, Password: PASSWORD };
      const SecretHash = createHmac('sha256', secret).update(`${EMAIL}${ClientId}`).digest('base64');
      const refused = pool.sdk.send(new SignUpCommand({ ...own, SecretHash: SecretHash.replaceAll('=', '') }));
      expect(await refusal(refused)).toBe('NotAuthorizedException');
      expect(await refusal(pool.sdk.send(new SignUpCommand({ ...own, SecretHash })))).toBe('no refusal');
    },
  );

  documented(
    `${REFERENCE}/API_ForgotPassword.html`,
    "If your app client has a client secret and you don't provide a SECRET_HASH parameter, this API returns NotAuthorizedException.",
    async () => {
      const { ClientId } = await confidential();
      const forgot = new ForgotPasswordCommand({ ClientId, Username: EMAIL });
      expect(await refusal(pool.sdk.send(forgot))).toBe('NotAuthorizedException');
    },
  );
});
