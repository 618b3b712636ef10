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
