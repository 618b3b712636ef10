import { evaluation } from './evaluation.ts';

const { random, floor } = Math;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** A KSUID counts seconds from 2014-05-13T16:53:20Z. */
const KSUID_EPOCH_SECONDS = 1_400_000_000;

function randomByte(): bigint {
  return BigInt(floor(random() * 256));
}

function randomBits(bytes: number): bigint {
  let bits = 0n;
  for (let i = 0; i < bytes; i += 1) bits = (bits << 8n) | randomByte();
  return bits;
}

/** The number in the alphabet's base, the first character as zero, filled up on the left. */
function encode(number: bigint, alphabet: string, length: number): string {
  const base = BigInt(alphabet.length);
  let text = '';
  for (let rest = number; text.length < length; rest /= base) text = `${alphabet[Number(rest % base)]}${text}`;
  return text;
}

export const identifiers = {
  /** A UUID of version 4. */
  autoId(): string {
    const bits = (randomBits(16) & ~(0xf000n << 64n) & ~(0xc000n << 48n)) | (0x4000n << 64n) | (0x8000n << 48n);
    const text = encode(bits, '0123456789abcdef', 32);
    return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
  },

  /** 48 bits of milliseconds, 80 random ones, in Crockford's base 32. */
  autoUlid: (): string => encode((BigInt(evaluation.now) << 80n) | randomBits(10), CROCKFORD, 26),

  /** 32 bits of seconds, 128 random ones, in base 62. */
  autoKsuid(): string {
    const seconds = BigInt(floor(evaluation.now / 1000) - KSUID_EPOCH_SECONDS);
    return encode((seconds << 128n) | randomBits(16), BASE62, 27);
  },
};
