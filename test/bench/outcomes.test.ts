import { describe, expect, it } from 'vitest';
import { multiset, outcomeOf } from '../../bench/outcomes.ts';

describe('outcomes', () => {
  it('are counted by name', () => {
    expect(multiset(['b', 'a', 'b'])).toEqual({ a: 1, b: 2 });
    expect(Object.keys(multiset(['b', 'a']))).toEqual(['a', 'b']);
  });

  it('of a call are what it returns, or the type of its error', async () => {
    expect(await outcomeOf(() => Promise.resolve('done'))).toBe('done');
    const refused = new Error('The API answered 200 {"errors":[{"path":["a"],"errorType":"Conflict"}]}');
    expect(await outcomeOf(() => Promise.reject(refused))).toBe('Conflict');
  });

  it('are not made up where nobody answered', async () => {
    await expect(outcomeOf(() => Promise.reject(new Error('fetch failed')))).rejects.toThrow('fetch failed');
  });
});
