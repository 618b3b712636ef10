import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { s3Error } from '../errors.ts';
import type { Checksum } from '../store/object-version.ts';

const algorithms = ['CRC32', 'SHA1', 'SHA256'] as const;
export type Algorithm = (typeof algorithms)[number];

/** A checksum that the client gives or will give: in a header, or in a trailer behind the body. */
export interface ExpectedChecksum {
  readonly algorithm: Algorithm;
  /** base64; undefined: it comes in the trailer. */
  readonly value: string | undefined;
}

export const checksumHeader = (algorithm: Algorithm) => `x-amz-checksum-${algorithm.toLowerCase()}`;

/** @throws AwsError InvalidRequest for two, NotImplemented for the algorithms that aren't run here */
export function expectedChecksum(headers: Readonly<Record<string, string | undefined>>): ExpectedChecksum | undefined {
  const trailer = headers['x-amz-trailer']?.toLowerCase();
  const names = [...Object.keys(headers), ...(trailer ? [trailer] : [])].filter((name) =>
    /^x-amz-checksum-(crc|sha)/.test(name),
  );
  if (names.length === 0) return undefined;
  if (names.length > 1)
    throw s3Error(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  const [name = ''] = names;
  return { algorithm: algorithmOf(name.slice('x-amz-checksum-'.length)), value: headers[name] };
}

export function algorithmOf(name: string): Algorithm {
  const found = algorithms.find((algorithm) => algorithm === name.toUpperCase());
  if (found) return found;
  throw s3Error('NotImplemented', `The local S3 doesn't compute ${name.toUpperCase()} checksums.`);
}

/** Sums up what passes. */
export class Digests {
  readonly #md5 = createHash('md5');
  readonly #sha256 = createHash('sha256');
  readonly #sha1: Hash | undefined;
  readonly #needsCrc: boolean;
  #crc = 0;
  #size = 0;

  constructor(algorithm: Algorithm | undefined) {
    this.#sha1 = algorithm === 'SHA1' ? createHash('sha1') : undefined;
    this.#needsCrc = algorithm === 'CRC32';
  }

  update(chunk: Uint8Array): void {
    this.#size += chunk.length;
    this.#md5.update(chunk);
    this.#sha256.update(chunk);
    this.#sha1?.update(chunk);
    if (this.#needsCrc) this.#crc = crc32(chunk, this.#crc);
  }

  /** To be asked once. */
  result(algorithm: Algorithm | undefined): { size: number; md5: Buffer; sha256: Buffer; checksum?: Checksum } {
    const sha256 = this.#sha256.digest();
    const bytes = { CRC32: () => crcBytes(this.#crc), SHA1: () => this.#sha1?.digest(), SHA256: () => sha256 };
    const value = algorithm && bytes[algorithm]()?.toString('base64');
    const checksum: Checksum | undefined =
      algorithm === undefined || value === undefined ? undefined : { algorithm, value, type: 'FULL_OBJECT' };
    return { size: this.#size, md5: this.#md5.digest(), sha256, checksum };
  }
}

/** Big-endian. */
function crcBytes(crc: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc >>> 0);
  return bytes;
}
