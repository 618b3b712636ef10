import { fileTypeFromBuffer } from 'file-type';
import type { StoredFile } from './stored-file.ts';

/** What a type that is named may be told by its content as, where that is not its own name. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  'image/png': ['image/apng'],
  'video/mp4': ['video/x-m4v'],
  'audio/mp4': ['audio/x-m4a', 'video/mp4'],
  'audio/wav': ['audio/vnd.wave'],
};

const HEAD_BYTES = 65_536;
const ID3_HEADER_BYTES = 10;

/** Whether the content is of a type that is told by its first bytes. */
export async function isOfType(file: StoredFile, contentType: string): Promise<boolean> {
  const head = await file.read(0, HEAD_BYTES);
  const sound = contentType === 'audio/mpeg' ? await afterTag(file, head) : head;
  const [found = ''] = ((await fileTypeFromBuffer(sound))?.mime ?? '').split(';');
  return found === contentType || (ALSO[contentType] ?? []).includes(found);
}

/** MP3 may begin with a tag that holds a picture larger than what was read. */
async function afterTag(file: StoredFile, head: Uint8Array): Promise<Uint8Array> {
  if (head.length < ID3_HEADER_BYTES || Buffer.from(head.subarray(0, 3)).toString('latin1') !== 'ID3') return head;
  // Seven bits of each of four bytes.
  const size = head.subarray(6, ID3_HEADER_BYTES).reduce((sum, byte) => sum * 128 + (byte & 127), 0);
  const start = ID3_HEADER_BYTES + size;
  return start < file.bytes ? file.read(start, HEAD_BYTES) : new Uint8Array();
}
