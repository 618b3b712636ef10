import { createHash } from 'node:crypto';

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';

function nameOf(address: string, kind: string, alphabet: string, length: number): string {
  let rest = BigInt(`0x${createHash('sha256').update(`${kind} ${address}`).digest('hex')}`);
  const base = BigInt(alphabet.length);
  let name = '';
  while (name.length < length) {
    name += alphabet.charAt(Number(rest % base));
    rest /= base;
  }
  return name;
}

// Ids as AWS makes them, but the same at each start, so that state and clients' settings stay true.

export const poolIdOf = (region: string, address: string): string =>
  `${region}_${nameOf(address, 'pool', DIGITS + LOWER + LOWER.toUpperCase(), 9)}`;

export const clientIdOf = (address: string): string => nameOf(address, 'client', DIGITS + LOWER, 26);

/** For a resource without a name of its own. */
export const generatedName = (logicalId: string, address: string): string =>
  `${logicalId}-${nameOf(address, 'name', DIGITS + LOWER + LOWER.toUpperCase(), 12)}`;
