import { describe, expect, it } from 'vitest';
import { COPIES } from '../../model/copies.ts';

describe('copies', () => {
  it('are declared once, and never of themselves', () => {
    const names = COPIES.map(({ copy, owner }) => `${copy} of ${owner}`);
    expect(new Set(names).size).toBe(names.length);
    expect(COPIES.filter(({ copy, owner }) => copy.split('.')[0] === owner.split('.')[0])).toEqual([]);
  });

  it('of a person’s name are all refreshed, so that erasure reaches them', () => {
    const ofNames = COPIES.filter(({ owner }) => owner === 'Account.displayName');
    expect(ofNames.length).toBeGreaterThan(0);
    expect(ofNames.every(({ policy }) => policy === 'refreshed')).toBe(true);
  });
});
