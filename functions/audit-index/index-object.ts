import type { AuditIndexItem, TrailLine } from '../../model/audit.ts';
import { Poison } from '../shared/poison.ts';
import { Grouped, type TrailObject } from './grouped.ts';
import { linesOf, type PlacedLine } from './lines.ts';

/** Places that are kept in memory before they are written. The same object is cut the same way each time. */
const WAITING = 20_000;

/**
 * Indexes every line of an object, and then says which ones can't be: those are found again by hand, the rest is not
 * held up by them.
 * @throws Poison
 */
export async function indexObject(
  of: TrailObject,
  body: AsyncIterable<Uint8Array>,
  write: (items: readonly AuditIndexItem[]) => Promise<void>,
): Promise<void> {
  const grouped = new Grouped();
  const unreadable: number[] = [];
  for await (const line of linesOf(body)) {
    const entry = read(line);
    if (entry) grouped.add(entry, line.offset, line.length);
    else unreadable.push(line.offset);
    if (grouped.size >= WAITING) await write(grouped.take(of));
  }
  await write(grouped.take(of));
  if (unreadable.length === 0) return;
  throw new Poison(
    `${unreadable.length} lines of ${of.object} are no entries, at ${unreadable.slice(0, 20).join(', ')}.`,
  );
}

function read({ text }: PlacedLine): TrailLine | null {
  try {
    const entry = JSON.parse(text) as Partial<TrailLine> | null;
    const isEntry = typeof entry?.id === 'string' && typeof entry.time === 'string' && Array.isArray(entry.about);
    return isEntry ? (entry as TrailLine) : null;
  } catch {
    return null;
  }
}
