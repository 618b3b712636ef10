import {
  AdminAddUserToGroupCommand,
  AdminUserGlobalSignOutCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterEach, describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import {
  admin,
  confirmedUser,
  GUIDE,
  HOUR,
  MINUTE,
  pool,
  refresh,
  refusal,
  start,
  stop,
  tokens,
} from './conformance-steps.ts';
import { declaredClient, declaredGroup } from './pool.ts';

afterEach(stop);

describe('tokens', () => {
  const idPage = `${GUIDE}/amazon-cognito-user-pools-using-the-id-token.html`;
  const refreshPage = `${GUIDE}/amazon-cognito-user-pools-using-the-refresh-token.html`;
  const revocationPage = `${GUIDE}/token-revocation.html`;

  documented(
    idPage,
    'The content of the `aud` claim is the `client_id` that the user requested when they authenticated with your user pool.',
    async () => {
      await start();
      await confirmedUser();
      const { id, access } = await tokens();
      expect([id.aud, access['client_id']]).toEqual([pool.clientId, pool.clientId]);
    },
  );

  documented(
    idPage,
    'The `iss` claim has the following format: https://cognito-idp.{region}.amazonaws.com/{userPoolId}',
    async () => {
      await start();
      await confirmedUser();
      expect((await tokens()).id.iss).toBe(`https://cognito-idp.us-east-1.amazonaws.com/${pool.poolId}`);
    },
  );

  documented(
    idPage,
    'On refreshes, `auth_time` represents the time when the original authentication occurred, not the time when the token was issued.',
    async () => {
      await start();
      await confirmedUser();
      const first = await tokens();
      pool.pass(10 * MINUTE);
      const { AuthenticationResult } = await refresh(first.RefreshToken);
      const second = decodeJwt(AuthenticationResult?.IdToken ?? '');
      expect(second['auth_time']).toBe(first.id['auth_time']);
      expect(Number(second.iat) - Number(first.id.iat)).toBe(600);
    },
  );

  documented(
    refreshPage,
    'By default, the refresh token expires 30 days after your application user signs into your user pool.',
    async () => {
      await start();
      await confirmedUser();
      const { RefreshToken } = await tokens();
      pool.pass(30 * 24 * HOUR - 1);
      expect(await refusal(refresh(RefreshToken))).toBe('no refusal');
      pool.pass(1);
      expect(await refusal(refresh(RefreshToken))).toBe('NotAuthorizedException');
    },
  );

  documented(
    refreshPage,
    "you can set the application's refresh token expiration to any value between 60 minutes and 10 years.",
    async () => {
      await start();
      const client = (RefreshTokenValidity: number, unit: string) =>
        pool.deploy(
          declaredClient(
            pool.poolId,
            { RefreshTokenValidity, TokenValidityUnits: { RefreshToken: unit } },
            `Client${unit}${RefreshTokenValidity}`,
          ),
        );
      await client(60, 'minutes');
      await client(3650, 'days');
      await expect(client(59, 'minutes')).rejects.toThrow('RefreshTokenValidity');
      await expect(client(3651, 'days')).rejects.toThrow('RefreshTokenValidity');
    },
  );

  documented(refreshPage, "The user's refresh token cannot be used to get new tokens for the user.", async () => {
    await start();
    await confirmedUser();
    const { AccessToken, RefreshToken } = await tokens();
    await pool.sdk.send(new GlobalSignOutCommand({ AccessToken }));
    expect(await refusal(refresh(RefreshToken))).toBe('NotAuthorizedException');
  });

  documented(refreshPage, "The user's access token cannot be used for the user pools service.", async () => {
    await start();
    await confirmedUser();
    const { AccessToken } = await tokens();
    await pool.sdk.send(new GlobalSignOutCommand({ AccessToken }));
    expect(await refusal(pool.sdk.send(new GetUserCommand({ AccessToken })))).toBe('NotAuthorizedException');
  });

  documented(refreshPage, 'The `AdminUserGlobalSignOut` API can sign out any user in the user pool.', async () => {
    await start();
    await confirmedUser();
    const { RefreshToken } = await tokens();
    await pool.sdk.send(new AdminUserGlobalSignOutCommand(admin()));
    expect(await refusal(refresh(RefreshToken))).toBe('NotAuthorizedException');
  });

  documented(
    revocationPage,
    'When you revoke a refresh token, all access tokens that were previously issued by that refresh token become invalid. The other refresh tokens issued to the user are not affected.',
    async () => {
      await start();
      await confirmedUser();
      const [first, second] = [await tokens(), await tokens()];
      await pool.sdk.send(new RevokeTokenCommand({ ClientId: pool.clientId, Token: first.RefreshToken }));
      const user = (AccessToken: string) => refusal(pool.sdk.send(new GetUserCommand({ AccessToken })));
      expect([await user(first.AccessToken), await user(second.AccessToken)]).toEqual([
        'NotAuthorizedException',
        'no refusal',
      ]);
      expect(await refusal(refresh(second.RefreshToken))).toBe('no refusal');
    },
  );

  documented(
    revocationPage,
    'However, revoked tokens will still be valid if they are verified using any JWT library that verifies the signature and expiration of the token.',
    async () => {
      await start();
      await confirmedUser();
      const { AccessToken } = await tokens();
      await pool.sdk.send(new GlobalSignOutCommand({ AccessToken }));
      expect(await pool.cognito.verifyToken(pool.poolId, AccessToken)).toMatchObject({ tokenUse: 'access' });
    },
  );

  documented(
    revocationPage,
    'When you create a new user pool client using the AWS Management Console, the AWS CLI, or the AWS API, token revocation is enabled by default.',
    async () => {
      await start();
      await confirmedUser();
      const { id, access } = await tokens();
      expect(id['origin_jti']).toBe(access['origin_jti']);
      expect(id['origin_jti']).toBeDefined();
    },
  );
});

describe('groups', () => {
  const page = `${GUIDE}/cognito-user-pools-user-groups.html`;

  async function member(...groups: readonly (readonly [string, Record<string, unknown>])[]) {
    await start();
    await confirmedUser();
    for (const [name, properties] of groups) {
      await pool.deploy(declaredGroup(pool.poolId, name, properties));
      await pool.sdk.send(new AdminAddUserToGroupCommand({ ...admin(), GroupName: name }));
    }
    return tokens();
  }

  documented(
    page,
    'The groups that a user is a member of are included in both the ID token and access token from a user pool in the `cognito:groups` claim.',
    async () => {
      const { id, access } = await member(['Mentor', {}], ['Student', {}]);
      expect(id['cognito:groups']).toEqual(['Mentor', 'Student']);
      expect(access['cognito:groups']).toEqual(['Mentor', 'Student']);
    },
  );

  documented(
    page,
    "If a user belongs to two or more groups, the group with the lowest precedence value will have its IAM role applied to the `cognito:preferred_role` claim in the user's ID token.",
    async () => {
      const { id } = await member(
        ['Student', { Precedence: 9, RoleArn: 'arn:aws:iam::000000000000:role/student' }],
        ['Mentor', { Precedence: 0, RoleArn: 'arn:aws:iam::000000000000:role/mentor' }],
      );
      expect(id['cognito:preferred_role']).toBe('arn:aws:iam::000000000000:role/mentor');
    },
  );

  documented(
    page,
    'Groups with lower precedence values take precedence over groups with higher or null precedence values.',
    async () => {
      const { id } = await member(
        ['Anybody', { RoleArn: 'arn:aws:iam::000000000000:role/anybody' }],
        ['Student', { Precedence: 9, RoleArn: 'arn:aws:iam::000000000000:role/student' }],
      );
      expect(id['cognito:preferred_role']).toBe('arn:aws:iam::000000000000:role/student');
    },
  );

  documented(
    page,
    "If the two groups have different role ARNs, the `cognito:preferred_role` claim is not set in users' ID tokens.",
    async () => {
      const { id } = await member(
        ['Student', { Precedence: 1, RoleArn: 'arn:aws:iam::000000000000:role/student' }],
        ['Mentor', { Precedence: 1, RoleArn: 'arn:aws:iam::000000000000:role/mentor' }],
      );
      expect(id['cognito:preferred_role']).toBeUndefined();
      expect(id['cognito:roles']).toHaveLength(2);
    },
  );
});
