import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currency, firstOf, line, pageLimit, range, size, slug, text } from '../../model/validation.ts';
import { slugOf } from '../../model/slug.ts';

describe('a line of text', () => {
  it('may be left out where it is optional', () => {
    expect(line('subtitle', null, 1, 10)).toBeNull();
    expect(line('subtitle', undefined, 1, 10)).toBeNull();
  });

  it.each(['', '   ', 'x'.repeat(11)])('refuses %j by its length, naming the field', (text) => {
    expect(line('title', text, 1, 10)).toMatchObject({ type: 'Validation', info: { field: 'title', rule: 'length' } });
  });

  it.each(['a\nb', 'a\u0000b', 'a\u007fb'])('refuses control characters: %j', (text) => {
    expect(line('title', text, 1, 10)).toMatchObject({ info: { field: 'title', rule: 'characters' } });
  });

  it.each(['\ud83d', 'a\udc00', '\ud83d\ud83d\ude00'])('refuses half a character: %j', (text) => {
    expect(line('title', text, 1, 10)).toMatchObject({ info: { rule: 'characters' } });
  });

  it('does not count white space around it, nor what nobody sees', () => {
    expect(line('title', `  ${'x'.repeat(10)}  `, 1, 10)).toBeNull();
    expect(line('title', '\u200b\u2060', 1, 10)).toMatchObject({ info: { rule: 'length' } });
  });

  it('takes any script and emoji', () => {
    expect(line('title', 'خوارزمية 🎓', 1, 20)).toBeNull();
  });
});

describe('a number', () => {
  it('includes its bounds', () => {
    expect([1, 100].map((value) => pageLimit(value))).toEqual([null, null]);
    expect([0, 101, -1].map((value) => pageLimit(value)?.info)).toEqual(
      Array.from({ length: 3 }, () => ({ field: 'limit', rule: 'range' })),
    );
  });

  it('says which values are allowed', () => {
    expect(range('capacity', 0, 1, 5)?.message).toBe('Give `capacity` a value from 1 to 5.');
  });
});

describe('a slug', () => {
  it.each(['abc', 'a-1', 'serverless-graphql-on-aws'])('accepts %s', (value) => {
    expect(slug('slug', value)).toBeNull();
  });

  it.each(['ab', 'Abc', 'a--b', '-ab', 'ab-', 'a b', 'é'.repeat(3), 'a'.repeat(81)])('refuses %j', (value) => {
    expect(slug('slug', value)).toMatchObject({ info: { field: 'slug', rule: 'format' } });
  });

  it('made from any title is well formed', () => {
    const ulid = '01KAXG9Z0000000000000000AA';
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (title) => {
        expect(slug('slug', slugOf(title.normalize('NFD'), ulid))).toBeNull();
      }),
    );
  });

  it('keeps Latin words and drops their accents', () => {
    expect(slugOf('Café & Réseaux: 2e édition'.normalize('NFD'), '01KAXG9Z0000000000000000AA')).toBe(
      'cafe-reseaux-2e-edition-0000aa',
    );
  });
});

describe('text of any lines', () => {
  it('takes line breaks and tabs, and no other control characters', () => {
    expect(text('body', 'a\n\tb\r\n')).toBeNull();
    expect(text('body', null)).toBeNull();
    expect(text('body', 'a\u0000')).toMatchObject({ info: { field: 'body', rule: 'characters' } });
  });
});

describe('the rest', () => {
  it('writes a currency in three capitals', () => {
    expect(currency('currency', 'EUR')).toBeNull();
    expect(['eur', 'EURO', 'E1R'].map((code) => currency('currency', code)?.info?.rule)).toEqual([
      'format',
      'format',
      'format',
    ]);
  });

  it('bounds text by its size', () => {
    expect(size('body', 10, 10)).toBeNull();
    expect(size('body', 11, 10)).toMatchObject({ info: { field: 'body', rule: 'size' } });
  });

  it('reports the first thing that is wrong', () => {
    expect(firstOf([null, range('a', 0, 1, 2), range('b', 0, 1, 2)])?.info?.field).toBe('a');
    expect(firstOf([null])).toBeNull();
  });
});
