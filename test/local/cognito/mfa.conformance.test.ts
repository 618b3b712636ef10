import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AssociateSoftwareTokenCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Secret, TOTP } from 'otpauth';
import { afterEach, describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { admin, confirmedUser, EMAIL, GUIDE, pool, refusal, signIn, start, stop, tokens } from './conformance-steps.ts';
import { declaredPool, PASSWORD } from './pool.ts';

afterEach(stop);

const APPS = { EnabledMfas: ['SOFTWARE_TOKEN_MFA'] };
const OPTIONAL = { MfaConfiguration: 'OPTIONAL', ...APPS };
const REQUIRED = { MfaConfiguration: 'ON', ...APPS };

/** What an authenticator app shows, so many milliseconds from now. */
const code = (secret = '', later = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: pool.now + later });

const associate = (by: { AccessToken?: string; Session?: string | undefined }) =>
  pool.sdk.send(new AssociateSoftwareTokenCommand(by));
const verify = (UserCode: string, by: { AccessToken?: string; Session?: string | undefined }) =>
  pool.sdk.send(new VerifySoftwareTokenCommand({ ...by, UserCode }));
const prefer = (AccessToken: string, Enabled: boolean) =>
  pool.sdk.send(
    new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings: { Enabled, PreferredMfa: Enabled } }),
  );
const answer = (Session: string | undefined, SOFTWARE_TOKEN_MFA_CODE: string) =>
  pool.sdk.send(
    new RespondToAuthChallengeCommand({
      ClientId: pool.clientId,
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      Session,
      ChallengeResponses: { USERNAME: EMAIL, SOFTWARE_TOKEN_MFA_CODE },
    }),
  );

/** Somebody who is asked for the codes of an app. */
async function withApp(): Promise<{ secret: string; AccessToken: string }> {
  await start(OPTIONAL);
  await confirmedUser();
  const { AccessToken } = await tokens();
  const { SecretCode: secret = '' } = await associate({ AccessToken });
  await verify(code(secret), { AccessToken });
  await prefer(AccessToken, true);
  pool.pass(300_000);
  return { secret, AccessToken };
}

describe('a pool', () => {
  const page = `${GUIDE}/user-pool-settings-mfa.html`;

  documented(
    page,
    'When you set MFA to required for a user pool, all users must complete MFA to sign in.',
    async () => {
      await start(REQUIRED);
      await confirmedUser();
      const { ChallengeName, AuthenticationResult } = await signIn();
      expect([ChallengeName, AuthenticationResult]).toEqual(['MFA_SETUP', undefined]);
    },
  );

  documented(
    page,
    "Optional MFA - You can give your users the option to register an additional sign-in factor but still permit users who haven't configured MFA to sign in.",
    async () => {
      await start(OPTIONAL);
      await confirmedUser();
      const { AccessToken } = await tokens();
      expect((await associate({ AccessToken })).SecretCode).toMatch(/^[A-Z2-7]{16,}$/);
    },
  );

  documented(page, "No MFA. Your users can't register an additional sign-in factor.", async () => {
    await start();
    await confirmedUser();
    const { AccessToken } = await tokens();
    expect(await refusal(associate({ AccessToken }))).toBe('SoftwareTokenMFANotFoundException');
  });
});

