import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Amplify } from 'aws-amplify';
import {
  autoSignIn,
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  fetchAuthSession,
  fetchDevices,
  getCurrentUser,
  resendSignUpCode,
  resetPassword,
  signIn,
  signOut,
  signUp,
  updatePassword,
} from 'aws-amplify/auth';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { declaredClient, declaredGroup, PASSWORD, Pool } from './pool.ts';

let pool: Pool;

beforeAll(async () => {
  pool = await Pool.start();
  await pool.deploy(declaredGroup(pool.poolId, 'Student', { Precedence: 30 }));
  await pool.deploy(declaredGroup(pool.poolId, 'Mentor', { Precedence: 10 }));
  configure(pool.clientId);
});
afterEach(() => signOut());
afterAll(() => pool.stop());

function configure(userPoolClientId: string): void {
  Amplify.configure({
    Auth: { Cognito: { userPoolId: pool.poolId, userPoolClientId, userPoolEndpoint: pool.url } },
  });
}

async function register(username: string): Promise<string> {
  const { userId = '' } = await signUp({ username, password: PASSWORD, options: { userAttributes: { name: 'Ada' } } });
  await confirmSignUp({ username, confirmationCode: pool.code(username) });
  return userId;
}

test('a person signs up, confirms by the mailed code and signs in with the default flow', async () => {
  const username = 'ada@kalpla.test';
  const started = await signUp({ username, password: PASSWORD, options: { userAttributes: { name: 'Ada' } } });
  expect(started.nextStep).toMatchObject({
    signUpStep: 'CONFIRM_SIGN_UP',
    codeDeliveryDetails: { deliveryMedium: 'EMAIL', destination: 'a***@k***', attributeName: 'email' },
  });

  expect((await signIn({ username, password: PASSWORD })).nextStep.signInStep).toBe('CONFIRM_SIGN_UP');
  await resendSignUpCode({ username });
  await confirmSignUp({ username, confirmationCode: pool.code(username) });
  expect((await signIn({ username, password: PASSWORD })).isSignedIn).toBe(true);

  const user = await getCurrentUser();
  expect(user).toMatchObject({ userId: started.userId, username: started.userId });
  expect(pool.invocations.at(-1)?.event).toMatchObject({
    version: '1',
    region: 'us-east-1',
    userPoolId: pool.poolId,
    userName: started.userId,
    callerContext: { clientId: pool.clientId },
    triggerSource: 'PostConfirmation_ConfirmSignUp',
    request: {
      userAttributes: {
        sub: started.userId,
        email: username,
        email_verified: 'true',
        name: 'Ada',
        'cognito:user_status': 'CONFIRMED',
      },
    },
    response: {},
  });
});

test('the tokens carry what AWS puts in them, groups by precedence', async () => {
  const username = 'grace@kalpla.test';
  const sub = await register(username);
  for (const GroupName of ['Student', 'Mentor']) {
    await pool.sdk.send(new AdminAddUserToGroupCommand({ UserPoolId: pool.poolId, Username: username, GroupName }));
  }
  await signIn({ username: 'Grace@Kalpla.test', password: PASSWORD });
  const { idToken, accessToken } = (await fetchAuthSession()).tokens ?? {};

  const now = Math.floor(pool.now / 1000);
  const common = {
    sub,
    iss: `https://cognito-idp.us-east-1.amazonaws.com/${pool.poolId}`,
    'cognito:groups': ['Mentor', 'Student'],
    auth_time: now,
    iat: now,
    exp: now + 15 * 60,
    jti: expect.any(String) as string,
    event_id: expect.any(String) as string,
    origin_jti: expect.any(String) as string,
  };
  expect(accessToken?.payload).toEqual({
    ...common,
    token_use: 'access',
    client_id: pool.clientId,
    username: sub,
    scope: 'aws.cognito.signin.user.admin',
  });
  expect(idToken?.payload).toEqual({
    ...common,
    token_use: 'id',
    aud: pool.clientId,
    'cognito:username': sub,
    email: username,
    email_verified: true,
    name: 'Ada',
  });
});

