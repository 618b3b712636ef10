import type { IncomingMessage } from 'node:http';
import { AwsError } from './errors.ts';

/** Bytes: the largest request that any service takes through this door is Lambda's synchronous payload. */
const bodyLimit = 6 * 1024 ** 2;

/** Bytes that are read and thrown away past the limit: a client that is cut off while it sends may miss the answer. */
const drainLimit = 10 * bodyLimit;

/** @throws AwsError RequestEntityTooLargeException (413) */
export async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  if (Number(incoming.headers['content-length'] ?? 0) > drainLimit) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bodyLimit) chunks.push(chunk);
      else if (bytes > drainLimit) {
        incoming.removeAllListeners('data').pause();
        reject(tooLarge());
      } else chunks.length = 0;
    });
    incoming.once('end', () => (bytes <= bodyLimit ? resolve(Buffer.concat(chunks)) : reject(tooLarge())));
    incoming.once('error', reject);
  });
}

function tooLarge(): AwsError {
  return new AwsError('RequestEntityTooLargeException', `A request's body must not exceed ${bodyLimit} bytes.`, 413);
}
