import { createPrivateKey, randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { SignJWT, type JWTPayload } from 'jose';
import { searchTermsOf } from '../../functions/shared/search-terms.ts';
import { newAccount } from '../../model/account.ts';
import type { TestBackend } from './backend.ts';
import { tokenClient, type Client } from './client.ts';
import { accessTokenKey } from './signing-key.ts';

export interface Learner extends Client {
  readonly sub: string;
}

/** Claims of an access token as the pool would issue it now. */
export function accessClaims({ outputs, cloud }: TestBackend, sub: string): JWTPayload {
  const now = Math.floor(cloud.cloud.clock.now() / 1000);
  return {
    sub,
    'cognito:groups': ['Student'],
    iss: `https://cognito-idp.us-east-1.amazonaws.com/${outputs.userPoolId}`,
    client_id: outputs.userPoolClientId,
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    username: sub,
    auth_time: now,
    iat: now,
    exp: now + 900,
    jti: randomUUID(),
  };
}

/** A person who has just signed in, by the cloud's clock. */
export async function signedIn(
  backend: TestBackend,
  sub: string,
  groups: readonly string[] = ['Student'],
): Promise<Client> {
  const key = accessTokenKey(backend);
  const token = await new SignJWT({ ...accessClaims(backend, sub), 'cognito:groups': groups })
    .setProtectedHeader({ kid: key.kid, alg: 'RS256' })
    .sign(createPrivateKey({ key, format: 'jwk' }));
  return tokenClient(backend.outputs.graphqlUrl, token);
}

/** What differs from an unremarkable learner. */
export interface LearnerOptions {
  readonly email?: string;
  readonly displayName?: string;
  /** First digit of their subs, which says what copies they read. Default: a random one each. */
  readonly digit?: string;
}

/**
 * Learners by the hundred: with an account, and a token signed by the pool's key, since signing each of them in by SRP
 * would take longer than what is tested.
 */
export function makeLearners(backend: TestBackend, count: number, options: LearnerOptions = {}): Promise<Learner[]> {
  const key = accessTokenKey(backend);
  const privateKey = createPrivateKey({ key, format: 'jwk' });
  const { table, tableName } = backend.operator;
  return Promise.all(
    Array.from({ length: count }, async () => {
      const random = randomUUID();
      const sub = options.digit ? `${options.digit}${random.slice(1)}` : random;
      const { email = `${sub}@kalpla.test`, displayName = 'A learner' } = options;
      const account = newAccount({
        sub,
        email,
        displayName,
        terms: searchTermsOf(email, displayName),
        salt: sub.replaceAll('-', ''),
        now: new Date().toISOString(),
        cause: { actor: 'test', request: '', origin: 'test' },
      });
      await table.send(new PutCommand({ TableName: tableName, Item: account }));
      const token = await new SignJWT(accessClaims(backend, sub))
        .setProtectedHeader({ kid: key.kid, alg: 'RS256' })
        .sign(privateKey);
      return { sub, ...tokenClient(backend.outputs.graphqlUrl, token) };
    }),
  );
}
