import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, describe, expect, test } from 'vitest';
import { declaredClient, PASSWORD, Pool } from './pool.ts';

const DAY = 86_400_000;
const EMAIL = 'ada@kalpla.test';
const SRP_TIME = 'Fri Nov 20 22:13:00 UTC 2026';
let pool: Pool;

/** A pool with one user whose password is PASSWORD. */
async function start(client: Record<string, unknown> = {}): Promise<void> {
  pool = await Pool.start({ client });
  await create(EMAIL);
  const UserPoolId = pool.poolId;
  await pool.sdk.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username: EMAIL, Password: PASSWORD, Permanent: true }),
  );
}
afterEach(() => pool.stop());

const create = (Username: string) =>
  pool.sdk.send(new AdminCreateUserCommand({ UserPoolId: pool.poolId, Username, MessageAction: 'SUPPRESS' }));
const initiate = (
  AuthFlow: 'USER_PASSWORD_AUTH' | 'USER_SRP_AUTH' | 'REFRESH_TOKEN_AUTH' | 'CUSTOM_AUTH',
  AuthParameters: Record<string, string>,
) => pool.sdk.send(new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow, AuthParameters }));
const signIn = (password = PASSWORD) => initiate('USER_PASSWORD_AUTH', { USERNAME: EMAIL, PASSWORD: password });
const tokens = async () => (await signIn()).AuthenticationResult ?? {};
const refresh = async (RefreshToken = '', ClientId = pool.clientId) =>
  (await pool.sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }))).AuthenticationResult ?? {};
const getUser = (AccessToken = '') => pool.sdk.send(new GetUserCommand({ AccessToken }));
const revoke = (Token = '', ClientId = pool.clientId) => pool.sdk.send(new RevokeTokenCommand({ ClientId, Token }));

describe('lockout', () => {
  test('begins with the fifth failure, doubles, and ends with its time', async () => {
    await start();
    for (let failure = 0; failure < 5; failure += 1)
      await expect(signIn('Wrong')).rejects.toThrow('Incorrect username');
    await expect(signIn()).rejects.toThrow('Password attempts exceeded');
    pool.pass(1000);
    await expect(signIn('Wrong')).rejects.toThrow('Incorrect username');
    pool.pass(1999);
    await expect(signIn()).rejects.toThrow('Password attempts exceeded');
    pool.pass(1);
    await signIn();
    await expect(signIn('Wrong')).rejects.toThrow('Incorrect username');
    await signIn();
  });

  test('counts failures of SRP', async () => {
    await start();
    for (let failure = 0; failure < 5; failure += 1) await expect(claim(EMAIL)).rejects.toThrow('Incorrect username');
    await expect(signIn()).rejects.toThrow('Password attempts exceeded');
  });
});

async function claim(username: string, responses: Record<string, string> = {}) {
  const { ChallengeParameters: given = {} } = await initiate('USER_SRP_AUTH', { USERNAME: username, SRP_A: 'abcdef' });
  const ChallengeResponses = {
    USERNAME: given['USER_ID_FOR_SRP'] ?? '',
    PASSWORD_CLAIM_SECRET_BLOCK: given['SECRET_BLOCK'] ?? '',
    PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64'),
    TIMESTAMP: SRP_TIME,
    ...responses,
  };
  const ChallengeName = 'PASSWORD_VERIFIER';
  return pool.sdk.send(
    new RespondToAuthChallengeCommand({ ClientId: pool.clientId, ChallengeName, ChallengeResponses }),
  );
}

