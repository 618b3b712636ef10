import { createHash, createHmac, getDiffieHellman, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

// Secure Remote Password 6a as Cognito speaks it: the 3072-bit group of RFC 3526, SHA-256, and a key derived
// with HKDF under the label 'Caldera Derived Key'. Integers are hashed in Java's two's complement encoding.

const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
const G = 2n;
const K = hashOf(bytesOf(N), bytesOf(G));
const KEY_LABEL = 'Caldera Derived Key';

/** What is kept of a password. Both are hexadecimal. */
export interface Verifier {
  readonly salt: string;
  readonly verifier: string;
}

/** The server's half of a handshake between SRP_A and PASSWORD_CLAIM_SIGNATURE. All are hexadecimal. */
export interface Handshake {
  readonly a: string;
  readonly b: string;
  readonly u: string;
}

/** Java's BigInteger.toByteArray of a number that isn't negative. */
function bytesOf(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

function hashOf(...parts: readonly (Buffer | string)[]): bigint {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return BigInt(`0x${hash.digest('hex')}`);
}

const fromHex = (hex: string): bigint => BigInt(`0x${hex}`);

function modPow(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % N;
    if (bit === '1') result = (result * base) % N;
  }
  return result;
}

function verifierOf(poolName: string, username: string, password: string, salt: string): string {
  const identity = createHash('sha256').update(`${poolName}${username}:${password}`).digest();
  return modPow(G, hashOf(bytesOf(fromHex(salt)), identity)).toString(16);
}

/** @param poolName the part of the pool's id after its underscore */
export function createVerifier(poolName: string, username: string, password: string): Verifier {
  const salt = fromHex(randomBytes(16).toString('hex')).toString(16);
  return { salt, verifier: verifierOf(poolName, username, password, salt) };
}

export function isPassword(poolName: string, username: string, password: string, kept: Verifier): boolean {
  return equal(bytesOf(fromHex(verifierOf(poolName, username, password, kept.salt))), bytesOf(fromHex(kept.verifier)));
}

/** A verifier that no password fits, made from 384 bytes or more of noise. */
export function noVerifier(salt: Buffer, noise: Buffer): Verifier {
  return {
    salt: fromHex(salt.toString('hex')).toString(16),
    verifier: (fromHex(noise.toString('hex')) % N).toString(16),
  };
}

/** False for what isn't a group element in hexadecimal: with A = 0 anybody would know the key. */
export function isPublicValue(hex: string): boolean {
  return /^[0-9a-f]{1,1024}$/i.test(hex) && fromHex(hex) % N !== 0n;
}

/** Answers the client's SRP_A. */
export function answer(a: string, kept: Verifier): { readonly srpB: string; readonly handshake: Handshake } {
  const b = fromHex(randomBytes(32).toString('hex'));
  const publicB = (K * fromHex(kept.verifier) + modPow(G, b)) % N;
  const u = hashOf(bytesOf(fromHex(a)), bytesOf(publicB));
  return { srpB: publicB.toString(16), handshake: { a, b: b.toString(16), u: u.toString(16) } };
}

/** Whether the client's signature shows that it knows the password. */
export function isClaim(
  poolName: string,
  username: string,
  kept: Verifier,
  handshake: Handshake,
  claim: { readonly secretBlock: Buffer; readonly timestamp: string; readonly signature: Buffer },
): boolean {
  const u = fromHex(handshake.u);
  const shared = modPow((fromHex(handshake.a) * modPow(fromHex(kept.verifier), u)) % N, fromHex(handshake.b));
  const key = Buffer.from(hkdfSync('sha256', bytesOf(shared), bytesOf(u), KEY_LABEL, 16));
  const expected = createHmac('sha256', key)
    .update(poolName)
    .update(username)
    .update(claim.secretBlock)
    .update(claim.timestamp)
    .digest();
  return equal(expected, claim.signature);
}

function equal(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