describe('an authenticator app', () => {
  const page = `${GUIDE}/user-pool-settings-mfa-totp.html`;

  documented(
    page,
    'If you deactivate software token MFA for the user pool later, users who previously associated and verified a TOTP token can continue to use it for MFA.',
    async () => {
      const { secret } = await withApp();
      await pool.deploy(declaredPool({ MfaConfiguration: 'OFF' }));
      const { ChallengeName, Session } = await signIn();
      expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
      expect((await answer(Session, code(secret))).AuthenticationResult).toBeDefined();
    },
  );

  documented(
    page,
    'After your user succeeds in the challenge to set their initial password, or if you set a permanent password for the user, Amazon Cognito immediately challenges the user to set up MFA.',
    async () => {
      await start(REQUIRED);
      await pool.sdk.send(new AdminCreateUserCommand({ ...admin(), TemporaryPassword: PASSWORD }));
      const { ChallengeName, Session } = await signIn();
      const ChallengeResponses = { USERNAME: EMAIL, NEW_PASSWORD: `${PASSWORD}2` };
      const chosen = { ClientId: pool.clientId, ChallengeName, Session, ChallengeResponses };
      expect((await pool.sdk.send(new RespondToAuthChallengeCommand(chosen))).ChallengeName).toBe('MFA_SETUP');
      await confirmedUser('ben@kalpla.test');
      expect((await signIn('ben@kalpla.test')).ChallengeName).toBe('MFA_SETUP');
    },
  );

  documented(
    page,
    'Instead of the access token, you can use the session response value from an MFA_SETUP challenge to InitiateAuth or AdminInitiateAuth in an AssociateSoftwareToken request.',
    async () => {
      await start(REQUIRED, {
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'],
      });
      await confirmedUser();
      const asAdmin = await pool.sdk.send(
        new AdminInitiateAuthCommand({
          UserPoolId: pool.poolId,
          ClientId: pool.clientId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: EMAIL, PASSWORD },
        }),
      );
      for (const { Session } of [await signIn(), asAdmin]) {
        expect(await associate({ Session })).toMatchObject({
          SecretCode: expect.any(String) as string,
          Session: expect.any(String) as string,
        });
      }
    },
  );

  documented(
    page,
    'You can authorize AssociateSoftwareToken with either an access token or a session string.',
    async () => {
      await start(OPTIONAL);
      await confirmedUser();
      expect((await associate({ AccessToken: (await tokens()).AccessToken })).Session).toBeUndefined();
      expect(await refusal(associate({ Session: 'nonsense that is long enough' }))).toBe('NotAuthorizedException');
      expect(await refusal(associate({}))).toBe('InvalidParameterException');
    },
  );

  documented(page, 'If they match, VerifySoftwareToken returns a SUCCESS response.', async () => {
    await start(OPTIONAL);
    await confirmedUser();
    const { AccessToken } = await tokens();
    const { SecretCode } = await associate({ AccessToken });
    expect(await refusal(verify(code(SecretCode, 3_600_000), { AccessToken }))).toBe('EnableSoftwareTokenMFAException');
    expect((await verify(code(SecretCode), { AccessToken })).Status).toBe('SUCCESS');
  });

  documented(
    page,
    'Amazon Cognito accepts TOTP tokens that are within 30 seconds before or after the attempt, to account for minor clock skew.',
    async () => {
      const { secret } = await withApp();
      const { Session } = await signIn();
      expect(await refusal(answer(Session, code(secret, -60_000)))).toBe('CodeMismatchException');
      expect(await refusal(answer(Session, code(secret, 60_000)))).toBe('CodeMismatchException');
      expect(await refusal(answer(Session, code(secret, -30_000)))).toBe('no refusal');
      expect(await refusal(answer((await signIn()).Session, code(secret, 30_000)))).toBe('no refusal');
    },
  );

  documented(
    page,
    'For each sign-in, RespondToAuthChallenge should be called to get a response to the new TOTP authentication challenge.',
    async () => {
      const { secret } = await withApp();
      for (const time of [1, 2]) {
        const { Session, AuthenticationResult } = await signIn();
        expect([time, AuthenticationResult]).toEqual([time, undefined]);
        expect((await answer(Session, code(secret))).AuthenticationResult).toBeDefined();
        pool.pass(60_000);
      }
    },
  );

  documented(page, "To replace your user's software token, associate and verify a new software token.", async () => {
    const { secret, AccessToken } = await withApp();
    const { SecretCode } = await associate({ AccessToken });
    await verify(code(SecretCode), { AccessToken });
    const { Session } = await signIn();
    expect(await refusal(answer(Session, code(secret)))).toBe('CodeMismatchException');
    expect(await refusal(answer(Session, code(SecretCode)))).toBe('no refusal');
  });

  documented(
    page,
    'To deactivate TOTP MFA for a user, call SetUserMFAPreference to modify your user to use no MFA, or only SMS MFA.',
    async () => {
      const { AccessToken } = await withApp();
      await prefer(AccessToken, false);
      expect((await signIn()).AuthenticationResult).toBeDefined();
    },
  );

  documented(
    'cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html',
    'Users must register a TOTP authenticator before they set this as their preferred MFA method.',
    async () => {
      await start(OPTIONAL);
      await confirmedUser();
      const { AccessToken } = await tokens();
      expect(await refusal(prefer(AccessToken, true))).toBe('InvalidParameterException');
      await associate({ AccessToken });
      expect(await refusal(prefer(AccessToken, true))).toBe('InvalidParameterException');
    },
  );
});
