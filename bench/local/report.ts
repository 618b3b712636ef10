/** A measured figure, and what it should be. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly budget?: { readonly atMost: number } | { readonly atLeast: number };
}

/** One line, which says whether the budget is kept. */
export function show({ what, value, unit, budget }: Figure): string {
  const figure = `${what.padEnd(64)} ${value.toLocaleString('en-US', { maximumFractionDigits: 2 }).padStart(9)} ${unit}`;
  if (!budget) return figure;
  const kept = 'atMost' in budget ? value <= budget.atMost : value >= budget.atLeast;
  const bound = 'atMost' in budget ? `≤ ${budget.atMost}` : `≥ ${budget.atLeast}`;
  return `${figure}   ${kept ? 'kept' : 'MISSED'} (${bound})`;
}

/** The value below which a share of the values lies. @param share 0 to 1 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN;
}
