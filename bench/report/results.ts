import type { ReferenceSum } from '../budgets.ts';
import type { ByOperation } from '../expected.ts';
import type { GrowthRow } from '../growth.ts';
import type { Operation } from '../operations/operation.ts';
import type { PeerForm } from '../peer.ts';
import type { CodeSizes } from '../sizes.ts';

/** All that a run has found. */
export interface Results {
  readonly operations: readonly Operation[];
  readonly measured: ByOperation;
  readonly peer: readonly PeerForm[];
  readonly sum: ReferenceSum;
  readonly growth: readonly GrowthRow[];
  readonly sizes: CodeSizes;
}
