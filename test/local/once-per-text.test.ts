import { describe, expect, it, vi } from 'vitest';
import { oncePerText } from '../../local/once-per-text.ts';

describe('What is made once per text', () => {
  it('is the same when the same text comes again, and another one for another text', () => {
    const make = vi.fn((text: string) => ({ text }));
    const made = oncePerText(make, 2);
    expect(made('a')).toBe(made('a'));
    expect(made('b')).toEqual({ text: 'b' });
    expect(make.mock.calls).toEqual([['a'], ['b']]);
  });

  it('is remembered where it is undefined', () => {
    const make = vi.fn(() => undefined);
    const made = oncePerText(make, 2);
    made('a');
    made('a');
    expect(make).toHaveBeenCalledTimes(1);
  });

  it('is forgotten when so many others have been asked for since', () => {
    const make = vi.fn((text: string) => text);
    const made = oncePerText(make, 2);
    for (const text of ['a', 'b', 'a', 'c', 'a', 'b']) made(text);
    expect(make.mock.calls).toEqual([['a'], ['b'], ['c'], ['b']]);
  });

  it('is tried again where it failed', () => {
    const make = vi.fn((): string => {
      throw new Error('no');
    });
    const made = oncePerText(make, 2);
    expect(() => made('a')).toThrow('no');
    expect(() => made('a')).toThrow('no');
    expect(make).toHaveBeenCalledTimes(2);
  });
});
