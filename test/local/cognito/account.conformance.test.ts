import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
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
import { declaredGroup, PASSWORD, TRIGGER_ARN } from './pool.ts';

afterEach(stop);

describe('recovery and updates', () => {
  const recovery = `${GUIDE}/how-to-recover-a-user-account.html`;
  const verification = `${GUIDE}/user-pool-settings-email-phone-verification.html`;

  async function verified(properties: Record<string, unknown> = {}): Promise<void> {
    await start(properties);
    await signUp();
    await confirm();
  }

  documented(recovery, 'The recovery code is valid for one hour.', async () => {
    await verified();
    const reset = () =>
      pool.sdk.send(
        new ConfirmForgotPasswordCommand({
          ClientId: pool.clientId,
          Username: EMAIL,
          ConfirmationCode: pool.code(EMAIL),
          Password: PASSWORD,
        }),
      );
    await pool.sdk.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username: EMAIL }));
    pool.pass(HOUR);
    expect(await refusal(reset())).toBe('ExpiredCodeException');
    await pool.sdk.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username: EMAIL }));
    pool.pass(HOUR - 1);
    expect(await refusal(reset())).toBe('no refusal');
  });

  documented(
    recovery,
    'In a given hour, we allow between 5 and 20 attempts for a user to request or enter a password reset code as part of forgot-password and confirm-forgot-password actions.',
    async () => {
      await verified();
      const forgot = () => pool.sdk.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username: EMAIL }));
      const outcomes: string[] = [];
      for (let attempt = 0; attempt < 21; attempt += 1) outcomes.push(await refusal(forgot()));
      const allowed = outcomes.indexOf('LimitExceededException');
      expect(allowed).toBeGreaterThanOrEqual(5);
      expect(allowed).toBeLessThanOrEqual(20);
    },
  );

  documented(
    recovery,
    '`admin_only` is a value used when the administrator does not want the user to recover their account themselves, and would instead require them to contact the administrator to reset their account.',
    async () => {
      await verified({ AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] } });
      const forgot = pool.sdk.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username: EMAIL }));
      expect(await refusal(forgot)).toBe('NotAuthorizedException');
    },
  );

  documented(verification, 'The verification code or link is valid for 24 hours.', async () => {
    await start();
    await signUp();
    pool.pass(24 * HOUR);
    expect(await refusal(confirm())).toBe('ExpiredCodeException');
  });

  documented(
    `${GUIDE}/user-pool-lambda-pre-sign-up.html`,
    'Response parameters `autoVerifyPhone`, `autoVerifyEmail` and `autoConfirmUser` are ignored by Amazon Cognito when the Pre Sign-up lambda is triggered by the `AdminCreateUser` API.',
    async () => {
      await start({ LambdaConfig: { PreSignUp: TRIGGER_ARN } });
      pool.trigger = (event) =>
        Promise.resolve({ ...(event as object), response: { autoConfirmUser: true, autoVerifyEmail: true } });
      await pool.sdk.send(new AdminCreateUserCommand({ ...admin(), TemporaryPassword: PASSWORD }));
      expect(await status()).toBe('FORCE_CHANGE_PASSWORD');
    },
  );

  documented(
    `${GUIDE}/user-pool-lambda-pre-sign-up.html`,
    'If `autoVerifyEmail` is set to `true`, the `email` attribute must have a valid, non-null value. Otherwise an error will occur and the user will not be able to complete sign-up.',
    async () => {
      await start({ UsernameAttributes: [], LambdaConfig: { PreSignUp: TRIGGER_ARN } });
      pool.trigger = (event) => Promise.resolve({ ...(event as object), response: { autoVerifyEmail: true } });
      expect(await refusal(signUp('ada'))).toBe('InvalidParameterException');
      expect(await refusal(pool.sdk.send(new AdminGetUserCommand(admin('ada'))))).toBe('UserNotFoundException');
    },
  );

  documented(
    `${GUIDE}/user-pool-lambda-pre-token-generation.html`,
    'If your function both suppresses and replaces a claim value, then Amazon Cognito suppresses the claim.',
    async () => {
      await start({ LambdaConfig: { PreTokenGeneration: TRIGGER_ARN } });
      await confirmedUser();
      pool.trigger = (event) =>
        Promise.resolve({
          ...(event as object),
          response: { claimsOverrideDetails: { claimsToAddOrOverride: { plan: 'gold' }, claimsToSuppress: ['plan'] } },
        });
      expect((await tokens()).id).not.toHaveProperty('plan');
    },
  );

  documented(
    `${GUIDE}/user-pool-lambda-pre-token-generation.html`,
    'If you provide an empty or null object in the response, then Amazon Cognito suppresses the groups.',
    async () => {
      await start({ LambdaConfig: { PreTokenGeneration: TRIGGER_ARN } });
      await confirmedUser();
      await pool.deploy(declaredGroup(pool.poolId, 'Student'));
      await pool.sdk.send(new AdminAddUserToGroupCommand({ ...admin(), GroupName: 'Student' }));
      pool.trigger = (event) =>
        Promise.resolve({
          ...(event as object),
          response: { claimsOverrideDetails: { groupOverrideDetails: {} } },
        });
      const { id, access } = await tokens();
      expect([id['cognito:groups'], access['cognito:groups']]).toEqual([undefined, undefined]);
    },
  );

  documented(
    `${GUIDE}/user-pool-settings-mfa-totp.html`,
    "If you haven't activated TOTP software token MFA for the user pool, Amazon Cognito can't use the token to associate or verify users. In this case, users receive a `SoftwareTokenMFANotFoundException` exception with the description `Software Token MFA has not been enabled by the userPool`.",
    async () => {
      await verified();
      const { AccessToken } = await tokens();
      const response = await fetch(pool.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'AWSCognitoIdentityProviderService.AssociateSoftwareToken',
        },
        body: JSON.stringify({ AccessToken }),
      });
      expect(await response.json()).toMatchObject({
        __type: 'SoftwareTokenMFANotFoundException',
        message: 'Software Token MFA has not been enabled by the userPool',
      });
    },
  );

  documented(
    'cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html',
    'Changes the password for the currently signed-in user.',
    async () => {
      await verified();
      const { AccessToken } = await tokens();
      const ProposedPassword = `${PASSWORD}-2`;
      await pool.sdk.send(new ChangePasswordCommand({ AccessToken, PreviousPassword: PASSWORD, ProposedPassword }));
      expect(await refusal(signIn())).toBe('NotAuthorizedException');
      expect(await refusal(signIn(EMAIL, ProposedPassword))).toBe('no refusal');
    },
  );
});
