/**
 * What people are found and sorted by. Whoever makes it normalizes the texts first, which only functions and resolvers
 * can: an address that was typed with composed letters and its twin with separate accents are one.
 */
export type SearchTerms = {
  /** E-mail in lower case, without white space around it. */
  readonly address: string;
  /** Name in lower case and without accents: `zoe` finds Zoë. */
  readonly nameOrder: string;
};

/** @param nfcEmail e-mail in Unicode's form NFC @param nfdName name in form NFD */
export function searchTerms(nfcEmail: string, nfdName: string): SearchTerms {
  return { address: addressOf(nfcEmail), nameOrder: nameOrderOf(nfdName) };
}

/** @param nfcEmail e-mail in Unicode's form NFC */
export function addressOf(nfcEmail: string): string {
  return nfcEmail.trim().toLowerCase();
}

/** @param nfdName name, or the beginning of one, in Unicode's form NFD */
export function nameOrderOf(nfdName: string): string {
  const name = nfdName.trim().toLowerCase();
  const bare = name
    .split('')
    .filter((character) => !isAccent(character))
    .join('');
  // A key must not be empty.
  return bare.length > 0 ? bare : name;
}

function isAccent(character: string): boolean {
  return character >= '\u0300' && character <= '\u036f';
}
