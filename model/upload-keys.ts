import { UPLOADS, type Key } from './keys.ts';

const UPLOAD = 'UPLOAD#';

/** A file that a person uploads. In their own partition: to anybody else it is not there. */
export function uploadKey(sub: string, ulid: string): Key {
  return { pk: `${UPLOADS}${sub}`, sk: `${UPLOAD}${ulid}` };
}

/** Which forms a person can upload by now. */
export function uploadFormsKey(sub: string): Key {
  return { pk: `${UPLOADS}${sub}`, sk: 'FORMS' };
}

/** Keys of the bucket's objects begin with it. */
export const OBJECTS = 'uploads/';

/** Where in the bucket a file lies. */
export function objectKey(sub: string, ulid: string): string {
  return `${OBJECTS}${sub}/${ulid}`;
}

/** Whose upload's object a key is, or null. */
export function uploadKeyOf(object: string): Key | null {
  const [folder, sub, ulid, ...more] = object.split('/');
  return `${folder}/` === OBJECTS && sub && ulid && more.length === 0 ? uploadKey(sub, ulid) : null;
}

/** Where the object of an upload lies. */
export function objectOf({ pk, sk }: Key): string {
  return objectKey(pk.slice(UPLOADS.length), sk.slice(UPLOAD.length));
}
