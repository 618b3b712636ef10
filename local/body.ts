import type { IncomingMessage } from 'node:http';
import { AwsError } from './errors.ts';

/** Bytes: the largest request that any service takes through this door is Lambda's synchronous payload. */
const bodyLimit = 6 * 1024 ** 2;

/** @throws AwsError RequestEntityTooLargeException (413), as soon as the limit is passed */
export async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  if (Number(incoming.headers['content-length'] ?? 0) > bodyLimit) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bodyLimit) return void chunks.push(chunk);
      incoming.removeAllListeners('data').pause();
      reject(tooLarge());
    });
    incoming.once('end', () => resolve(Buffer.concat(chunks)));
    incoming.once('error', reject);
  });
}

function tooLarge(): AwsError {
  return new AwsError('RequestEntityTooLargeException', `A request's body must not exceed ${bodyLimit} bytes.`, 413);
}
