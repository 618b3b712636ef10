import type { Cause } from '../../../model/cause.ts';
import type { Key } from '../../../model/keys.ts';
import type { Contribution } from './contribution.ts';

/** What came while an aggregate was rebuilt. */
export type JournalItem = Key & {
  readonly entity: 'FoldJournal';
  readonly v: 1;
  readonly contributions: readonly Contribution[];
  readonly expiresAt: number;
  readonly cause: Cause;
};
