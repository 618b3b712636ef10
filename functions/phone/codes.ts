import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { WaitingCode } from '../../model/phone.ts';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

const HASH_BYTES = 32;
const DIGITS = 6;

/** A new code and what is kept of it: who reads the table would have to derive a million keys within ten minutes. */
export async function newCode(): Promise<{ code: string; kept: Pick<WaitingCode, 'salt' | 'hash'> }> {
  const code = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
  const salt = randomBytes(16);
  const hash = await derive(code, salt, HASH_BYTES);
  return { code, kept: { salt: salt.toString('hex'), hash: hash.toString('hex') } };
}

/** Whether it is the code, in the same time whatever it is. */
export async function isCode(given: string, { salt, hash }: WaitingCode): Promise<boolean> {
  const derived = await derive(given, Buffer.from(salt, 'hex'), HASH_BYTES);
  return timingSafeEqual(derived, Buffer.from(hash, 'hex'));
}

export function isWellFormed(given: string): boolean {
  return /^\d{6}$/.test(given);
}
