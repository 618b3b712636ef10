import type { TestBackend } from '../support/backend.ts';
import type { Call } from './elsewhere.ts';

/** What a row of the matrix is tried with. */
export interface Operation {
  /** Makes what the call is about, anew for each cell, so that no cell sees what another has done. */
  readonly arrange: (backend: TestBackend) => Promise<Call>;
  /** The same call about something that does not exist. */
  readonly elsewhere?: (call: Call) => Call;
}

export function read(document: string): Operation {
  return { arrange: () => Promise.resolve({ document, variables: {} }) };
}
