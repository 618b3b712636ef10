import type { StoredFile } from './stored-file.ts';

/** A file in an archive, as the archive's directory has it. */
export interface ZipEntry {
  readonly name: string;
  readonly compressed: number;
  readonly size: number;
}

const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const ENTRY_BYTES = 46;
const END = 0x06_05_4b_50;
const ENTRY = 0x02_01_4b_50;
const LOCAL = 0x04_03_4b_50;
const MOST_DIRECTORY_BYTES = 4_000_000;
/** A number that stands elsewhere, as in archives of more than 4 GB: ours are smaller. */
const ELSEWHERE = 0xff_ff_ff_ff;

/**
 * What an archive's directory lists. Nothing is unpacked. Null where it is no whole archive from the first byte to the
 * last: one that begins or ends with something else may be a page or a program, too.
 */
export async function zipEntries(file: StoredFile): Promise<readonly ZipEntry[] | null> {
  if (view(await file.read(0, 4)).uint32(0) !== LOCAL) return null;
  const tailFrom = Math.max(0, file.bytes - END_BYTES - LONGEST_COMMENT);
  const tail = view(await file.read(tailFrom, END_BYTES + LONGEST_COMMENT));
  const at = endIn(tail);
  if (at === null) return null;
  const [count, size, from] = [tail.uint16(at + 10), tail.uint32(at + 12), tail.uint32(at + 16)];
  if (from + size !== tailFrom + at || size > MOST_DIRECTORY_BYTES) return null;
  const entries = directory(view(await file.read(from, size)), count);
  // Entries that share their bytes are how a small bomb unpacks to petabytes.
  const packed = (entries ?? []).reduce((sum, { compressed }) => sum + compressed, 0);
  return packed <= from ? entries : null;
}

/** Where the end record begins, whose comment reaches to the last byte; null where there is none. */
function endIn(tail: View): number | null {
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    if (tail.uint32(at) === END && at + END_BYTES + tail.uint16(at + 20) === tail.length) return at;
  }
  return null;
}

function directory(bytes: View, count: number): ZipEntry[] | null {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at + ENTRY_BYTES <= bytes.length) {
    const [compressed, size] = [bytes.uint32(at + 20), bytes.uint32(at + 24)];
    if (bytes.uint32(at) !== ENTRY || compressed === ELSEWHERE || size === ELSEWHERE) return null;
    const nameLength = bytes.uint16(at + 28);
    const name = bytes.text(at + ENTRY_BYTES, nameLength);
    entries.push({ name, compressed, size });
    at += ENTRY_BYTES + nameLength + bytes.uint16(at + 30) + bytes.uint16(at + 32);
  }
  return at === bytes.length && entries.length === count ? entries : null;
}

interface View {
  readonly length: number;
  readonly uint16: (at: number) => number;
  readonly uint32: (at: number) => number;
  readonly text: (at: number, length: number) => string;
}

/** Little-endian numbers; of what is not there, -1. */
function view(bytes: Uint8Array): View {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    length: buffer.length,
    uint16: (at) => (at + 2 <= buffer.length ? buffer.readUInt16LE(at) : -1),
    uint32: (at) => (at + 4 <= buffer.length ? buffer.readUInt32LE(at) : -1),
    text: (at, length) => buffer.toString('utf8', at, at + length),
  };
}
