export const retentionModes = ['GOVERNANCE', 'COMPLIANCE'] as const;
export type RetentionMode = (typeof retentionModes)[number];

/** How long each new version of a bucket is kept, where its upload doesn't say. */
export type DefaultRetention = { readonly mode: RetentionMode } & (
  { readonly days: number; readonly years?: undefined } | { readonly days?: undefined; readonly years: number }
);

/** Until when a version can't be deleted. */
export interface Retention {
  readonly mode: RetentionMode;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** What keeps a version from being deleted. Both are independent of one another. */
export interface ObjectLock {
  readonly retention?: Retention;
  /** Undefined: none was ever set. */
  readonly legalHold?: 'ON' | 'OFF';
}

/** Whether a version can't be deleted now. @param bypasses whether the caller may, and wants to, pass governance */
export function isProtected(lock: ObjectLock | undefined, now: number, bypasses: boolean): boolean {
  if (lock?.legalHold === 'ON') return true;
  const { retention } = lock ?? {};
  if (!retention || retention.until <= now) return false;
  return retention.mode === 'COMPLIANCE' || !bypasses;
}

/** Whether a retention may take the place of another. @param next undefined: none is left */
export function mayReplace(
  current: Retention | undefined,
  next: Retention | undefined,
  now: number,
  bypasses: boolean,
): boolean {
  if (!current || current.until <= now) return true;
  if (next?.mode === current.mode && next.until >= current.until) return true;
  return current.mode === 'GOVERNANCE' && bypasses;
}

/** What a bucket's default comes to for a version that is created now. A year is one of the calendar. */
export function retentionFrom({ mode, days, years }: DefaultRetention, created: number): Retention {
  const until = new Date(created);
  if (days === undefined) until.setUTCFullYear(until.getUTCFullYear() + years);
  else until.setUTCDate(until.getUTCDate() + days);
  return { mode, until: until.getTime() };
}
