import type { TrailLine } from '../../model/audit.ts';
import type { FoundLine } from './find-lines.ts';

/** Reads bytes of an object's version, both ends included. */
export type ReadRange = (object: string, version: string, first: number, last: number) => Promise<Buffer>;

interface Piece {
  readonly lines: FoundLine[];
  readonly first: number;
  last: number;
}

/** Lines that lie no further apart are read at once. */
const GAP_BYTES = 16_384;
const LANES = 8;

/** What lies in S3 where the index says: whole lines, in the order that was asked for. */
export async function readLines(lines: readonly FoundLine[], read: ReadRange): Promise<Map<FoundLine, TrailLine>> {
  const texts = new Map<FoundLine, TrailLine>();
  const pieces = piecesOf(lines);
  const lane = async (): Promise<void> => {
    for (let piece = pieces.pop(); piece; piece = pieces.pop()) {
      const [{ object, version }] = piece.lines as [FoundLine];
      const bytes = await read(object, version, piece.first, piece.last);
      for (const line of piece.lines) texts.set(line, entryAt(bytes, line.offset - piece.first, line));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return texts;
}

function piecesOf(lines: readonly FoundLine[]): Piece[] {
  const pieces: Piece[] = [];
  for (const own of Map.groupBy(lines, ({ object, version }) => `${object} ${version}`).values()) {
    for (const line of own.toSorted((one, other) => one.offset - other.offset)) {
      const last = line.offset + line.length - 1;
      const piece = pieces.at(-1);
      const joins = piece && piece.lines[0]?.object === line.object && piece.lines[0].version === line.version;
      if (joins && line.offset - piece.last <= GAP_BYTES) {
        piece.lines.push(line);
        piece.last = Math.max(piece.last, last);
      } else pieces.push({ lines: [line], first: line.offset, last });
    }
  }
  return pieces;
}

/** @throws Error where the object does not hold what the index says */
function entryAt(bytes: Buffer, start: number, { id, length, object, offset }: FoundLine): TrailLine {
  const entry = JSON.parse(bytes.toString('utf8', start, start + length)) as TrailLine;
  if (entry.id !== id) throw new Error(`${object} has another entry at ${offset} than ${id}.`);
  return entry;
}
