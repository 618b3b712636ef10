import { Busboy } from '@fastify/busboy';
import type { BusboyHeaders, BusboyInstance } from '@fastify/busboy';
import type { LocalRequest } from '../../service.ts';
import { s3Error } from '../errors.ts';
import type { Files } from '../store/files.ts';
import type { Algorithm } from './checksums.ts';
import { bodyOf, write } from './receive.ts';
import type { Received } from './receive.ts';

/** The fields of a form, by name in lower case. */
type Fields = ReadonlyMap<string, string>;

/** What is to be done with the file, decided by the fields before it. */
export interface FilePlan {
  /** Bytes behind which the rest isn't written. */
  readonly most: number;
  readonly algorithm: Algorithm | undefined;
}

/** Bytes of all fields but the file. */
const fieldsLimit = 20 * 1024;

/**
 * Reads a form to the end of its file, the last field that counts, and writes the file to disk.
 * @param plan judges the fields; what it throws ends the reading
 * @throws AwsError MalformedPOSTRequest, InvalidArgument without a file
 */
export async function receiveForm(
  request: LocalRequest,
  files: Files,
  plan: (fields: Fields, filename: string) => FilePlan,
): Promise<{ readonly file: Received; readonly fields: Fields }> {
  const form = openForm(request);
  const fields = new Map<string, string>();
  let size = 0;
  const body = bodyOf(request);
  let file: Promise<Received> | undefined;
  await new Promise<void>((resolve, reject) => {
    const fail = (error: unknown) => {
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const end = () => {
      if (file) file.then(() => resolve(), fail);
      else resolve();
    };
    form.on('field', (name, value) => {
      if (file || size > fieldsLimit) return;
      const key = name.toLowerCase();
      const earlier = fields.get(key);
      // Fields of one name count as one, their values separated by commas.
      fields.set(key, earlier === undefined ? value : `${earlier},${value}`);
      size += value.length + (earlier === undefined ? key.length : 1);
      if (size <= fieldsLimit) return;
      // What else comes is read and dropped, unparsed: the client may still be sending.
      body.unpipe(form).resume();
      fail(s3Error('InvalidRequest', 'Your POST request fields preceding the upload file were too large.'));
    });
    form.on('file', (_name, stream, filename: string | undefined) => {
      if (file) {
        stream.resume();
        return;
      }
      try {
        // The type that the browser gives the file counts for nothing: the form may have a field for it.
        const { most, algorithm } = plan(fields, filename ?? '');
        file = write(limited(stream, most), files, algorithm);
        file.catch(fail);
      } catch (error) {
        stream.resume();
        fail(error);
      }
    });
    form.on('error', () => fail(s3Error('MalformedPOSTRequest')));
    form.on('finish', end);
    body.on('error', fail);
    body.pipe(form);
  });
  if (!file)
    throw s3Error('InvalidArgument', 'POST requires exactly one file upload per request.', {
      ArgumentName: 'file',
      ArgumentValue: 0,
    });
  return { file: await file, fields };
}

function openForm(request: LocalRequest): BusboyInstance {
  try {
    return new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: { fieldSize: fieldsLimit },
      // By its name alone: it may be text that has no file name.
      isPartAFile: (name) => name?.toLowerCase() === 'file',
    });
  } catch {
    throw s3Error('MalformedPOSTRequest');
  }
}

/** The bytes up to one behind the limit: enough to see that there are too many. The rest is read and dropped. */
async function* limited(stream: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of stream) {
    const room = most + 1 - size;
    size += chunk.length;
    if (room > 0) yield chunk.subarray(0, room);
  }
}
