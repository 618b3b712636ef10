import { decodeJwt } from 'jose';
import type { UserPoolClient } from './client-settings.ts';
import type { Tools } from './operation.ts';
import { notAuthorized, passwordResetRequired, userDoesNotExist, userIsDisabled } from './passwords.ts';
import { TokenError, type VerifiedToken } from './token-verifier.ts';
import { API_SCOPE } from './tokens.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

/** Who calls with an access token. */
interface TokenOwner {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  readonly user: User;
}

/**
 * Acts for the owner of an access token. Unlike AppSync, Cognito itself refuses one whose session was revoked.
 * @param act is called at once with the user as they are then, so that calls that come together don't overwrite each
 *   other: five wrong codes at once are five.
 */
export async function asTokenOwner<T>(tools: Tools, accessToken: string, act: (owner: TokenOwner) => T): Promise<T> {
  const { pools, verifier } = tools;
  const pool = pools.list().find(({ issuer }) => issuer === issuerOf(accessToken));
  if (!pool) throw notAuthorized('Invalid Access Token');
  const token = await verified(verifier.verify(pool, accessToken));
  return act(ownerOf(tools, pool, token));
}

function ownerOf({ pools }: Tools, pool: UserPool, { sub, tokenUse, claims }: VerifiedToken): TokenOwner {
  if (tokenUse !== 'access') throw notAuthorized('Invalid Access Token');
  if (!String(claims['scope']).split(' ').includes(API_SCOPE)) {
    throw notAuthorized('Access Token does not have required scopes');
  }
  const user = pool.users.get(sub);
  if (!user) throw userDoesNotExist();
  const session = user.sessions.find(({ id }) => id === claims['event_id']);
  if (session?.revoked) throw notAuthorized('Access Token has been revoked');
  if (!user.enabled) throw userIsDisabled();
  if (user.status === 'RESET_REQUIRED') throw passwordResetRequired();
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