test('a session refreshes, and after a global sign-out it does not', async () => {
  const username = 'edsger@kalpla.test';
  await register(username);
  await signIn({ username, password: PASSWORD });
  const before = (await fetchAuthSession()).tokens?.accessToken;
  pool.pass(60_000);
  const after = (await fetchAuthSession({ forceRefresh: true })).tokens?.accessToken;
  expect(after?.payload.iat).toBe((before?.payload.iat ?? 0) + 60);
  expect(after?.payload['auth_time']).toBe(before?.payload['auth_time']);
  expect(after?.payload['origin_jti']).toBe(before?.payload['origin_jti']);

  await signOut({ global: true });
  await expect(getCurrentUser()).rejects.toThrow();
  expect((await fetchAuthSession()).tokens).toBeUndefined();
});

test.each([
  ['a wrong password', 'barbara@kalpla.test', 'Wrong-horse-1'],
  ['an unknown user', 'nobody@kalpla.test', PASSWORD],
])('%s is refused in the same words', async (_case, username, password) => {
  if (username.startsWith('barbara')) await register(username);
  await expect(signIn({ username, password })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  });
});

test('an answered challenge can not be answered again, nor by somebody else', async () => {
  const username = 'ken@kalpla.test';
  await register('eve@kalpla.test');
  const sub = await register(username);
  await signIn({ username, password: PASSWORD });
  const answers = pool.requests.filter(({ target }) => target.endsWith('RespondToAuthChallenge'));
  const { target = '', body = '' } = answers.at(-1) ?? {};
  const replay = async (changed: string) => {
    const response = await fetch(pool.url, { method: 'POST', headers: { 'x-amz-target': target }, body: changed });
    return ((await response.json()) as { message: string }).message;
  };
  expect(await replay(body)).toBe('Invalid session for the user, session can only be used once.');
  expect(await replay(body.replace(`"USERNAME":"${sub}"`, '"USERNAME":"eve@kalpla.test"'))).toBe(
    'Incorrect username or password.',
  );
});

test('a forgotten password is replaced by a mailed code, and the old one is dead', async () => {
  const username = 'alan@kalpla.test';
  await register(username);
  const { nextStep } = await resetPassword({ username });
  expect(nextStep.resetPasswordStep).toBe('CONFIRM_RESET_PASSWORD_WITH_CODE');
  expect(pool.outbox.list({ to: username }).at(-1)?.text).toMatch(/^Your password reset code is \d{6}$/);
  const newPassword = 'Another-horse-2';
  await confirmResetPassword({ username, newPassword, confirmationCode: pool.code(username) });
  expect(pool.invocations.at(-1)?.event).toMatchObject({ triggerSource: 'PostConfirmation_ConfirmForgotPassword' });
  await expect(signIn({ username, password: PASSWORD })).rejects.toThrow('Incorrect username or password.');
  expect((await signIn({ username, password: newPassword })).isSignedIn).toBe(true);
});

test('a signed-in person changes the password', async () => {
  const username = 'donald@kalpla.test';
  await register(username);
  await signIn({ username, password: PASSWORD });
  const newPassword = 'Another-horse-2';
  await expect(updatePassword({ oldPassword: newPassword, newPassword })).rejects.toThrow('Incorrect username');
  await expect(updatePassword({ oldPassword: PASSWORD, newPassword: 'lowercase-1' })).rejects.toMatchObject({
    name: 'InvalidPasswordException',
  });
  await updatePassword({ oldPassword: PASSWORD, newPassword });
  await signOut();
  expect((await signIn({ username, password: newPassword })).isSignedIn).toBe(true);
});

test('somebody signs in by the password itself, where the app says so', async () => {
  const username = 'john@kalpla.test';
  await register(username);
  const options = { authFlowType: 'USER_PASSWORD_AUTH' as const };
  await expect(signIn({ username, password: 'Wrong-horse-1', options })).rejects.toThrow('Incorrect username');
  expect((await signIn({ username, password: PASSWORD, options })).isSignedIn).toBe(true);
  const { body } = pool.requests.findLast(({ target }) => target.endsWith('InitiateAuth')) ?? {};
  expect(JSON.parse(body ?? '')).toMatchObject({ AuthFlow: 'USER_PASSWORD_AUTH' });
});

