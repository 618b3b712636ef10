import type { ServerResponse } from 'node:http';
import type { LocalRequest } from '../service.ts';
import type { UserPool } from './user-pool.ts';
import type { UserPools } from './user-pools.ts';
import { answerDocument, publishedDocument } from './wire.ts';

/**
 * Answers what a pool publishes to verify its tokens with.
 * @param url of the local cloud
 * @returns whether the request was for that
 */
export function publish(url: string, pools: UserPools, request: LocalRequest, response: ServerResponse): boolean {
  const published = publishedDocument(request);
  if (!published) return false;
  const pool = pools.find(published.poolId);
  if (!pool) answerDocument(response, 404, { message: `User Pool ${published.poolId} does not exist.` });
  else if (published.document === 'jwks.json') answerDocument(response, 200, pool.keys.jwks());
  else answerDocument(response, 200, openIdConfiguration(url, pool));
  return true;
}

function openIdConfiguration(url: string, pool: UserPool): object {
  return {
    id_token_signing_alg_values_supported: ['RS256'],
    issuer: pool.issuer,
    // The issuer is AWS's, as in the tokens; only the keys are fetched from here.
    jwks_uri: `${url}/${pool.id}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  };
}
