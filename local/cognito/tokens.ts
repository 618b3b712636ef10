import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { UserPoolClient } from './client-settings.ts';
import type { Session } from './sessions.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

export const API_SCOPE = 'aws.cognito.signin.user.admin';

/** AuthenticationResult without the refresh token. */
interface IssuedTokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  /** Of the access token, in seconds. */
  readonly ExpiresIn: number;
  readonly TokenType: 'Bearer';
}

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

export async function issueTokens(
  pool: UserPool,
  client: UserPoolClient,
  user: User,
  session: Session,
  now: number,
): Promise<IssuedTokens> {
  const groups = pool.groupsOf(user);
  const common = (validity: number): JWTPayload => ({
    sub: user.sub,
    ...(groups.length > 0 && { 'cognito:groups': groups.map(({ name }) => name) }),
    iss: pool.issuer,
    ...(client.revokesTokens && { origin_jti: session.originJti }),
    event_id: session.id,
    auth_time: seconds(session.authTime),
    exp: seconds(now) + seconds(validity),
    iat: seconds(now),
    jti: randomUUID(),
  });
  const access = {
    ...common(client.accessTokenMs),
    token_use: 'access',
    scope: API_SCOPE,
    client_id: client.id,
    username: user.username,
  };
  const id = {
    ...attributeClaims(user, client),
    ...roleClaims(groups),
    ...common(client.idTokenMs),
    'cognito:username': user.username,
    token_use: 'id',
    aud: client.id,
  };
  const [AccessToken, IdToken] = await Promise.all([pool.keys.sign('access', access), pool.keys.sign('id', id)]);
  return { AccessToken, IdToken, ExpiresIn: seconds(client.accessTokenMs), TokenType: 'Bearer' };
}

/** What the client may read; `_verified` are the only claims that aren't text. */
function attributeClaims(user: User, client: UserPoolClient): Record<string, unknown> {
  const readable = Object.entries(user.attributes).filter(([name]) => client.readable.includes(name));
  return Object.fromEntries(
    readable.map(([name, value]) => [name, name.endsWith('_verified') ? value === 'true' : value]),
  );
}

/** The roles of the groups; the preferred one is the first group's, unless two first ones disagree. */
function roleClaims(
  groups: readonly { readonly precedence?: number | undefined; readonly roleArn?: string | undefined }[],
): object {
  const withRole = groups.filter(({ roleArn }) => roleArn);
  const [first] = withRole;
  if (!first) return {};
  const firsts = new Set(
    withRole.filter(({ precedence }) => precedence === first.precedence).map(({ roleArn }) => roleArn),
  );
  return {
    'cognito:roles': withRole.map(({ roleArn }) => roleArn),
    ...(firsts.size === 1 && { 'cognito:preferred_role': first.roleArn }),
  };
}
