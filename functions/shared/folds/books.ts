import type { Contribution } from './contribution.ts';
import type { Fold } from './fold.ts';

/** Names of the attributes, beside the totals, by which a kind keeps its books. */
export function bookNames({ kind }: Fold) {
  return { mark: `${kind}Mark`, rebuild: `${kind}Rebuild`, asOf: `${kind}AsOf` };
}

/** The totals' books. */
export interface Books {
  /** Sequence number of the last record that was folded; with marks by shard none. */
  readonly mark?: string;
  /** A rebuild is under way: records are written into its journal, the totals stand still. */
  readonly rebuild?: Rebuild;
  /** The totals were rebuilt from the items. */
  readonly asOf?: AsOf;
}

export interface Rebuild {
  readonly id: string;
  /** Goes up with every entry of the journal. */
  readonly rev: number;
  /** When it began, in seconds since the epoch. */
  readonly at: number;
}

/**
 * When totals were rebuilt, in seconds since the epoch. What was written after `to` is not in them; what was written
 * before and is folded only now may be.
 */
export interface AsOf {
  readonly began: number;
  readonly to: number;
}

export function booksOf(fold: Fold, totals: Readonly<Record<string, unknown>> | undefined): Books {
  const { mark, rebuild, asOf } = bookNames(fold);
  return {
    ...(totals?.[mark] ? { mark: totals[mark] as string } : {}),
    ...(totals?.[rebuild] ? { rebuild: totals[rebuild] as Rebuild } : {}),
    ...(totals?.[asOf] ? { asOf: totals[asOf] as AsOf } : {}),
  };
}

/** What is left of a batch to be added to totals, by their books. */
export interface Remainder {
  readonly left: readonly Contribution[];
  /** Something was written before the totals were rebuilt, and came too late for that: whether it was counted is not known. */
  readonly isUnsure: boolean;
}

/** Leaves out what a mark says has been counted, and what a rebuild may have counted: that is left to the next one. */
export function remainder(contributions: readonly Contribution[], { mark = '', asOf, rebuild }: Books): Remainder {
  const unmarked = contributions.filter(({ sequence }) => sequence > mark);
  // The rebuild under way takes what comes, and knows what to do with it.
  if (!asOf || rebuild) return { left: unmarked, isUnsure: false };
  return {
    left: unmarked.filter(({ time }) => time > asOf.to),
    isUnsure: unmarked.some(({ time }) => time <= asOf.to),
  };
}
