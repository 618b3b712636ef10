import { decodeJwt } from 'jose';
import type { UserPoolClient } from './client-settings.ts';
import type { Tools } from './operation.ts';
import { notAuthorized, userIsDisabled } from './passwords.ts';
import { TokenError, type VerifiedToken } from './token-verifier.ts';
import { API_SCOPE } from './tokens.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

/** Who calls with an access token. Unlike AppSync, Cognito itself refuses one whose session was revoked. */
export async function accessTokenOwner(
  { pools, verifier }: Tools,
  accessToken: string,
): Promise<{ pool: UserPool; client: UserPoolClient; user: User }> {
  const pool = pools.list().find(({ issuer }) => issuer === issuerOf(accessToken));
  if (!pool) throw notAuthorized('Invalid Access Token');
  const token = await verified(verifier.verify(pool, accessToken));
  const user = pool.users.get(token.sub);
  const { claims } = token;
  if (token.tokenUse !== 'access' || !user) throw notAuthorized('Invalid Access Token');
  if (!String(claims['scope']).split(' ').includes(API_SCOPE)) {
    throw notAuthorized('Access Token does not have required scopes');
  }
  const session = user.sessions.find(({ id }) => id === claims['event_id']);
  if (session?.revoked) throw notAuthorized('Access Token has been revoked');
  if (!user.enabled) throw userIsDisabled();
  return { pool, client: pools.client(String(claims['client_id'])).client, user };
}

async function verified(verifying: Promise<VerifiedToken>): Promise<VerifiedToken> {
  try {
    return await verifying;
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    throw notAuthorized(error.expired ? 'Access Token has expired' : 'Invalid Access Token');
  }
}

/** What the token claims, to be verified with that issuer's keys. */
function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}
