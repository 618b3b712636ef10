import { s3Error } from '../errors.ts';

/**
 * Takes the coding `aws-chunked` apart: chunks of `SIZE-IN-HEX CRLF BYTES CRLF`, one of size 0, then trailing headers.
 * @param onTrailer receives each trailing header, its name in lower case
 * @throws AwsError IncompleteBody
 */
export async function* decodeAwsChunked(
  body: AsyncIterable<Buffer>,
  onTrailer: (name: string, value: string) => void,
): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  /** Bytes of the current chunk that are still to come; undefined: its size is. */
  let remaining: number | undefined;
  let isTrailer = false;
  for await (const piece of body) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    for (;;) {
      if (remaining !== undefined && remaining > 0) {
        if (rest.length === 0) break;
        const bytes = rest.subarray(0, remaining);
        remaining -= bytes.length;
        rest = rest.subarray(bytes.length);
        yield bytes;
        continue;
      }
      const end = rest.indexOf('\r\n');
      if (end < 0) break;
      const line = rest.subarray(0, end).toString('latin1');
      rest = rest.subarray(end + 2);
      if (remaining === 0) {
        // What ends the bytes of a chunk.
        if (line !== '') throw s3Error('IncompleteBody');
        remaining = undefined;
      } else if (isTrailer) {
        readTrailer(line, onTrailer);
      } else {
        remaining = sizeOf(line);
        if (remaining === 0) {
          isTrailer = true;
          remaining = undefined;
        }
      }
    }
  }
  if (!isTrailer) throw s3Error('IncompleteBody');
}

function sizeOf(line: string): number {
  const [, size] = /^([0-9a-f]+)(?:;.*)?$/i.exec(line) ?? [];
  if (size === undefined) throw s3Error('IncompleteBody');
  return Number.parseInt(size, 16);
}

function readTrailer(line: string, onTrailer: (name: string, value: string) => void): void {
  const colon = line.indexOf(':');
  if (colon > 0) onTrailer(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
}
