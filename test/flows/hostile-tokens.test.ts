import { createPublicKey } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, generateKeyPair, importJWK, SignJWT, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { tokenClient } from '../support/client.ts';
import { demoToken } from '../support/demo-tokens.ts';
import { ENROLL, writeCourse } from '../support/courses.ts';
import { writingNothing } from '../support/nothing-written.ts';
import { accessTokenKey } from '../support/signing-key.ts';

/** Hostile, "Tokens": what is no token of this stage's pool is nobody's, whatever it claims. */

let backend: TestBackend;
let courseId: string;
beforeAll(async () => {
  backend = await startTestBackend();
  ({ id: courseId } = await writeCourse(backend.as('mentor')));
});
afterAll(() => backend.stop());

const nowSeconds = () => Math.floor(Date.now() / 1000);
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

interface Forgery {
  readonly claims?: JWTPayload;
  readonly header?: Readonly<Record<string, string | undefined>>;
  readonly key?: Parameters<SignJWT['sign']>[0];
}

/** The mentor's token with other claims, signed as the pool signs unless told otherwise. */
async function forged({ claims = {}, header = {}, key }: Forgery): Promise<string> {
  const token = demoToken('mentor');
  const own = accessTokenKey(backend);
  return new SignJWT({ ...decodeJwt(token), ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: own.kid, ...header })
    .sign(key ?? (await importJWK({ ...own, alg: 'RS256' }, 'RS256')));
}

/** The mentor's token with other groups under the signature that it had. */
function tampered(): string {
  const token = demoToken('mentor');
  const [, , signature = ''] = token.split('.');
  const claims = { ...decodeJwt(token), 'cognito:groups': ['Admin'] };
  return `${encode(decodeProtectedHeader(token))}.${encode(claims)}.${signature}`;
}

/** The pool's public key, which everybody has, as the secret of an HMAC. */
function publicKey(): Uint8Array {
  const { kty, n, e } = accessTokenKey(backend);
  const key = createPublicKey({ key: { kty: kty ?? '', n: n ?? '', e: e ?? '' }, format: 'jwk' });
  return new TextEncoder().encode(key.export({ type: 'spki', format: 'pem' }).toString());
}

const OTHER_POOL = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_staging00';

const FORGERIES: readonly (readonly [string, () => Promise<string> | string])[] = [
  ['has expired', () => forged({ claims: { iat: nowSeconds() - 1000, exp: nowSeconds() - 1 } })],
  ['is not valid yet', () => forged({ claims: { nbf: nowSeconds() + 60 } })],
  ['is of another issuer', () => forged({ claims: { iss: 'https://example.com' } })],
  ["is of another stage's pool", () => forged({ claims: { iss: OTHER_POOL } })],
  ['is for another app', () => forged({ claims: { client_id: 'anotherclient0000000000000' } })],
  ['is for another use', () => forged({ claims: { token_use: 'refresh' } })],
  ['is signed by nobody', () => `${encode({ alg: 'none' })}.${demoToken('mentor').split('.')[1] ?? ''}.`],
  ['is signed with the public key as a secret', () => forged({ header: { alg: 'HS256' }, key: publicKey() })],
  ['is signed by an unknown key', () => forged({ header: { kid: 'unknown' } })],
  [
    "is signed by a stranger under our key's id",
    async () => forged({ key: (await generateKeyPair('RS256')).privateKey }),
  ],
  ['had its groups changed', tampered],
  ['is no token', () => 'nonsense'],
];

describe('a token that', () => {
  it('the pool has signed lets in, so that the refusals below mean something', async () => {
    const mentor = tokenClient(backend.outputs.graphqlUrl, await forged({}));
    expect(await mentor.run('{ me { groups } }')).toMatchObject({
      me: { groups: expect.arrayContaining(['Mentor']) as unknown },
    });
  });

  it.each(FORGERIES)('%s is unauthenticated, and nothing is written', async (_, make) => {
    const caller = tokenClient(backend.outputs.graphqlUrl, await make());
    const { status, data, errors } = await writingNothing(backend, () => caller.ask(ENROLL, { input: { courseId } }));
    expect({ status, data }).toEqual({ status: 401, data: null });
    expect(errors.map(({ errorType }) => errorType)).toEqual(['UnauthorizedException']);
  });

  it('claims to be an Admin, by the pool itself, but whose account is none, is refused by the account', async () => {
    const caller = tokenClient(backend.outputs.graphqlUrl, await forged({ claims: { 'cognito:groups': ['Admin'] } }));
    const refusal = await writingNothing(backend, () =>
      caller.refusal('{ auditTrail(objectId: "crs_x") { items { time } } }'),
    );
    expect(refusal.errorType).toBe('Forbidden');
  });
});
