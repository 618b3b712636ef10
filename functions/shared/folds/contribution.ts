import type { Counts, Sums } from './fold.ts';

/** What one record of the stream changes of one aggregate. */
export interface Contribution {
  /** Sequence number, as long as all others, so that they compare as texts. */
  readonly sequence: string;
  /** When the item was written, in seconds since the epoch. */
  readonly time: number;
  /** Which item was written. */
  readonly source: string;
  readonly before: Counts;
  readonly after: Counts;
}

/** AWS's have 21 to 40 digits: more than DynamoDB's numbers hold, so they are kept as texts of one length. */
const SEQUENCE_DIGITS = 40;

export function paddedSequence(sequence: string): string {
  return sequence.padStart(SEQUENCE_DIGITS, '0');
}

/** The sum of counts, of these names. */
export function sumOf(names: readonly string[], all: Iterable<Counts>): Sums {
  const sums = new Map(names.map((name) => [name, 0n]));
  for (const counts of all) {
    for (const name of names) sums.set(name, (sums.get(name) ?? 0n) + BigInt(counts[name] ?? 0));
  }
  return Object.fromEntries(sums);
}

/** What the contributions add, name by name; those that cancel out are left out. */
export function deltasOf(names: readonly string[], contributions: readonly Contribution[]): Sums {
  const plus = sumOf(
    names,
    contributions.map(({ after }) => after),
  );
  const minus = sumOf(
    names,
    contributions.map(({ before }) => before),
  );
  const deltas = names.map((name) => [name, (plus[name] ?? 0n) - (minus[name] ?? 0n)] as const);
  return Object.fromEntries(deltas.filter(([, delta]) => delta !== 0n));
}
