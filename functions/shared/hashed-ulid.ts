import { createHash } from 'node:crypto';
import { encodeTime } from 'ulid';

/** Crockford's base 32, as ULIDs are written. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 16;

/**
 * A ULID that is the same whenever it is made of the same, so that what is made again is the same thing.
 * @param timeMs by which it sorts, milliseconds since the epoch
 */
export function hashedUlid(timeMs: number, of: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(of)).digest();
  // A byte is a multiple of 32 values, so its five bits are as good as the hash.
  const digits = [...hash.subarray(0, RANDOM_LENGTH)].map((byte) => DIGITS[byte % DIGITS.length]);
  return encodeTime(timeMs, TIME_LENGTH) + digits.join('');
}
