import type { LocalRequest } from '../../service.ts';
import { s3Error } from '../errors.ts';
import { Digests, expectedChecksum } from './checksums.ts';
import { bodyOf, compareChecksum } from './receive.ts';

/** A small body, such as an XML document, its digests compared. @throws AwsError EntityTooLarge, BadDigest … */
export async function readAll(request: LocalRequest, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of bodyOf(request) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw s3Error('EntityTooLarge', undefined, { MaxSizeAllowed: limit });
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  const expected = expectedChecksum(request.headers);
  const digests = new Digests(expected?.algorithm);
  digests.update(body);
  const { md5, sha256, checksum } = digests.result(expected?.algorithm);
  const declared = request.headers['x-amz-content-sha256'] ?? '';
  if (/^[0-9a-f]{64}$/.test(declared) && declared !== sha256.toString('hex'))
    throw s3Error('XAmzContentSHA256Mismatch');
  const contentMd5 = request.headers['content-md5'];
  if (contentMd5 !== undefined && contentMd5 !== md5.toString('base64')) throw s3Error('BadDigest');
  compareChecksum(expected?.value, checksum);
  return body;
}
