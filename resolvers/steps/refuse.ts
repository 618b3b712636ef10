import { util } from '@aws-appsync/utils';
import type { DomainError } from '../../model/errors.ts';

/** Ends the field with the error, where there is one. */
export function refuseIf(error: DomainError | null): void {
  if (error) util.error(error.message, error.type, null, error.info ?? null);
}
