import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizedAddress, searchTermsOf } from '../../functions/shared/search-terms.ts';

describe('what people are found by', () => {
  it('is one address, however it is typed', () => {
    const twins = ['Zoë@Example.com', ' zoë@example.COM ', 'Zoe\u0308@example.com'];
    expect(new Set(twins.map((email) => normalizedAddress(email)))).toEqual(new Set(['zoë@example.com']));
    expect(searchTermsOf('Zoe\u0308@Example.com', 'Zoë').address).toBe('zoë@example.com');
  });

  it('is a name without accents, so that who types none finds it', () => {
    expect(searchTermsOf('x@example.com', ' Zoë Ørsted-Čapek ').nameOrder).toBe('zoe ørsted-capek');
  });

  it('is never empty, which DynamoDB would refuse as a key', () => {
    expect(searchTermsOf('x@example.com', '\u0301').nameOrder).toBe('\u0301');
  });

  it('is the same for any text and its decomposed twin', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const composed = searchTermsOf(text.normalize('NFC'), text.normalize('NFC'));
        expect(searchTermsOf(text.normalize('NFD'), text.normalize('NFD'))).toEqual(composed);
      }),
    );
  });
});
