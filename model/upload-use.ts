import type { Cause } from './cause.ts';
import { UPLOADS_DUE } from './upload.ts';

/** An update of an upload's item, as DynamoDB takes it with plain values, and what must hold for it. */
interface UploadUpdate {
  readonly update: {
    readonly expression: string;
    readonly names: Record<string, string>;
    readonly values: Record<string, unknown>;
  };
  readonly condition: {
    readonly expression: string;
    readonly names?: Record<string, string>;
    readonly values?: Record<string, unknown>;
  };
}

function names(by: string): Record<string, string> {
  return { '#usedBy': 'usedBy', '#by': by, '#cause': 'cause', '#dueShard': 'dueShard', '#dueAt': 'dueAt' };
}

/**
 * Something shows the file from now on: the sweep leaves it alone. Only of a file that was checked and is still there.
 * @param by id of what shows it
 */
export function claimed(by: string, now: string, cause: Cause): UploadUpdate {
  return {
    update: {
      expression: 'SET #usedBy.#by = :now, #cause = :cause REMOVE #dueShard, #dueAt',
      names: names(by),
      values: { ':now': now, ':cause': cause },
    },
    condition: { expression: '#status = :ready', names: { '#status': 'status' }, values: { ':ready': 'READY' } },
  };
}

/**
 * Something shows the file no more. Whether anything else does is for the sweep to see, when the time has come.
 * @param by as it was claimed
 * @param dueAt ISO 8601
 */
export function released(by: string, dueAt: string, cause: Cause): UploadUpdate {
  return {
    update: {
      expression: 'SET #dueShard = :uploads, #dueAt = :dueAt, #cause = :cause REMOVE #usedBy.#by',
      names: names(by),
      values: { ':uploads': UPLOADS_DUE, ':dueAt': dueAt, ':cause': cause },
    },
    condition: { expression: 'attribute_exists(pk)' },
  };
}
