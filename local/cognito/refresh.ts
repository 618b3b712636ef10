import { AwsError } from '../errors.ts';
import type { UserPoolClient } from './client-settings.ts';
import { asTokenOwner } from './access-token.ts';
import type { PublicOperation, Tools } from './operation.ts';
import { notAuthorized, userDoesNotExist, userIsDisabled } from './passwords.ts';
import { checkClientSecret } from './secret-hash.ts';
import { readTicket, refreshSession, revokeAll, withSession } from './sessions.ts';
import { issueTokens } from './tokens.ts';
import type { UserPool } from './user-pool.ts';

interface RefreshRequest {
  readonly clientMetadata: ReadonlyMap<string, string>;
  /** Throws if the request doesn't show that it knows the client's secret. */
  readonly prove: (username: string) => void;
}

/** New tokens for a refresh token, and a new refresh token where they rotate. */
export async function refreshTokens(
  { cloud, triggers }: Tools,
  pool: UserPool,
  client: UserPoolClient,
  refreshToken: string,
  { clientMetadata, prove }: RefreshRequest,
): Promise<object> {
  const now = cloud.clock.now();
  const ticket = readTicket(pool.seal, refreshToken);
  const user = pool.users.get(ticket?.sub ?? '');
  if (!user) throw ticket && !client.hidesUsers ? userDoesNotExist() : notAuthorized('Invalid Refresh Token');
  prove(user.username);
  const refreshed = refreshSession(pool.seal, user.sessions, refreshToken, client, now);
  if (!user.enabled) throw userIsDisabled();
  if (refreshed.refreshToken !== undefined) {
    pool.users.change(user.sub, { sessions: withSession(user.sessions, refreshed.session, now) });
  }
  const tokens = await issueTokens(triggers, pool, {
    client,
    user,
    session: refreshed.session,
    cause: 'TokenGeneration_RefreshTokens',
    clientMetadata,
    now,
  });
  const rotated = refreshed.refreshToken === undefined ? {} : { RefreshToken: refreshed.refreshToken };
  return { AuthenticationResult: { ...tokens, ...rotated } };
}

/** GetTokensFromRefreshToken, RevokeToken and GlobalSignOut. */
export function sessionOperations(tools: Tools): Record<string, PublicOperation> {
  const { cloud, pools } = tools;
  return {
    GetTokensFromRefreshToken: (input) => {
      const { pool, client } = pools.client(input.text('ClientId'));
      checkClientSecret(client, input.optionalText('ClientSecret'), 'NotAuthorizedException');
      return refreshTokens(tools, pool, client, input.text('RefreshToken'), {
        clientMetadata: input.map('ClientMetadata'),
        prove: () => undefined,
      });
    },

    RevokeToken: (input) => {
      const { pool, client } = pools.client(input.text('ClientId'));
      const token = input.text('Token');
      checkClientSecret(client, input.optionalText('ClientSecret'), 'UnauthorizedException');
      if (!client.revokesTokens) {
        throw new AwsError('UnsupportedOperationException', 'Token revocation is not enabled for this client.');
      }
      if (token.split('.').length === 3) {
        throw new AwsError('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked.');
      }
      const ticket = readTicket(pool.seal, token);
      const user = pool.users.get(ticket?.sub ?? '');
      const session = user?.sessions.find(({ id }) => id === ticket?.session);
      // As OAuth has it (RFC 7009, section 2.2), a token that is none needs no revoking.
      if (!user || !session) return {};
      if (session.clientId !== client.id) throw new AwsError('UnauthorizedException', 'Unauthorized');
      const sessions = withSession(user.sessions, { ...session, revoked: true }, cloud.clock.now());
      pool.users.change(user.sub, { sessions });
      return {};
    },

    GlobalSignOut: (input) =>
      asTokenOwner(tools, input.text('AccessToken'), ({ pool, user }) => {
        pool.users.change(user.sub, { sessions: revokeAll(user.sessions) });
        return {};
      }),
  };
}
