import { addressOf, searchTerms, type SearchTerms } from '../../model/search-terms.ts';

/** What a person is found by. */
export function searchTermsOf(email: string, displayName: string): SearchTerms {
  return searchTerms(email.normalize('NFC'), displayName.normalize('NFD'));
}

/** Partition of the index `accountByEmail`, however the address is written. */
export function normalizedAddress(email: string): string {
  return addressOf(email.normalize('NFC'));
}
