import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, describe, expect, test } from 'vitest';
import { declaredClient, declaredPool, PASSWORD, Pool } from './pool.ts';

const DAY = 86_400_000;
const EMAIL = 'ada@kalpla.test';
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
const refresh = async (RefreshToken = '', ClientId = pool.clientId) =>
  (await pool.sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }))).AuthenticationResult ?? {};

describe('flows', () => {
  test('are only those of the client', async () => {
    await start({ ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] });
    await expect(signIn()).rejects.toThrow('USER_PASSWORD_AUTH flow not enabled for this client');
    await expect(initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: 'x' })).rejects.toThrow('not enabled for this client');
  });

  test.each([
    ['USER_AUTH', 'USER_AUTH flow not enabled for this client'],
    ['CUSTOM_AUTH', 'CUSTOM_AUTH flow not enabled for this client'],
    ['ADMIN_USER_PASSWORD_AUTH', 'Initiate Auth method not supported.'],
    ['ADMIN_NO_SRP_AUTH', 'Initiate Auth method not supported.'],
    ['constructor', "Value 'constructor' at 'authFlow' failed to satisfy constraint"],
  ])('%s is refused as AWS refuses it', async (AuthFlow, message) => {
    await start();
    const parameters = { USERNAME: EMAIL, PASSWORD };
    await expect(initiate(AuthFlow as 'USER_SRP_AUTH', parameters)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(message) as string,
    });
  });

  test('without triggers there is no flow of one’s own', async () => {
    await start({ ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_PASSWORD_AUTH'] });
    await expect(initiate('CUSTOM_AUTH', { USERNAME: EMAIL })).rejects.toThrow(
      'Custom auth lambda trigger is not configured for the user pool.',
    );
  });

  test('a password as it is comes from an app or from a server, each by its own flow', async () => {
    await start({ ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'] });
    const asAdmin = (AuthFlow: 'USER_PASSWORD_AUTH' | 'ADMIN_USER_PASSWORD_AUTH') =>
      pool.sdk.send(
        new AdminInitiateAuthCommand({
          UserPoolId: pool.poolId,
          ClientId: pool.clientId,
          AuthFlow,
          AuthParameters: { USERNAME: EMAIL, PASSWORD },
        }),
      );
    await expect(asAdmin('USER_PASSWORD_AUTH')).rejects.toThrow('Initiate Auth method not supported.');
    expect((await asAdmin('ADMIN_USER_PASSWORD_AUTH')).AuthenticationResult).toBeDefined();
  });

  test('need a client that exists', async () => {
    await start();
    await expect(refresh('x', 'nobody')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User pool client nobody does not exist.',
    });
  });

  test('with a first password nobody takes an address that has an owner, nor changes what was given', async () => {
    await start();
    const { ref } = await pool.deploy(declaredPool({ Schema: [{ Name: 'name', Required: true }] }, 'Strict'));
    const ClientId = (await pool.deploy(declaredClient(ref, {}, 'StrictClient'))).ref;
    const who = { UserPoolId: ref, MessageAction: 'SUPPRESS' as const, TemporaryPassword: PASSWORD };
    const UserAttributes = [{ Name: 'name', Value: 'Eve' }];
    await pool.sdk.send(new AdminCreateUserCommand({ ...who, Username: EMAIL }));
    await pool.sdk.send(new AdminCreateUserCommand({ ...who, Username: 'eve@kalpla.test', UserAttributes }));
    const AuthParameters = { USERNAME: 'eve@kalpla.test', PASSWORD };
    const { Session } = await pool.sdk.send(
      new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
    );
    const answer = (name: string, value: string) =>
      pool.sdk.send(
        new RespondToAuthChallengeCommand({
          ClientId,
          Session,
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          ChallengeResponses: {
            USERNAME: 'eve@kalpla.test',
            NEW_PASSWORD: `${PASSWORD}-2`,
            [`userAttributes.${name}`]: value,
          },
        }),
      );
    await expect(answer('email', EMAIL)).rejects.toMatchObject({ name: 'AliasExistsException' });
    await expect(answer('name', 'Eva')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Cannot modify an already provided name',
    });
    expect((await answer('nickname', 'E')).AuthenticationResult).toBeDefined();
  });

  test('a temporary password expires', async () => {
    await start();
    const Username = 'eve@kalpla.test';
    await create(Username);
    await pool.sdk.send(new AdminSetUserPasswordCommand({ UserPoolId: pool.poolId, Username, Password: PASSWORD }));
    const enter = () => initiate('USER_PASSWORD_AUTH', { USERNAME: Username, PASSWORD });
    const { Session = '', ChallengeName } = await enter();
    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    const ChallengeResponses = { USERNAME: EMAIL, NEW_PASSWORD: 'Another-horse-2' };
    const stolen = { ClientId: pool.clientId, ChallengeName, Session, ChallengeResponses };
    await expect(pool.sdk.send(new RespondToAuthChallengeCommand(stolen))).rejects.toThrow(
      /^Invalid session for the user\.$/,
    );
    const own = { ...stolen, ChallengeResponses: { ...ChallengeResponses, USERNAME: Username } };
    await pool.sdk.send(new RespondToAuthChallengeCommand(own));
    await expect(pool.sdk.send(new RespondToAuthChallengeCommand(own))).rejects.toThrow('only be used once');
    await pool.sdk.send(new AdminSetUserPasswordCommand({ UserPoolId: pool.poolId, Username, Password: PASSWORD }));
    pool.pass(7 * DAY);
    await expect(enter()).rejects.toThrow('Temporary password has expired');
  });
});
