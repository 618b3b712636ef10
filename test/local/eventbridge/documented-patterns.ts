import { expect } from 'vitest';
import { parsePattern } from '../../../local/eventbridge/pattern.ts';
import { documented } from '../support/documented.ts';

/** A pattern with events that it matches, and others. */
export interface PatternCase {
  readonly page: string;
  readonly quote: string;
  readonly pattern: unknown;
  readonly matching: readonly unknown[];
  readonly others: readonly unknown[];
}

export function documentedPatterns(cases: readonly PatternCase[]): void {
  for (const { page, quote, pattern, matching, others } of cases) {
    documented(page, quote, () => {
      const compiled = parsePattern(pattern);
      for (const event of matching) expect(compiled.matches(event), JSON.stringify(event)).toBe(true);
      for (const event of others) expect(compiled.matches(event), JSON.stringify(event)).toBe(false);
    });
  }
}
