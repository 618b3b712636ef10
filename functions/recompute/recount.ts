import type { AsOf } from '../shared/folds/books.ts';
import { sumOf, type Contribution } from '../shared/folds/contribution.ts';
import { namesIn, type Counts, type Fold, type Item, type Sums } from '../shared/folds/fold.ts';

/** Clocks of a stream's records: whole seconds, and not exactly the machines'. */
const SLACK_SECONDS = 2;

/**
 * What is known of a rebuild whose scan has ended, all in seconds since the epoch: nothing that was written later is in it.
 */
export function asOfScan(began: number, ended: number): AsOf {
  return { began, to: ended + SLACK_SECONDS };
}

/** Whether a rebuild began after the moment, beyond doubt: then it has seen all that had been written by then. */
export function hasSeen(asOf: AsOf | undefined, moment: number): boolean {
  return asOf !== undefined && asOf.began > moment + SLACK_SECONDS;
}

/**
 * The totals of an aggregate. What an item counts is what the journal says of it last, else what the scan saw: then the
 * next record of it that is folded begins where the totals are.
 * @param totals the item that holds them
 * @param scanned by item
 * @param journal in the order in which it was written
 */
export function recount(
  fold: Fold,
  totals: Item,
  scanned: ReadonlyMap<string, Counts>,
  journal: readonly Contribution[],
): Sums {
  const counted = new Map(scanned);
  for (const { source, after } of journal) counted.set(source, after);
  const all = [fold.base?.(totals) ?? {}, ...counted.values()];
  return sumOf(namesIn(fold, [...all, totals]), all);
}
