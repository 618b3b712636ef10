import type { Context } from '@aws-appsync/utils';
import type { DomainError } from '../../model/errors.ts';
import { callerSub } from './caller.ts';
import { givenIds, noteAccess } from './note-access.ts';
import { refuse } from './refuse.ts';

/**
 * Ends the field with the error, where there is one. Who is signed in and may not, or asks for what is not there for
 * them, is in the audit trail; anonymous callers have no id to be found by, and could fill it.
 */
export function denyIf(ctx: Context, error: DomainError | null): void {
  if (!error) return;
  if ((error.type === 'Forbidden' || error.type === 'NotFound') && callerSub(ctx)) {
    noteAccess(ctx, 'refused', givenIds(ctx), error.type);
  }
  refuse(error);
}
