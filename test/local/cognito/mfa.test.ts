import {
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  GetUserCommand,
  RespondToAuthChallengeCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  confirmSignIn,
  fetchMFAPreference,
  setUpTOTP,
  signOut,
  updateMFAPreference,
  verifyTOTPSetup,
} from 'aws-amplify/auth';
import { afterEach, describe, expect, test } from 'vitest';
import { challenge, code, EMAIL, enter, pool, start, stop, withApp, wrong } from './mfa-steps.ts';
import { PASSWORD } from './pool.ts';

afterEach(stop);

describe('where a second factor is optional', () => {
  test('somebody sets an app up, and is asked for its code from then on', async () => {
    await start('OPTIONAL');
    await enter();
    expect(await fetchMFAPreference()).toEqual({});
    const setup = await setUpTOTP();
    expect(setup.getSetupUri('Kalpla', EMAIL).href).toContain(setup.sharedSecret);
    await verifyTOTPSetup({ code: code(setup.sharedSecret) });
    await updateMFAPreference({ totp: 'PREFERRED' });
    expect(await fetchMFAPreference()).toEqual({ enabled: ['TOTP'], preferred: 'TOTP' });
    await signOut();

    const { isSignedIn, nextStep } = await enter();
    expect({ isSignedIn, step: nextStep.signInStep }).toEqual({
      isSignedIn: false,
      step: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE',
    });
    expect(await confirmSignIn({ challengeResponse: code(setup.sharedSecret) })).toMatchObject({ isSignedIn: true });
  });

  test('a wrong code is refused, and the right one is still good', async () => {
    await start('OPTIONAL');
    const secret = await withApp();
    await enter();
    await expect(confirmSignIn({ challengeResponse: wrong(code(secret)) })).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    expect(await confirmSignIn({ challengeResponse: code(secret) })).toMatchObject({ isSignedIn: true });
  });

  test.each([
    [-1, true],
    [1, true],
    [-2, false],
    [2, false],
  ])('a code of %i periods from now is good: %s', async (periods, good) => {
    await start('OPTIONAL');
    const secret = await withApp();
    pool.pass(300_000);
    await enter();
    const outcome = confirmSignIn({ challengeResponse: code(secret, periods) }).then(
      ({ isSignedIn }) => isSignedIn,
      () => false,
    );
    expect(await outcome).toBe(good);
  });

  test('a code is good for one sign-in', async () => {
    await start('OPTIONAL');
    const secret = await withApp();
    pool.pass(60_000);
    const used = code(secret);
    await enter();
    await confirmSignIn({ challengeResponse: used });
    await signOut();
    await enter();
    await expect(confirmSignIn({ challengeResponse: used })).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  test('six digits can’t be guessed: after five wrong ones the right one has to wait', async () => {
    await start('OPTIONAL');
    const secret = await withApp();
    await enter();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expect(confirmSignIn({ challengeResponse: wrong(code(secret)) })).rejects.toMatchObject({
        name: 'CodeMismatchException',
      });
    }
    await expect(confirmSignIn({ challengeResponse: code(secret) })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    pool.pass(2000);
    expect(await confirmSignIn({ challengeResponse: code(secret) })).toMatchObject({ isSignedIn: true });
  });

  test('a sign-in that takes too long has to begin again', async () => {
    await start('OPTIONAL');
    const secret = await withApp();
    await enter();
    pool.pass(4 * 60_000);
    await expect(confirmSignIn({ challengeResponse: code(secret) })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user, session is expired.',
    });
  });

  test('an app that isn’t verified can’t be asked for', async () => {
    await start('OPTIONAL');
    await enter();
    const { sharedSecret } = await setUpTOTP();
    await expect(updateMFAPreference({ totp: 'PREFERRED' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(verifyTOTPSetup({ code: wrong(code(sharedSecret)) })).rejects.toMatchObject({
      name: 'EnableSoftwareTokenMFAException',
    });
  });

  test('a second app takes the place of the first once it is verified, not before', async () => {
    await start('OPTIONAL');
    const first = await withApp();
    pool.pass(60_000);
    await enter();
    await confirmSignIn({ challengeResponse: code(first) });
    const { sharedSecret: second } = await setUpTOTP();
    await signOut();
    pool.pass(60_000);
    await enter();
    await confirmSignIn({ challengeResponse: code(first) });
    await verifyTOTPSetup({ code: code(second) });
    await signOut();
    pool.pass(60_000);
    await enter();
    await expect(confirmSignIn({ challengeResponse: code(first) })).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    expect(await confirmSignIn({ challengeResponse: code(second) })).toMatchObject({ isSignedIn: true });
  });

  test('an administrator takes the second factor away from who has lost it', async () => {
    await start('OPTIONAL');
    await withApp();
    const who = { UserPoolId: pool.poolId, Username: EMAIL };
    expect(await pool.sdk.send(new AdminGetUserCommand(who))).toMatchObject({
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    });
    const SoftwareTokenMfaSettings = { Enabled: false, PreferredMfa: false };
    await pool.sdk.send(new AdminSetUserMFAPreferenceCommand({ ...who, SoftwareTokenMfaSettings }));
    expect(await enter()).toMatchObject({ isSignedIn: true });
  });

  test('a server signs somebody in by the same two steps', async () => {
    await start('OPTIONAL');
    const secret = await withApp();
    pool.pass(60_000);
    const { ChallengeName, Session } = await pool.sdk.send(
      new AdminInitiateAuthCommand({
        UserPoolId: pool.poolId,
        ClientId: pool.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: EMAIL, PASSWORD },
      }),
    );
    expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    const { AuthenticationResult } = await pool.sdk.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId: pool.poolId,
        ClientId: pool.clientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: EMAIL, SOFTWARE_TOKEN_MFA_CODE: code(secret) },
      }),
    );
    const { AccessToken } = AuthenticationResult ?? {};
    expect((await pool.sdk.send(new GetUserCommand({ AccessToken }))).UserMFASettingList).toEqual([
      'SOFTWARE_TOKEN_MFA',
    ]);
  });
});