describe('SRP', () => {
  test('answers an unknown user like a known one, each time with the same salt and id', async () => {
    await start();
    const challenge = async (USERNAME: string) =>
      (await initiate('USER_SRP_AUTH', { USERNAME, SRP_A: 'abcdef' })).ChallengeParameters ?? {};
    const [first, second, other] = [
      await challenge('nobody@kalpla.test'),
      await challenge('Nobody@kalpla.test'),
      await challenge('nobody2@kalpla.test'),
    ];
    expect(second['SALT']).toBe(first['SALT']);
    expect(second['USER_ID_FOR_SRP']).toBe(first['USER_ID_FOR_SRP']);
    expect(second['SRP_B']).not.toBe(first['SRP_B']);
    expect(other['SALT']).not.toBe(first['SALT']);
    expect(Object.keys(first)).toEqual(Object.keys(await challenge(EMAIL)));
    expect(first['USERNAME']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    await expect(claim('nobody@kalpla.test')).rejects.toThrow('Incorrect username or password.');
  });

  test('tells that a user is unknown where the client allows it', async () => {
    await start({ PreventUserExistenceErrors: 'LEGACY' });
    await expect(initiate('USER_SRP_AUTH', { USERNAME: 'nobody@kalpla.test', SRP_A: 'ab' })).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  });

  test.each(['0', '', 'xyz', 'f'.repeat(2000)])('refuses %s as SRP_A', async (SRP_A) => {
    await start();
    await expect(initiate('USER_SRP_AUTH', { USERNAME: EMAIL, SRP_A })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('refuses a challenge that is older than three minutes, forged, or somebody else’s', async () => {
    await start();
    await create('eve@kalpla.test');
    const { ChallengeParameters: old = {} } = await initiate('USER_SRP_AUTH', { USERNAME: EMAIL, SRP_A: 'ab' });
    await expect(claim(EMAIL, { USERNAME: 'eve@kalpla.test' })).rejects.toThrow('Incorrect username or password.');
    await expect(claim(EMAIL, { PASSWORD_CLAIM_SECRET_BLOCK: 'AAAA' })).rejects.toThrow(
      'Incorrect username or password.',
    );
    await expect(claim(EMAIL, { TIMESTAMP: 'yesterday' })).rejects.toThrow('TIMESTAMP format');
    pool.pass(180_000);
    await expect(claim(EMAIL, { PASSWORD_CLAIM_SECRET_BLOCK: old['SECRET_BLOCK'] ?? '' })).rejects.toThrow(
      'session is expired',
    );
  });
});

describe('refresh', () => {
  test('answers no refresh token unless they rotate', async () => {
    await start();
    const { RefreshToken } = await tokens();
    expect(await refresh(RefreshToken)).toMatchObject({ ExpiresIn: 900, TokenType: 'Bearer' });
    expect((await refresh(RefreshToken)).RefreshToken).toBeUndefined();
    const legacy = await initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: RefreshToken ?? '' });
    expect(legacy.AuthenticationResult?.AccessToken).toBeDefined();
  });

  test('finds nobody once the user is gone, and says so where clients may know', async () => {
    await start({ PreventUserExistenceErrors: 'LEGACY' });
    const { RefreshToken } = await tokens();
    const discreet = (await pool.deploy(declaredClient(pool.poolId, {}, 'Discreet'))).ref;
    await pool.sdk.send(new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username: EMAIL }));
    await expect(refresh(RefreshToken)).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await expect(refresh(RefreshToken, discreet)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  test('ends with the token’s time, with another client, and for what is no token', async () => {
    await start();
    const { RefreshToken, AccessToken } = await tokens();
    const other = (await pool.deploy(declaredClient(pool.poolId, {}, 'Other'))).ref;
    await expect(refresh(RefreshToken, other)).rejects.toThrow('Invalid Refresh Token');
    await expect(refresh('nonsense')).rejects.toThrow('Invalid Refresh Token');
    await expect(refresh(AccessToken)).rejects.toThrow('Invalid Refresh Token');
    pool.pass(30 * DAY - 1);
    await refresh(RefreshToken);
    pool.pass(1);
    await expect(refresh(RefreshToken)).rejects.toThrow('Refresh Token has expired');
  });

  const ROTATING = {
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
  };

  test('rotates, and the old token dies after the grace period', async () => {
    await start(ROTATING);
    const { RefreshToken: first } = await tokens();
    const { RefreshToken: second } = await refresh(first);
    expect(second).not.toBe(first);
    pool.pass(9999);
    await refresh(first);
    pool.pass(1);
    await expect(refresh(first)).rejects.toMatchObject({ name: 'RefreshTokenReuseException' });
    expect((await refresh(second)).RefreshToken).toBeDefined();
  });

  test('does not lengthen a session by rotation', async () => {
    await start(ROTATING);
    const { RefreshToken: first } = await tokens();
    pool.pass(29 * DAY);
    const { RefreshToken: second } = await refresh(first);
    pool.pass(DAY);
    await expect(refresh(second)).rejects.toThrow('Refresh Token has expired');
  });
});

describe('revocation', () => {
  test('ends one session and its access tokens, at Cognito', async () => {
    await start();
    const [one, other] = [await tokens(), await tokens()];
    expect((await getUser(one.AccessToken)).UserAttributes).toContainEqual({ Name: 'email', Value: EMAIL });
    await revoke(one.RefreshToken);
    await expect(refresh(one.RefreshToken)).rejects.toThrow('Refresh Token has been revoked');
    await expect(getUser(one.AccessToken)).rejects.toThrow('Access Token has been revoked');
    await expect(revoke(one.AccessToken)).rejects.toMatchObject({ name: 'UnsupportedTokenTypeException' });
    await revoke('nonsense');
    await refresh(other.RefreshToken);
    await getUser(other.AccessToken);
    // AppSync only checks signature and time.
    await pool.cognito.verifyToken(pool.poolId, one.AccessToken ?? '');
  });

  test('is global when an administrator says so', async () => {
    await start();
    const { RefreshToken } = await tokens();
    await pool.sdk.send(new AdminUserGlobalSignOutCommand({ UserPoolId: pool.poolId, Username: EMAIL }));
    await expect(refresh(RefreshToken)).rejects.toThrow('Refresh Token has been revoked');
    await refresh((await tokens()).RefreshToken);
  });

  test('comes with disabling, and enabling does not undo it', async () => {
    await start();
    const user = { UserPoolId: pool.poolId, Username: EMAIL };
    const { RefreshToken, AccessToken } = await tokens();
    await pool.sdk.send(new AdminDisableUserCommand(user));
    await expect(signIn()).rejects.toThrow('User is disabled.');
    await expect(signIn('Wrong')).rejects.toThrow('Incorrect username or password.');
    await pool.sdk.send(new AdminEnableUserCommand(user));
    await signIn();
    await expect(refresh(RefreshToken)).rejects.toThrow('Refresh Token has been revoked');
    await expect(getUser(AccessToken)).rejects.toThrow('Access Token has been revoked');
  });

  test('is not for id tokens or expired ones', async () => {
    await start();
    const { IdToken, AccessToken } = await tokens();
    await expect(getUser(IdToken)).rejects.toThrow('Invalid Access Token');
    await expect(getUser('nonsense')).rejects.toThrow('Invalid Access Token');
    pool.pass(900_000);
    await expect(getUser(AccessToken)).rejects.toThrow('Access Token has expired');
  });
});
