import {
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  RespondToAuthChallengeCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { confirmSignIn } from 'aws-amplify/auth';
import { afterEach, describe, expect, test } from 'vitest';
import { challenge, code, EMAIL, enter, pool, start, stop, withApp, wrong } from './mfa-steps.ts';
import { PASSWORD, TRIGGER_ARN } from './pool.ts';

afterEach(stop);

const answering =
  (Session: string | undefined) =>
  (ChallengeName: 'MFA_SETUP' | 'SOFTWARE_TOKEN_MFA' | 'NEW_PASSWORD_REQUIRED', responses: Record<string, string>) =>
    pool.sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId: pool.clientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: EMAIL, ...responses },
      }),
    );

describe('the second step of a sign-in', () => {
  test('six digits can’t be guessed with the right password before each guess: only a whole sign-in forgives', async () => {
    await start('OPTIONAL');
    const secret = await withApp();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await enter();
      await expect(confirmSignIn({ challengeResponse: wrong(code(secret)) })).rejects.toMatchObject({
        name: 'CodeMismatchException',
      });
    }
    await expect(enter()).rejects.toThrow('Password attempts exceeded');
    pool.pass(1000);
    await enter();
    expect(await confirmSignIn({ challengeResponse: code(secret) })).toMatchObject({ isSignedIn: true });
  });

  test('a session signs in once, whatever the code', async () => {
    await start('OPTIONAL');
    const secret = await withApp();
    pool.pass(60_000);
    const answered = answering(await challenge());
    await answered('SOFTWARE_TOKEN_MFA', { SOFTWARE_TOKEN_MFA_CODE: code(secret) });
    pool.pass(30_000);
    await expect(answered('SOFTWARE_TOKEN_MFA', { SOFTWARE_TOKEN_MFA_CODE: code(secret) })).rejects.toThrow(
      'Invalid session for the user, session can only be used once.',
    );
  });

  test('the session of the setup neither signs in twice nor puts another app in the place of the first', async () => {
    await start('ON');
    const Session = await challenge();
    const first = await pool.sdk.send(new AssociateSoftwareTokenCommand({ Session }));
    const UserCode = code(first.SecretCode ?? '');
    const verified = await pool.sdk.send(new VerifySoftwareTokenCommand({ Session: first.Session, UserCode }));
    const answered = answering(verified.Session);
    await answered('MFA_SETUP', {});
    await expect(answered('MFA_SETUP', {})).rejects.toThrow('session can only be used once');
    for (const known of [Session, first.Session]) {
      await expect(pool.sdk.send(new AssociateSoftwareTokenCommand({ Session: known }))).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'Invalid session for the user.',
      });
    }
  });

  test('after a first password and an app, the tokens are those of the password', async () => {
    await start('ON', { LambdaConfig: { PreTokenGeneration: TRIGGER_ARN } });
    await pool.sdk.send(
      new AdminSetUserPasswordCommand({ UserPoolId: pool.poolId, Username: EMAIL, Password: PASSWORD }),
    );
    const chosen = await answering(await challenge())('NEW_PASSWORD_REQUIRED', { NEW_PASSWORD: `${PASSWORD}-2` });
    expect(chosen.ChallengeName).toBe('MFA_SETUP');
    const { SecretCode = '', Session } = await pool.sdk.send(
      new AssociateSoftwareTokenCommand({ Session: chosen.Session }),
    );
    const verified = await pool.sdk.send(new VerifySoftwareTokenCommand({ Session, UserCode: code(SecretCode) }));
    expect(pool.invocations).toEqual([]);
    expect((await answering(verified.Session)('MFA_SETUP', {})).AuthenticationResult).toBeDefined();
    expect(pool.invocations).toMatchObject([{ event: { triggerSource: 'TokenGeneration_NewPasswordChallenge' } }]);
  });
});
