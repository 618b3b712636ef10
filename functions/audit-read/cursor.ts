/** Where an entry stands in the order of the trail. */
export interface Cursor {
  /** ISO 8601, to the second. */
  readonly time: string;
  readonly id: string;
}

const FORM = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)#([0-9a-f-]{16,64})$/;

/** A page's `nextToken`: the last entry shown. Nothing to hide in it, as the page has shown it; and nothing to gain by another. */
export function tokenOf({ time, id }: Cursor): string {
  return Buffer.from(`${time}#${id}`).toString('base64url');
}

/** Null where it is none of ours. */
export function cursorOf(token: string): Cursor | null {
  const [, time, id] = FORM.exec(Buffer.from(token, 'base64url').toString('utf8')) ?? [];
  return time && id ? { time, id } : null;
}
