import { UPLOADS, type Key } from './keys.ts';

/** A file that a person uploads. In their own partition: to anybody else it is not there. */
export function uploadKey(sub: string, ulid: string): Key {
  return { pk: `${UPLOADS}${sub}`, sk: `UPLOAD#${ulid}` };
}

/** Which forms a person can upload by now. */
export function uploadFormsKey(sub: string): Key {
  return { pk: `${UPLOADS}${sub}`, sk: 'FORMS' };
}
