import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { guide, KEY, refusal, runner } from './conformance.ts';

const UPDATES = guide('Expressions.UpdateExpressions');
const strings = (...all: string[]) => ({ L: all.map((S) => ({ S })) });
const n = (N: string | number) => ({ N: String(N) });

describe('an update', () => {
  documented(
    UPDATES,
    'You can include any of these clauses in an update expression, in any order. However, each action keyword can appear only once.',
    async () => {
      const run = await runner();
      await run.put({ gone: n(1), tags: { SS: ['a', 'b'] } });
      const values = { ':one': n(1), ':a': { SS: ['a'] } };
      await run.update('REMOVE gone ADD hits :one DELETE tags :a SET x = :one', values);
      expect(await run.get()).toEqual({ ...KEY, hits: n(1), x: n(1), tags: { SS: ['b'] } });
      const twice = run.update('SET a = :one SET b = :one', { ':one': n(1) });
      expect(await refusal(twice)).toContain('The "SET" section can only be used once in an update expression');
    },
  );

  documented(
    UPDATES,
    "When you use SET to update a list element, the contents of that element are replaced with the new data that you specify. If the element doesn't already exist, SET appends the new element at the end of the list.",
    async () => {
      const run = await runner();
      await run.put({ parts: strings('Hammer') });
      await run.update('SET parts[0] = :a', { ':a': { S: 'Mallet' } });
      await run.update('SET parts[9] = :a', { ':a': { S: 'Nails' } });
      expect((await run.get())?.['parts']).toEqual(strings('Mallet', 'Nails'));
    },
  );

  documented(
    UPDATES,
    'If you add multiple elements in a single SET operation, the elements are sorted in order by element number.',
    async () => {
      const run = await runner();
      await run.put({ parts: strings() });
      await run.update('SET parts[7] = :b, parts[3] = :a', { ':a': { S: 'a' }, ':b': { S: 'b' } });
      expect((await run.get())?.['parts']).toEqual(strings('a', 'b'));
    },
  );

  documented(
    UPDATES,
    'You can add to or subtract from an existing numeric attribute. To do this, use the + (plus) and - (minus) operators.',
    async () => {
      const run = await runner();
      await run.put({ Price: n(60) });
      await run.update('SET Price = Price - :p', { ':p': n(15) });
      expect((await run.get())?.['Price']).toEqual(n(45));
      expect(await refusal(run.update('SET Stock = Stock + :p', { ':p': n(1) }))).toContain(
        'does not exist in the item',
      );
    },
  );

  documented(
    UPDATES,
    'The function takes two lists as input and appends all elements from list2 to  list1.',
    async () => {
      const run = await runner();
      await run.put({ parts: strings('Hammer', 'Nails') });
      await run.update('SET parts = list_append(parts, :l)', { ':l': strings('Screwdriver', 'Hacksaw') });
      await run.update('SET parts = list_append(:l, parts)', { ':l': strings('Chisel') });
      const all = strings('Chisel', 'Hammer', 'Nails', 'Screwdriver', 'Hacksaw');
      expect((await run.get())?.['parts']).toEqual(all);
    },
  );

  documented(
    UPDATES,
    'If the item does not contain an attribute at the specified path, if_not_exists evaluates to value; otherwise, it evaluates to path.',
    async () => {
      const run = await runner();
      for (const price of [5, 6]) await run.update('SET Price = if_not_exists(Price, :p)', { ':p': n(price) });
      expect((await run.get())?.['Price']).toEqual(n(5));
    },
  );

  documented(
    UPDATES,
    "Remove some attributes from an item. (If the attributes don't exist, nothing happens.)",
    async () => {
      const run = await runner();
      await run.put({ Brand: { S: 'Acme' }, Price: n(1) });
      await run.update('REMOVE Brand, InStock');
      expect(await run.get()).toEqual({ ...KEY, Price: n(1) });
    },
  );

  documented(
    UPDATES,
    'After Hammer and Nails are removed, the remaining elements are shifted. The list now contains the following:',
    async () => {
      const run = await runner();
      await run.put({ parts: strings('Chisel', 'Hammer', 'Nails', 'Screwdriver', 'Hacksaw') });
      await run.update('REMOVE parts[1], parts[2]');
      expect((await run.get())?.['parts']).toEqual(strings('Chisel', 'Screwdriver', 'Hacksaw'));
    },
  );

  documented(
    UPDATES,
    'Use the ADD action in an update expression to add a new attribute and its values to an item.',
    async () => {
      const run = await runner();
      await run.update('ADD QuantityOnHand :q, Color :c', { ':q': n(5), ':c': { SS: ['Orange'] } });
      await run.update('ADD QuantityOnHand :q, Color :c', { ':q': n(-7), ':c': { SS: ['Orange', 'Purple'] } });
      expect(await run.get()).toEqual({ ...KEY, QuantityOnHand: n(-2), Color: { SS: ['Orange', 'Purple'] } });
    },
  );

  documented(UPDATES, 'The ADD action supports only number and set data types.', async () => {
    const run = await runner();
    for (const value of [{ S: 'x' }, strings('x'), { BOOL: true }]) {
      expect(await refusal(run.update('ADD a :v', { ':v': value }))).toContain('operator: ADD');
    }
  });

  documented(UPDATES, 'The DELETE action supports only Set data types.', async () => {
    const run = await runner();
    await run.put({ Color: { SS: ['Yellow', 'Red'] } });
    expect(await refusal(run.update('DELETE Color :v', { ':v': n(1) }))).toContain('operator: DELETE');
    await run.update('DELETE Color :v', { ':v': { SS: ['Yellow', 'Red'] } });
    // A set can't be empty: the attribute is gone.
    expect(await run.get()).toEqual(KEY);
  });
});