describe('where a second factor is required', () => {
  test('a first sign-in sets an app up before it lets somebody in', async () => {
    await start('ON');
    const { nextStep } = await enter();
    if (nextStep.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') throw new Error(nextStep.signInStep);
    const secret = nextStep.totpSetupDetails.sharedSecret;
    await expect(confirmSignIn({ challengeResponse: wrong(code(secret)) })).rejects.toMatchObject({
      name: 'EnableSoftwareTokenMFAException',
    });
    expect(await confirmSignIn({ challengeResponse: code(secret) })).toMatchObject({ isSignedIn: true });
    await signOut();
    pool.pass(60_000);
    expect((await enter()).nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    expect(await confirmSignIn({ challengeResponse: code(secret) })).toMatchObject({ isSignedIn: true });
  });

  test('the challenge can’t be answered before the app is verified', async () => {
    await start('ON');
    const Session = await challenge();
    const associated = await pool.sdk.send(new AssociateSoftwareTokenCommand({ Session }));
    for (const session of [Session, associated.Session]) {
      const answer = new RespondToAuthChallengeCommand({
        ClientId: pool.clientId,
        ChallengeName: 'MFA_SETUP',
        Session: session,
        ChallengeResponses: { USERNAME: EMAIL },
      });
      await expect(pool.sdk.send(answer)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    }
    const verified = await pool.sdk.send(
      new VerifySoftwareTokenCommand({
        Session: associated.Session,
        UserCode: code(associated.SecretCode ?? ''),
      }),
    );
    expect(verified.Status).toBe('SUCCESS');
  });
});

test('where there is no second factor, nobody sets one up', async () => {
  await start('OFF');
  await enter();
  await expect(setUpTOTP()).rejects.toMatchObject({
    name: 'SoftwareTokenMFANotFoundException',
    message: 'Software Token MFA has not been enabled by the userPool',
  });
});
