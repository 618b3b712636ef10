import { secondOf, type AuditIndexItem } from '../../model/audit.ts';
import type { Cursor } from './cursor.ts';

/** A line that is to be shown. */
export interface FoundLine extends Cursor {
  readonly object: string;
  readonly version: string;
  readonly offset: number;
  readonly length: number;
}

/**
 * The newest lines before the cursor, at most `count`, newest first.
 * @param items of the index, newest first, over all the partitions that are asked
 */
export async function findLines(
  items: AsyncIterable<AuditIndexItem>,
  before: Cursor | null,
  count: number,
): Promise<FoundLine[]> {
  const found: FoundLine[] = [];
  for await (const second of bySecond(items)) {
    const fresh = second.filter((line) => !before || isBefore(line, before));
    found.push(...fresh);
    if (found.length >= count) return found.slice(0, count);
  }
  return found;
}

/** Lines of one second after the other, each line once however often it was delivered, in their order. */
async function* bySecond(items: AsyncIterable<AuditIndexItem>): AsyncGenerator<FoundLine[]> {
  let time = '';
  let lines = new Map<string, FoundLine>();
  for await (const item of items) {
    if (secondOf(item) !== time) {
      yield inOrder(lines);
      time = secondOf(item);
      lines = new Map();
    }
    const { object, version } = item;
    for (const [id, offset, length] of item.lines) lines.set(id, { time, id, object, version, offset, length });
  }
  yield inOrder(lines);
}

function inOrder(lines: ReadonlyMap<string, FoundLine>): FoundLine[] {
  return [...lines.values()].sort((one, other) => (one.id < other.id ? 1 : -1));
}

function isBefore(line: Cursor, { time, id }: Cursor): boolean {
  return line.time < time || (line.time === time && line.id < id);
}
