import {
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeProtectedHeader } from 'jose';
import { afterEach, describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import {
  admin,
  confirmedUser,
  EMAIL,
  GUIDE,
  MINUTE,
  pool,
  refresh,
  refusal,
  signIn,
  start,
  stop,
  tokens,
} from './conformance-steps.ts';
import { declaredClient, PASSWORD } from './pool.ts';

afterEach(stop);

const REFERENCE = 'cognito-user-identity-pools/latest/APIReference';
const getUser = (AccessToken: string) => pool.sdk.send(new GetUserCommand({ AccessToken }));

describe('tokens', () => {
  documented(
    `${GUIDE}/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html`,
    'Amazon Cognito generates two pairs of RSA cryptographic keys for each user pool.',
    async () => {
      await start();
      const response = await fetch(`${pool.url}/${pool.poolId}/.well-known/jwks.json`);
      const { keys } = (await response.json()) as { keys: Record<string, string>[] };
      expect(keys).toMatchObject([
        { kty: 'RSA', alg: 'RS256', use: 'sig' },
        { kty: 'RSA', alg: 'RS256', use: 'sig' },
      ]);
    },
  );

  documented(
    `${GUIDE}/amazon-cognito-user-pools-using-the-access-token.html`,
    'However, the key ID (kid) is different because different keys are used to sign ID tokens and access tokens.',
    async () => {
      await start();
      await confirmedUser();
      const { AccessToken, IdToken } = await tokens();
      expect(decodeProtectedHeader(AccessToken).kid).not.toBe(decodeProtectedHeader(IdToken).kid);
      expect(decodeProtectedHeader(AccessToken).alg).toBe('RS256');
    },
  );

  documented(
    `${GUIDE}/amazon-cognito-user-pools-using-the-access-token.html`,
    'You can set the access token expiration to any value between 5 minutes and 1 day.',
    async () => {
      await start();
      const deploy = (AccessTokenValidity: number) =>
        pool.deploy(
          declaredClient(
            pool.poolId,
            { AccessTokenValidity, TokenValidityUnits: { AccessToken: 'minutes' } },
            `Client${AccessTokenValidity}`,
          ),
        );
      await deploy(5);
      await deploy(24 * 60);
      await expect(deploy(4)).rejects.toThrow('AccessTokenValidity');
      await expect(deploy(24 * 60 + 1)).rejects.toThrow('AccessTokenValidity');
    },
  );

  documented(
    `${GUIDE}/amazon-cognito-user-pools-using-the-access-token.html`,
    'Its value is always access in the case of the access token.',
    async () => {
      await start();
      await confirmedUser();
      const { access, id } = await tokens();
      expect([access['token_use'], id['token_use']]).toEqual(['access', 'id']);
    },
  );

  documented(
    `${GUIDE}/token-revocation.html`,
    'To revoke a refresh token, you must use the same client ID that was used to obtain the token.',
    async () => {
      await start();
      await confirmedUser();
      const { RefreshToken } = await tokens();
      const other = await pool.deploy(declaredClient(pool.poolId, {}, 'Other'));
      const revoke = (ClientId: string) =>
        refusal(pool.sdk.send(new RevokeTokenCommand({ ClientId, Token: RefreshToken })));
      expect(await revoke(other.ref)).toBe('UnauthorizedException');
      expect(await refusal(refresh(RefreshToken))).toBe('no refusal');
      expect(await revoke(pool.clientId)).toBe('no refusal');
    },
  );

  documented(
    `${REFERENCE}/API_AdminUserGlobalSignOut.html`,
    'Amazon Cognito returns an Access Token has been revoked error when your app attempts to authorize a user pools API request with a revoked access token that contains the scope aws.cognito.signin.user.admin.',
    async () => {
      await start();
      await confirmedUser();
      const { AccessToken } = await tokens();
      await pool.sdk.send(new AdminUserGlobalSignOutCommand(admin()));
      expect(await refusal(getUser(AccessToken), 'message')).toBe('Access Token has been revoked');
    },
  );

  documented(
    `${REFERENCE}/API_AdminDisableUser.html`,
    "Deactivates a user profile and revokes all access tokens for the user. A deactivated user can't sign in, but still appears in the responses to ListUsers API requests.",
    async () => {
      await start();
      await confirmedUser();
      const { AccessToken } = await tokens();
      await pool.sdk.send(new AdminDisableUserCommand(admin()));
      expect(await refusal(getUser(AccessToken))).toBe('NotAuthorizedException');
      expect(await refusal(signIn())).toBe('NotAuthorizedException');
      const { Users } = await pool.sdk.send(new ListUsersCommand({ UserPoolId: pool.poolId }));
      expect(Users).toMatchObject([{ Enabled: false }]);
    },
  );
});

describe('refresh tokens that rotate', () => {
  const rotating = (RetryGracePeriodSeconds: number) => ({
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds },
  });

  documented(
    `${REFERENCE}/API_GetTokensFromRefreshToken.html`,
    'This operation issues a new refresh token and invalidates the original refresh token after an optional grace period when refresh token rotation is enabled.',
    async () => {
      await start({}, rotating(30));
      await confirmedUser();
      const { RefreshToken } = await tokens();
      const next = (await refresh(RefreshToken)).AuthenticationResult?.RefreshToken;
      pool.pass(29_000);
      expect(await refusal(refresh(RefreshToken))).toBe('no refusal');
      pool.pass(1000);
      expect(await refusal(refresh(RefreshToken))).toBe('RefreshTokenReuseException');
      expect(await refusal(refresh(next))).toBe('no refusal');
    },
  );

  documented(
    `${REFERENCE}/API_GetTokensFromRefreshToken.html`,
    'If refresh token rotation is disabled, issues new ID and access tokens only.',
    async () => {
      await start();
      await confirmedUser();
      const { AuthenticationResult } = await refresh((await tokens()).RefreshToken);
      expect(Object.keys(AuthenticationResult ?? {}).toSorted()).toEqual([
        'AccessToken',
        'ExpiresIn',
        'IdToken',
        'TokenType',
      ]);
    },
  );

  documented(
    `${REFERENCE}/API_RefreshTokenRotationType.html`,
    'When RetryGracePeriodSeconds is 0, the grace period is disabled and a successful request immediately invalidates the submitted refresh token.',
    async () => {
      await start({}, rotating(0));
      await confirmedUser();
      const { RefreshToken } = await tokens();
      await refresh(RefreshToken);
      expect(await refusal(refresh(RefreshToken))).toBe('RefreshTokenReuseException');
    },
  );

  documented(
    `${GUIDE}/amazon-cognito-user-pools-using-the-refresh-token.html`,
    "You can't authenticate with REFRESH_TOKEN_AUTH in app clients with refresh token rotation enabled.",
    async () => {
      await start({}, rotating(0));
      await confirmedUser();
      const REFRESH_TOKEN = (await tokens()).RefreshToken;
      const command = new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN },
      });
      expect(await refusal(pool.sdk.send(command))).toBe('InvalidParameterException');
    },
  );
});

documented(
  `${REFERENCE}/API_UserPoolClientType.html`,
  'Your user pool native user must respond to each authentication challenge before the session expires.',
  async () => {
    await start({}, { AuthSessionValidity: 5 });
    await confirmedUser();
    await pool.sdk.send(new AdminSetUserPasswordCommand({ ...admin(), Password: PASSWORD }));
    const answer = async (wait: number) => {
      const { ChallengeName, Session } = await signIn();
      pool.pass(wait);
      const ChallengeResponses = { USERNAME: EMAIL, NEW_PASSWORD: `${PASSWORD}2` };
      const command = { ClientId: pool.clientId, ChallengeName, Session, ChallengeResponses };
      return refusal(pool.sdk.send(new RespondToAuthChallengeCommand(command)));
    };
    expect([await answer(5 * MINUTE), await answer(5 * MINUTE - 1)]).toEqual(['NotAuthorizedException', 'no refusal']);
  },
);
