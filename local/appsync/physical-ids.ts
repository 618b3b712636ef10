import { createHash } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** An id as AppSync makes them, 26 lowercase letters and digits; the same for the same address at each start. */
export function physicalId(kind: string, address: string): string {
  const digest = createHash('sha256').update(`appsync:${kind}:${address}`).digest();
  return Array.from(digest.subarray(0, 26), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
