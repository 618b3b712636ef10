import { HEX_DIGITS } from '../../model/keys.ts';
import type { Cursor } from '../shared/roster-bucket.ts';

const SUB = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A page's `nextToken`: after whom the next one begins, which says in which partition. They were on the page. */
export function tokenOf(after: string): string {
  return Buffer.from(after).toString('base64url');
}

/** Null where the token is none of ours. */
export function cursorOf(token: string | null): Cursor | null {
  if (token === null) return { digit: HEX_DIGITS.slice(0, 1), after: null };
  const after = Buffer.from(token, 'base64url').toString('utf8');
  return SUB.test(after) ? { digit: after.slice(0, 1), after } : null;
}
