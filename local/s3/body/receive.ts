import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { s3Error } from '../errors.ts';
import type { LocalRequest } from '../../service.ts';
import type { Files } from '../store/files.ts';
import type { Checksum, StoredFile } from '../store/object-version.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import { checksumHeader, Digests, expectedChecksum } from './checksums.ts';
import type { Algorithm } from './checksums.ts';

/** A body on disk, its digests verified. */
export interface Received extends StoredFile {
  readonly checksum: Checksum | undefined;
}

/** Bytes: what a single request may upload. */
export const largestPut = 5 * 1024 ** 3;

/** The body of a request, whether it has been read already or not. */
export function bodyOf({ raw, body }: LocalRequest): Readable {
  return raw.readableEnded || body.length > 0 ? Readable.from(body.length > 0 ? [body] : []) : raw;
}

/**
 * Writes the body to a file, and compares it with what the headers say of it.
 * @param algorithm of a checksum to compute where the client gives none
 * @throws AwsError BadDigest, InvalidDigest, XAmzContentSHA256Mismatch, IncompleteBody, EntityTooLarge,
 *   MissingContentLength; then there is no file
 */
export async function receive(request: LocalRequest, files: Files, algorithm?: Algorithm): Promise<Received> {
  const { headers } = request;
  const isChunked = headers['x-amz-content-sha256']?.startsWith('STREAMING-') ?? false;
  const length = headers[isChunked ? 'x-amz-decoded-content-length' : 'content-length'];
  if (length === undefined && (isChunked || headers['transfer-encoding'] !== undefined)) {
    throw s3Error('MissingContentLength');
  }
  if (Number(length ?? 0) > largestPut) throw s3Error('EntityTooLarge');
  const expected = expectedChecksum(headers);
  const trailers: Record<string, string> = {};
  const body = bodyOf(request) as AsyncIterable<Buffer>;
  const content = isChunked ? decodeAwsChunked(body, (name, value) => (trailers[name] = value)) : body;
  const result = await write(content, files, expected?.algorithm ?? algorithm);
  try {
    if (length !== undefined && result.size !== Number(length)) throw s3Error('IncompleteBody');
    compareContentMd5(headers['content-md5'], result.md5);
    const declared = headers['x-amz-content-sha256'] ?? '';
    if (/^[0-9a-f]{64}$/.test(declared) && declared !== result.sha256.toString('hex')) {
      throw s3Error('XAmzContentSHA256Mismatch');
    }
    const value = expected && (expected.value ?? trailers[checksumHeader(expected.algorithm)]);
    compareChecksum(value, result.checksum);
  } catch (error) {
    files.remove([result.file]);
    throw error;
  }
  return result;
}

/** Writes bytes to a file and sums them up. */
export async function write(
  content: AsyncIterable<Buffer>,
  files: Files,
  algorithm: Algorithm | undefined,
): Promise<Received & { readonly md5: Buffer; readonly sha256: Buffer }> {
  const digests = new Digests(algorithm);
  const file = files.newName();
  try {
    await pipeline(
      content,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          digests.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(files.pathOf(file)),
    );
  } catch (error) {
    files.remove([file]);
    throw error;
  }
  const { size, md5, sha256, checksum } = digests.result(algorithm);
  return { file, size, md5, sha256, checksum, etag: md5.toString('hex') };
}

export function compareChecksum(value: string | undefined, actual: Checksum | undefined): void {
  if (value === undefined || actual === undefined || value === actual.value) return;
  throw s3Error('BadDigest', `The ${actual.algorithm} you specified did not match the calculated checksum.`);
}

/** @throws AwsError InvalidDigest, BadDigest */
export function compareContentMd5(declared: string | undefined, md5: Buffer): void {
  if (declared === undefined) return;
  const bytes = Buffer.from(declared, 'base64');
  if (bytes.length !== md5.length) throw s3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  if (!bytes.equals(md5)) throw s3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
}
