import { createPrivateKey, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { accountItem } from './bulk-items.ts';
import type { Backend } from './backend.ts';
import { callerOf, type Caller } from './client.ts';
import { load } from './loader.ts';

/** Somebody with an account and a token. */
export interface BenchLearner {
  readonly sub: string;
  readonly ask: Caller;
  /** Access token. */
  readonly token: string;
}

/**
 * Learners by the thousand: accounts as the API leaves them, and tokens signed by the local pool's own key, since signing
 * each of them in by SRP would take longer than what is measured.
 */
export async function makeLearners(backend: Backend, subs: readonly string[]): Promise<BenchLearner[]> {
  const { operator, outputs, meter } = backend;
  const now = new Date().toISOString();
  const accounts = subs.map((sub) => accountItem({ sub, email: `${sub}@bench.test`, displayName: 'A learner', now }));
  await load(operator, accounts.values());
  const key = backend.tokenKey();
  const privateKey = createPrivateKey({ key, format: 'jwk' });
  return Promise.all(
    subs.map(async (sub) => {
      const token = await new SignJWT(claimsOf(backend, sub))
        .setProtectedHeader({ kid: key.kid, alg: 'RS256' })
        .sign(privateKey);
      return { sub, token, ask: callerOf(outputs.graphqlUrl, { authorization: token }, meter) };
    }),
  );
}

/** A sub that begins with this hexadecimal digit. */
export function subWith(digit: string): string {
  return `${digit}${randomUUID().slice(1)}`;
}

/** As the pool would issue it now. */
function claimsOf({ outputs }: Backend, sub: string) {
  const now = Math.floor(Date.now() / 1000);
  return {
    sub,
    'cognito:groups': ['Student'],
    iss: `https://cognito-idp.${outputs.region}.amazonaws.com/${outputs.userPoolId}`,
    client_id: outputs.userPoolClientId,
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    username: sub,
    auth_time: now,
    iat: now,
    exp: now + 3600,
    jti: randomUUID(),
  };
}
