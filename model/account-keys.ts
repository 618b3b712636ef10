import { CONSENT, HISTORY, LISTED, type Key } from './keys.ts';

/** Keys of what goes by an account: see `model/keys.ts`. */

/** Lists an account among the people of a group, or those who are suspended. @param list name of it */
export function listingKey(sub: string, list: string): Key {
  return { pk: `${LISTED}${sub}`, sk: list };
}

/** Who is an Admin and not suspended: there must always be one. */
export function adminsKey(): Key {
  return { pk: `${LISTED}ADMINS`, sk: 'ADMINS' };
}

/** One thing that was done to an account. @param at ISO 8601 in UTC */
export function historyKey(sub: string, at: string, unique: string): Key {
  return { pk: `${HISTORY}${sub}`, sk: `${at}#${unique}` };
}

/** One answer of a person to whether they consent. @param at ISO 8601 in UTC */
export function consentKey(sub: string, at: string, unique: string): Key {
  return { pk: `${CONSENT}${sub}`, sk: `${at}#${unique}` };
}
