/** Claims that no trigger changes ("Pre token generation Lambda trigger": claims that you can't modify). */
const FIXED = new Set([
  'acr',
  'amr',
  'at_hash',
  'aud',
  'auth_time',
  'azp',
  'client_id',
  'cognito:username',
  'event_id',
  'exp',
  'iat',
  'identities',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'scope',
  'sub',
  'token_use',
  'username',
  'version',
]);

/** Also those of groups, which `groupOverrideDetails` alone changes, and all others of Cognito and AWS's own. */
export function isFixedClaim(name: string): boolean {
  return FIXED.has(name) || name.startsWith('cognito:') || name.startsWith('aws:') || name.startsWith('dev:');
}