test('who confirms an account that was to sign in by itself is signed in', async () => {
  const username = 'radia@kalpla.test';
  const options = { userAttributes: { name: 'Radia' }, autoSignIn: true };
  await signUp({ username, password: PASSWORD, options });
  const { nextStep } = await confirmSignUp({ username, confirmationCode: pool.code(username) });
  expect(nextStep.signUpStep).toBe('COMPLETE_AUTO_SIGN_IN');
  expect((await autoSignIn()).isSignedIn).toBe(true);
  expect((await getCurrentUser()).signInDetails?.loginId).toBe(username);
});

test('a code is sent again, and the one before is good no more', async () => {
  const username = 'vint@kalpla.test';
  await signUp({ username, password: PASSWORD, options: { userAttributes: { name: 'Vint' } } });
  const first = pool.code(username);
  const again = await resendSignUpCode({ username });
  expect(again).toEqual({ destination: 'v***@k***', deliveryMedium: 'EMAIL', attributeName: 'email' });
  if (pool.code(username) !== first) {
    await expect(confirmSignUp({ username, confirmationCode: first })).rejects.toThrow('Invalid verification code');
  }
  expect((await confirmSignUp({ username, confirmationCode: pool.code(username) })).isSignUpComplete).toBe(true);
  await expect(resendSignUpCode({ username })).rejects.toThrow('User is already confirmed.');
});

test('devices are not run, which is said by name', async () => {
  const username = 'whit@kalpla.test';
  await register(username);
  await signIn({ username, password: PASSWORD });
  await expect(fetchDevices()).rejects.toThrow('The local Cognito does not run the operation ListDevices.');
});

test('a global sign-out ends every session of somebody, a local one only this', async () => {
  const username = 'leslie@kalpla.test';
  await register(username);
  const AuthParameters = { USERNAME: username, PASSWORD };
  const elsewhere = { ClientId: pool.clientId, AuthFlow: 'USER_PASSWORD_AUTH' as const, AuthParameters };
  const { AuthenticationResult } = await pool.sdk.send(new InitiateAuthCommand(elsewhere));
  const ask = () => pool.sdk.send(new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken }));
  await signIn({ username, password: PASSWORD });
  await signOut();
  await ask();
  await signIn({ username, password: PASSWORD });
  await signOut({ global: true });
  await expect(ask()).rejects.toThrow('Access Token has been revoked');
});

test('refresh tokens that rotate are exchanged one for the other', async () => {
  const rotating = await pool.deploy(
    declaredClient(
      pool.poolId,
      { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'], RefreshTokenRotation: { Feature: 'ENABLED' } },
      'Rotating',
    ),
  );
  const username = 'butler@kalpla.test';
  await register(username);
  configure(rotating.ref);
  await signIn({ username, password: PASSWORD });
  for (const _time of [1, 2, 3]) {
    const { tokens } = await fetchAuthSession({ forceRefresh: true });
    expect(tokens?.accessToken.payload['client_id']).toBe(rotating.ref);
  }
  const sent = pool.requests.filter(({ target }) => target.endsWith('GetTokensFromRefreshToken')).slice(-3);
  const used = sent.map(({ body }) => (JSON.parse(body) as { RefreshToken: string }).RefreshToken);
  expect(new Set(used).size).toBe(3);
  const reused = new GetTokensFromRefreshTokenCommand({ ClientId: rotating.ref, RefreshToken: used[0] });
  await expect(pool.sdk.send(reused)).rejects.toMatchObject({ name: 'RefreshTokenReuseException' });
  await signOut();
  configure(pool.clientId);
});

test('whom an administrator created chooses a password at the first sign-in', async () => {
  const Username = 'margaret@kalpla.test';
  await pool.sdk.send(
    new AdminCreateUserCommand({
      UserPoolId: pool.poolId,
      Username,
      TemporaryPassword: 'Temporary-1',
      MessageAction: 'SUPPRESS',
    }),
  );
  const { nextStep } = await signIn({ username: Username, password: 'Temporary-1' });
  expect(nextStep).toMatchObject({ signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED', missingAttributes: [] });
  await expect(confirmSignIn({ challengeResponse: 'short' })).rejects.toThrow('Password not long enough');
  expect((await confirmSignIn({ challengeResponse: PASSWORD })).isSignedIn).toBe(true);
  await signOut();
  expect((await signIn({ username: Username, password: PASSWORD })).isSignedIn).toBe(true);
});
