import { deflateRawSync } from 'node:zlib';
import type { StoredFile } from '../../functions/check-upload/stored-file.ts';

/** A file in memory, which says how much of it was read. */
export function fileOf(content: Uint8Array | string): StoredFile & { readonly taken: () => number } {
  const bytes = Buffer.from(content);
  let taken = 0;
  const part = (from: number, length: number) => {
    const piece = Uint8Array.from(bytes.subarray(from, from + length));
    taken += piece.length;
    return piece;
  };
  return {
    bytes: bytes.length,
    taken: () => taken,
    read: (from, length) => Promise.resolve(part(from, length)),

    stream: () =>
      Promise.resolve(
        (async function* () {
          for (let at = 0; at < bytes.length; at += 3) yield part(at, 3);
        })(),
      ),
  };
}

/** What an archive's directory may say otherwise than is true. */
interface ZipOptions {
  readonly comment?: string;
  /** Unpacked size that it claims for each entry. */
  readonly claims?: number;
  /** As many lines in the directory for each entry. */
  readonly lines?: number;
}

/** A ZIP archive of files by name. A file that shrinks is compressed. */
export function zip(files: Readonly<Record<string, string>>, options: ZipOptions = {}): Buffer {
  const { comment = '', claims, lines = 1 } = options;
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const deflated = deflateRawSync(content);
    const [method, data] = deflated.length < content.length ? [8, deflated] : [0, Buffer.from(content)];
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04_03_4b_50, 0);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(method, 4);
    facts.writeUInt32LE(data.length, 14);
    facts.writeUInt32LE(claims ?? Buffer.byteLength(content), 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    facts.copy(local, 4);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02_01_4b_50, 0);
    entry.writeUInt16LE(20, 4);
    facts.copy(entry, 6);
    entry.writeUInt32LE(offset, 42);
    for (let line = 0; line < lines; line += 1) entries.push(entry, Buffer.from(name));
    locals.push(local, Buffer.from(name), data);
    offset += 30 + Buffer.byteLength(name) + data.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06_05_4b_50, 0);
  const count = Object.keys(files).length * lines;
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, directory, end, Buffer.from(comment)]);
}
