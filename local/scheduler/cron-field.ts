/** Numbers that a field of a cron expression may hold, and the names that some of them have. */
export interface FieldRange {
  readonly least: number;
  readonly most: number;
  /** The first one stands for `least`. */
  readonly names?: readonly string[];
  /** `20-2` goes on past the highest value, as in AWS's own example. */
  readonly wraps: boolean;
  /** Whether `/` gives increments. */
  readonly steps: boolean;
}

/** Numbers that a field names by `,`, `-`, `*` and `/`; undefined: it is none. */
export function fieldValues(field: string, range: FieldRange): ReadonlySet<number> | undefined {
  const parts = field.split(',').map((part) => partValues(part, range));
  return parts.every((part) => part !== undefined) ? new Set(parts.flat()) : undefined;
}

/** A number of the field, or the number of a name. */
export function fieldValue(text: string, { least, most, names = [] }: FieldRange): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  const value = named >= 0 ? least + named : /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

function partValues(part: string, range: FieldRange): number[] | undefined {
  const [, span = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
  const by = step === undefined ? 1 : Number(step);
  if (span === '' || by < 1 || (step !== undefined && !range.steps)) return undefined;
  if (span === '*') return stepped(range.least, range.most, by);
  const [from, to, ...more] = span.split('-').map((end) => fieldValue(end, range));
  if (from === undefined || more.length > 0) return undefined;
  if (!span.includes('-')) return step === undefined ? [from] : stepped(from, range.most, by);
  if (to === undefined || (to < from && !range.wraps)) return undefined;
  if (to >= from) return stepped(from, to, by);
  const size = range.most - range.least + 1;
  return stepped(from, to + size, by).map((value) => (value > range.most ? value - size : value));
}

function stepped(from: number, to: number, by: number): number[] {
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);
}
