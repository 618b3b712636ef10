import { HEX_DIGITS } from '../../model/keys.ts';
import type { BucketPage, BucketReader, Cursor } from '../shared/roster-bucket.ts';

/** Learners of a page, and after whom the next one begins; null on the last one. */
export interface SubsPage {
  readonly subs: readonly string[];
  readonly next: string | null;
}

/**
 * Partition after partition in their order. Of a large course one request fills a page. Where the partition ends before,
 * the others are asked at once: a small course lies in all of them, and its first page must not be an empty one.
 */
export async function pageOfBuckets(
  reader: Pick<BucketReader, 'read'>,
  from: Cursor,
  limit: number,
): Promise<SubsPage> {
  const first = await reader.read(from, limit);
  if (first.last !== null) return { subs: first.subs, next: first.last };
  const later = HEX_DIGITS.slice(HEX_DIGITS.indexOf(from.digit) + 1).split('');
  // One at least: whether there are more says whether this is the last page.
  const most = Math.max(1, limit - first.subs.length);
  const rest = await Promise.all(later.map((digit) => reader.read({ digit, after: null }, most)));
  return joined([first, ...rest], limit);
}

function joined(pages: readonly BucketPage[], limit: number): SubsPage {
  const subs: string[] = [];
  for (const page of pages) {
    for (const sub of page.subs) {
      if (subs.length === limit) return { subs, next: subs.at(-1) ?? null };
      subs.push(sub);
    }
    // What is hidden behind a status is passed over; what was not looked at is the next page's.
    if (page.last !== null) return { subs, next: page.last };
  }
  return { subs, next: null };
}
