import type { Cause } from './cause.ts';
import { slugKey, type Key } from './keys.ts';

/** Holds a slug for its course. */
export type SlugItem = Key & {
  readonly entity: 'Slug';
  readonly v: 1;
  readonly courseUlid: string;
  readonly cause: Cause;
};

export function newSlug(slug: string, courseUlid: string, cause: Cause): SlugItem {
  return { ...slugKey(slug), entity: 'Slug', v: 1, courseUlid, cause };
}

const COMBINING_MARKS = { first: '\u0300', last: '\u036f' };

/**
 * A slug for a title whose author chose none: its Latin words, and the end of the course's ULID, which makes it unique.
 * @param title in Unicode's form NFD, so that accents are characters of their own
 */
export function slugOf(title: string, ulid: string): string {
  const letters = title
    .toLowerCase()
    .split('')
    .filter((character) => character < COMBINING_MARKS.first || character > COMBINING_MARKS.last)
    .map((character) =>
      (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') ? character : ' ',
    );
  const words = letters
    .join('')
    .slice(0, 60)
    .split(' ')
    .filter((word) => word.length > 0);
  return [...words, ulid.slice(-6).toLowerCase()].join('-');
}
