import {
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { declaredClient, PASSWORD, Pool } from './pool.ts';

const EMAIL = 'ada@kalpla.test';
let pool: Pool;
let ClientId: string;
let secret: string;

beforeEach(async () => {
  pool = await Pool.start();
  const client = await pool.deploy(declaredClient(pool.poolId, { GenerateSecret: true }, 'Server'));
  ClientId = client.ref;
  secret = client.attributes?.['ClientSecret'] ?? '';
});
afterEach(() => pool.stop());

const hashOf = (username: string) => createHmac('sha256', secret).update(`${username}${ClientId}`).digest('base64');
const user = { Username: EMAIL };

const signUp = (SecretHash?: string) =>
  pool.sdk.send(new SignUpCommand({ ClientId, ...user, Password: PASSWORD, SecretHash }));
const confirm = (SecretHash?: string) =>
  pool.sdk.send(new ConfirmSignUpCommand({ ClientId, ...user, ConfirmationCode: pool.code(EMAIL), SecretHash }));
const initiate = (
  AuthFlow: 'USER_PASSWORD_AUTH' | 'USER_SRP_AUTH' | 'REFRESH_TOKEN_AUTH',
  AuthParameters: Record<string, string>,
) => pool.sdk.send(new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters }));
const signIn = (SECRET_HASH: string) => initiate('USER_PASSWORD_AUTH', { USERNAME: EMAIL, PASSWORD, SECRET_HASH });

test('a client’s secret looks like AWS’s, is its own, and is the same at each start', async () => {
  expect(secret).toMatch(/^[0-9a-z]{51}$/);
  const other = await pool.deploy(declaredClient(pool.poolId, { GenerateSecret: true }, 'Other'));
  expect(other.attributes?.['ClientSecret']).not.toBe(secret);
  const next = await Pool.start({ stateFolder: pool.stateFolder });
  const again = await next.deploy(declaredClient(next.poolId, { GenerateSecret: true }, 'Server'));
  expect(again.attributes?.['ClientSecret']).toBe(secret);
  await next.stop();
});

test('somebody signs up, in, and goes on, each time with the hash of the name that the request gives', async () => {
  const { UserSub = '' } = await signUp(hashOf(EMAIL));
  await pool.sdk.send(new ResendConfirmationCodeCommand({ ClientId, ...user, SecretHash: hashOf(EMAIL) }));
  await confirm(hashOf(EMAIL));
  const { AuthenticationResult } = await signIn(hashOf(EMAIL));
  const RefreshToken = AuthenticationResult?.RefreshToken ?? '';
  const parameters = { REFRESH_TOKEN: RefreshToken, SECRET_HASH: hashOf(UserSub) };
  expect((await initiate('REFRESH_TOKEN_AUTH', parameters)).AuthenticationResult?.AccessToken).toBeDefined();
  const refreshed = new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken, ClientSecret: secret });
  expect((await pool.sdk.send(refreshed)).AuthenticationResult?.AccessToken).toBeDefined();
  await pool.sdk.send(new ForgotPasswordCommand({ ClientId, ...user, SecretHash: hashOf(EMAIL) }));
  await pool.sdk.send(
    new ConfirmForgotPasswordCommand({
      ClientId,
      ...user,
      ConfirmationCode: pool.code(EMAIL),
      Password: PASSWORD,
      SecretHash: hashOf(EMAIL),
    }),
  );
  await pool.sdk.send(new RevokeTokenCommand({ ClientId, Token: RefreshToken, ClientSecret: secret }));
  await expect(initiate('REFRESH_TOKEN_AUTH', parameters)).rejects.toThrow('Refresh Token has been revoked');
});

describe('without the secret nobody gets in', () => {
  const calls: [string, (SecretHash?: string) => Promise<unknown>][] = [
    ['SignUp', signUp],
    ['ConfirmSignUp', confirm],
    [
      'ResendConfirmationCode',
      (SecretHash) => pool.sdk.send(new ResendConfirmationCodeCommand({ ClientId, ...user, SecretHash })),
    ],
    ['ForgotPassword', (SecretHash) => pool.sdk.send(new ForgotPasswordCommand({ ClientId, ...user, SecretHash }))],
    [
      'ConfirmForgotPassword',
      (SecretHash) =>
        pool.sdk.send(
          new ConfirmForgotPasswordCommand({
            ClientId,
            ...user,
            ConfirmationCode: '123456',
            Password: PASSWORD,
            SecretHash,
          }),
        ),
    ],
    ['InitiateAuth', (SecretHash = '') => signIn(SecretHash)],
    [
      'InitiateAuth by SRP',
      (SECRET_HASH = '') => initiate('USER_SRP_AUTH', { USERNAME: EMAIL, SRP_A: 'abcdef', SECRET_HASH }),
    ],
    [
      'RespondToAuthChallenge',
      (SECRET_HASH = '') =>
        pool.sdk.send(
          new RespondToAuthChallengeCommand({
            ClientId,
            ChallengeName: 'PASSWORD_VERIFIER',
            ChallengeResponses: { USERNAME: EMAIL, SECRET_HASH },
          }),
        ),
    ],
  ];
  test.each(calls)('by %s', async (_name, call) => {
    await expect(call()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: `Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
    });
    for (const wrong of [hashOf('eve@kalpla.test'), secret, 'x']) {
      await expect(call(wrong)).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: `SecretHash does not match for the client: ${ClientId}`,
      });
    }
    expect(pool.outbox.list()).toEqual([]);
  });

  test('by a refresh token', async () => {
    await signUp(hashOf(EMAIL));
    await confirm(hashOf(EMAIL));
    const RefreshToken = (await signIn(hashOf(EMAIL))).AuthenticationResult?.RefreshToken ?? '';
    await expect(initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: RefreshToken })).rejects.toThrow('was not received');
    for (const ClientSecret of [undefined, 'wrong']) {
      await expect(
        pool.sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken, ClientSecret })),
      ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
      await expect(
        pool.sdk.send(new RevokeTokenCommand({ ClientId, Token: RefreshToken, ClientSecret })),
      ).rejects.toMatchObject({ name: 'UnauthorizedException' });
    }
  });
});
