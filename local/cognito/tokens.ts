import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { UserPoolClient } from './client-settings.ts';
import { type GroupOverrides, preTokenGeneration, type TokenCause } from './pre-token-generation.ts';
import { isFixedClaim } from './fixed-claims.ts';
import type { Session } from './sessions.ts';
import type { Triggers } from './triggers.ts';
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

/** Whose tokens are issued, and why. */
export interface TokenRequest {
  readonly client: UserPoolClient;
  readonly user: User;
  readonly session: Session;
  readonly cause: TokenCause;
  readonly clientMetadata: ReadonlyMap<string, string>;
  /** Milliseconds. */
  readonly now: number;
}

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** Signs an ID and an access token, as the pool's PreTokenGeneration trigger would have them. */
export async function issueTokens(triggers: Triggers, pool: UserPool, request: TokenRequest): Promise<IssuedTokens> {
  const { client, user, session, cause, clientMetadata, now } = request;
  const own = groupsOf(pool, user);
  const generation = { cause, clientId: client.id, groups: own, scopes: [API_SCOPE], clientMetadata };
  const overrides = await preTokenGeneration(triggers, pool, user, generation);
  const groups = overrides?.groups ?? own;
  const common = (validity: number): JWTPayload => ({
    sub: user.sub,
    ...(groups.names.length > 0 && { 'cognito:groups': groups.names }),
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
    scope: scopesOf(overrides?.access).join(' '),
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
  const [AccessToken, IdToken] = await Promise.all([
    pool.keys.sign('access', overridden(access, overrides?.access)),
    pool.keys.sign('id', overridden(id, overrides?.id)),
  ]);
  return { AccessToken, IdToken, ExpiresIn: seconds(client.accessTokenMs), TokenType: 'Bearer' };
}

/** A claim that is both given and suppressed is suppressed; those that Cognito keeps to itself stay as they are. */
function overridden(
  claims: JWTPayload,
  by: { readonly claims: Readonly<Record<string, unknown>>; readonly suppressed: readonly string[] } | undefined,
): JWTPayload {
  if (!by) return claims;
  const given = Object.entries(by.claims).filter(([name]) => !isFixedClaim(name));
  const suppressed = by.suppressed.filter((name) => !isFixedClaim(name));
  const kept = Object.entries({ ...claims, ...Object.fromEntries(given) });
  return Object.fromEntries(kept.filter(([name]) => !suppressed.includes(name)));
}

function scopesOf(
  by: { readonly addedScopes: readonly string[]; readonly suppressedScopes: readonly string[] } | undefined,
): string[] {
  const scopes = new Set([API_SCOPE, ...(by?.addedScopes ?? [])]);
  return [...scopes].filter((scope) => !by?.suppressedScopes.includes(scope));
}

/** What the client may read; `_verified` are the only claims that aren't text. */
function attributeClaims(user: User, client: UserPoolClient): Record<string, unknown> {
  const readable = Object.entries(user.attributes).filter(([name]) => client.readable.includes(name));
  return Object.fromEntries(
    readable.map(([name, value]) => [name, name.endsWith('_verified') ? value === 'true' : value]),
  );
}

/** A user's groups with their roles; the preferred one is the first group's, unless two first ones disagree. */
function groupsOf(pool: UserPool, user: User): GroupOverrides {
  const groups = pool.groupsOf(user);
  const withRole = groups.flatMap(({ precedence, roleArn }) => (roleArn ? [{ precedence, roleArn }] : []));
  const firsts = withRole.filter(({ precedence }) => precedence === withRole[0]?.precedence);
  const preferred = new Set(firsts.map(({ roleArn }) => roleArn));
  return {
    names: groups.map(({ name }) => name),
    roles: withRole.map(({ roleArn }) => roleArn),
    ...(preferred.size === 1 && { preferredRole: firsts[0]?.roleArn }),
  };
}

function roleClaims({ roles, preferredRole }: GroupOverrides): object {
  return {
    ...(roles.length > 0 && { 'cognito:roles': roles }),
    ...(preferredRole !== undefined && { 'cognito:preferred_role': preferredRole }),
  };
}
