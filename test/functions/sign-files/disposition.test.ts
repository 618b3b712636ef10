import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disposition } from '../../../functions/sign-files/disposition.ts';

describe('how a browser is to take a file', () => {
  it.each([
    ['image/png', 'inline'],
    ['video/mp4', 'inline'],
    ['application/pdf', 'attachment'],
    ['text/plain', 'attachment'],
    ['application/zip', 'attachment'],
  ])('%s: %s', (contentType, kind) => {
    expect(disposition(contentType, undefined)).toBe(kind);
  });

  it('tells its name in every alphabet, and in ASCII for those who know no other', () => {
    expect(disposition('application/pdf', `Zoë's "notes" (1).pdf`)).toBe(
      `attachment; filename="Zo__s _notes_ _1_.pdf"; filename*=UTF-8''Zo%C3%AB%27s%20%22notes%22%20%281%29.pdf`,
    );
  });

  it('ends no quotation and no line, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const header = disposition('application/pdf', name);
        expect(header).toMatch(/^attachment(; filename="[^"\\;%]*"; filename\*=UTF-8''[\w.!~%-]*)?$/);
        const told = header.split("UTF-8''")[1];
        expect(told === undefined ? '' : decodeURIComponent(told)).toBe(name);
      }),
    );
  });
});
