import { util } from '@aws-appsync/utils';
import type { DomainError, Fault } from '../../model/errors.ts';

/** Ends the field with the error. */
export function refuse(error: DomainError): void {
  util.error(error.message, error.type, null, error.info ?? null);
}

/** Ends the field with the error, where there is one. What the caller may not is for `denyIf`. */
export function refuseIf(error: Fault | null): void {
  if (error) refuse(error);
}
