import { createHash } from 'node:crypto';
import { indexKey, MAX_LINES, type AuditIndexItem, type LinePlace, type TrailLine } from '../../model/audit.ts';
import type { Cause } from '../../model/cause.ts';
import { auditPartitions } from '../../model/audit-keys.ts';

/** The object that lines are of. */
export interface TrailObject {
  readonly object: string;
  readonly version: string;
  readonly expiresAt: number;
  readonly cause: Cause;
}

/** Places of lines, by partition and second, until they are written. */
export class Grouped {
  readonly #groups = new Map<string, Map<string, LinePlace[]>>();
  /** Places that wait. */
  size = 0;

  add({ id, time, about }: Pick<TrailLine, 'id' | 'time' | 'about'>, offset: number, length: number): void {
    for (const partition of auditPartitions({ time, about })) {
      const seconds = this.#groups.get(partition) ?? new Map<string, LinePlace[]>();
      const places = seconds.get(time) ?? [];
      places.push([id, offset, length]);
      seconds.set(time, places);
      this.#groups.set(partition, seconds);
      this.size += 1;
    }
  }

  /** The items of what waits, which waits no longer. */
  take(of: TrailObject): AuditIndexItem[] {
    const items: AuditIndexItem[] = [];
    for (const [partition, seconds] of this.#groups) {
      for (const [time, places] of seconds) {
        const once = [...new Map(places.map((place) => [place[0], place])).values()];
        for (let from = 0; from < once.length; from += MAX_LINES) {
          items.push(indexItem(partition, time, once.slice(from, from + MAX_LINES), of));
        }
      }
    }
    this.#groups.clear();
    this.size = 0;
    return items;
  }
}

function indexItem(partition: string, time: string, lines: readonly LinePlace[], of: TrailObject): AuditIndexItem {
  const ids = lines.map(([id]) => id).sort();
  const digest = createHash('sha256').update(ids.join()).digest('hex').slice(0, 32);
  return { ...indexKey(partition, time, digest), entity: 'AuditIndex', v: 1, ...of, lines };
}
