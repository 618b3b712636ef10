import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import { inject } from 'vitest';
import type { DEMO_PEOPLE } from '../../seed/people.ts';

export type DemoName = keyof typeof DEMO_PEOPLE;

let tokens: Readonly<Record<string, string>> | undefined;

/** Access token of a demo person. */
export function demoToken(name: DemoName): string {
  return (tokens ?? inject('tokens'))[name] ?? '';
}

/**
 * Demo people signed in when the suite began, and a token lives 15 minutes: each file gets new ones with the same claims,
 * so that a slow machine fails no test.
 * @param key with which the pool signs access tokens
 * @param at where the backend's clock was moved: when, in milliseconds since the epoch
 */
export async function renewDemoTokens(key: JsonWebKey, at = Date.now()): Promise<void> {
  const privateKey = createPrivateKey({ key, format: 'jwk' });
  const now = Math.floor(at / 1000);
  const renewed = Object.entries(inject('tokens')).map(async ([name, token]) => {
    const claims = { ...decodeJwt(token), iat: now, exp: now + 900 };
    const { kid = '' } = decodeProtectedHeader(token);
    return [name, await new SignJWT(claims).setProtectedHeader({ kid, alg: 'RS256' }).sign(privateKey)] as const;
  });
  tokens = Object.fromEntries(await Promise.all(renewed));
}
