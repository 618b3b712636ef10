import type { IncomingMessage } from 'node:http';
import { AwsError } from './errors.ts';

/** Bytes: the largest request that any service takes through this door is Lambda's synchronous payload. */
const bodyLimit = 6 * 1024 ** 2;

/**
 * @param limit bytes
 * @throws AwsError RequestEntityTooLargeException (413)
 */
export async function readBody(incoming: IncomingMessage, limit = bodyLimit): Promise<Buffer> {
  // Bytes that are read and thrown away past the limit: a client that is cut off while it sends may miss the answer.
  const drainLimit = 10 * limit;
  if (Number(incoming.headers['content-length'] ?? 0) > drainLimit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limit) chunks.push(chunk);
      else if (bytes > drainLimit) {
        incoming.removeAllListeners('data').pause();
        reject(tooLarge(limit));
      } else chunks.length = 0;
    });
    incoming.once('end', () => (bytes <= limit ? resolve(Buffer.concat(chunks)) : reject(tooLarge(limit))));
    incoming.once('error', reject);
  });
}

function tooLarge(limit: number): AwsError {
  return new AwsError('RequestEntityTooLargeException', `A request's body must not exceed ${limit} bytes.`, 413);
}
