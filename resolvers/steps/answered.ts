import type { Context } from '@aws-appsync/utils';
import type { DomainError } from '../../model/errors.ts';
import { denyIf } from './deny.ts';

/** What a function has answered, once `orError` has passed; ends the field where it refuses. */
export function answered<Value>(ctx: Context): Value {
  const answer = ctx.result as { readonly value?: Value; readonly refusal?: DomainError };
  denyIf(ctx, answer.refusal ?? null);
  return answer.value as Value;
}
