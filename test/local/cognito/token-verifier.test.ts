import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  exportSPKI,
  importJWK,
  jwtVerify,
  SignJWT,
  type JWK,
} from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { declaredPool, PASSWORD, Pool } from './pool.ts';

let pool: Pool;
let idToken: string;
let accessToken: string;
let jwks: { keys: JWK[] };
let state: { keys: Record<'id' | 'access', JWK> };

beforeAll(async () => {
  pool = await Pool.start();
  const user = { UserPoolId: pool.poolId, Username: 'ada@kalpla.test' };
  await pool.sdk.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
  await pool.sdk.send(new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: true }));
  const { AuthenticationResult } = await pool.sdk.send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: user.Username, PASSWORD },
    }),
  );
  ({ IdToken: idToken = '', AccessToken: accessToken = '' } = AuthenticationResult ?? {});
  jwks = (await (await fetch(`${pool.url}/${pool.poolId}/.well-known/jwks.json`)).json()) as typeof jwks;
  const text = readFileSync(join(pool.stateFolder, 'cognito', pool.poolId, 'pool.json'), 'utf8');
  state = JSON.parse(text) as typeof state;
});
afterAll(() => pool.stop());

const verify = (token: string, poolId = pool.poolId) => pool.cognito.verifyToken(poolId, token);
const refused = { name: 'UnauthorizedException', status: 401 };

/** The id token with other claims, signed by the pool's own key unless told otherwise. */
async function forged(claims: object, header: object = {}, key?: Uint8Array | Awaited<ReturnType<typeof importJWK>>) {
  const protectedHeader = { alg: 'RS256', kid: state.keys.id.kid, ...header };
  const signer = key ?? (await importJWK(state.keys.id, 'RS256'));
  return new SignJWT({ ...decodeJwt(idToken), ...claims }).setProtectedHeader(protectedHeader).sign(signer);
}

test('published keys verify the tokens, and hold nothing private', async () => {
  const keys = createLocalJWKSet(jwks);
  const currentDate = new Date(pool.now);
  await jwtVerify(idToken, keys, { currentDate });
  await jwtVerify(accessToken, keys, { currentDate });
  expect(jwks.keys.map((key) => Object.keys(key).sort())).toEqual(
    Array(2).fill(['alg', 'e', 'kid', 'kty', 'n', 'use']),
  );
  const configuration = await fetch(`${pool.url}/${pool.poolId}/.well-known/openid-configuration`);
  expect(await configuration.json()).toMatchObject({ issuer: decodeJwt(idToken).iss });
  expect((await fetch(`${pool.url}/us-east-1_nobody/.well-known/jwks.json`)).status).toBe(404);
});

test('an id and an access token say who their bearer is', async () => {
  const { sub } = decodeJwt(idToken);
  const common = { sub, username: sub, issuer: decodeJwt(idToken).iss, groups: [] };
  expect(await verify(idToken)).toEqual({ ...common, tokenUse: 'id', claims: decodeJwt(idToken) });
  expect(await verify(accessToken)).toMatchObject({ ...common, tokenUse: 'access' });
});

test('what the pool signed is good, so that the refusals below mean something', async () => {
  expect(await verify(await forged({ 'cognito:groups': ['Admin'] }))).toMatchObject({ groups: ['Admin'] });
});

test.each([
  ['no signature', () => `${encode({ alg: 'none' })}.${idToken.split('.')[1] ?? ''}.`],
  ['another issuer', () => forged({ iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_other' })],
  ['another use', () => forged({ token_use: 'refresh' })],
  ['no expiry', () => forged({ exp: undefined })],
  ['a time that has not come', () => forged({ nbf: Math.floor(pool.now / 1000) + 60 })],
  ['an unknown key', () => forged({}, { kid: 'unknown' })],
  ['the other key', () => forged({}, { kid: state.keys.access.kid })],
  ['no key id', () => forged({}, { kid: undefined })],
  [
    'another algorithm',
    async () => forged({}, { alg: 'RS512' }, await importJWK({ ...state.keys.id, alg: 'RS512' }, 'RS512')),
  ],
  ['the public key as an HMAC secret', async () => forged({}, { alg: 'HS256' }, await publicPem())],
  ['changed groups', () => withClaims(idToken, { 'cognito:groups': ['Admin'] })],
  ['nonsense', () => 'nonsense'],
])('a token with %s is refused', async (_case, make) => {
  await expect(verify(await make())).rejects.toMatchObject(refused);
});

test('a token of another pool is refused', async () => {
  const { ref } = await pool.deploy(declaredPool({}, 'Other'));
  await expect(verify(idToken, ref)).rejects.toMatchObject(refused);
});

test('a token that was good is refused once its time is over, and good again if the clock is set back', async () => {
  await verify(idToken);
  pool.pass(900_000 - 1000);
  await verify(idToken);
  pool.pass(1000);
  await expect(verify(idToken)).rejects.toMatchObject({ ...refused, message: 'Token has expired.' });
  await expect(verify(idToken)).rejects.toMatchObject({ ...refused, message: 'Token has expired.' });
  pool.pass(-900_000);
  await verify(idToken);
});

test('more tokens than are remembered stay good', async () => {
  const key = await importJWK(state.keys.id, 'RS256');
  const tokens = await Promise.all(Array.from({ length: 1100 }, (_, index) => forged({ jti: String(index) }, {}, key)));
  for (const token of [...tokens, ...tokens.slice(0, 3)]) expect(await verify(token)).toMatchObject({ tokenUse: 'id' });
});

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function withClaims(token: string, claims: object): string {
  const [, , signature = ''] = token.split('.');
  return `${encode(decodeProtectedHeader(token))}.${encode({ ...decodeJwt(token), ...claims })}.${signature}`;
}

async function publicPem(): Promise<Uint8Array> {
  const key = await importJWK(jwks.keys[0] ?? {}, 'RS256', { extractable: true });
  if (key instanceof Uint8Array) throw new Error('not a public key');
  return new TextEncoder().encode(await exportSPKI(key));
}
