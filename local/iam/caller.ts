import type { Principal } from './principal.ts';

/** An AWS service that acts for a resource. */
export interface ServiceCaller {
  /** Such as `events.amazonaws.com`. */
  readonly service: string;
  readonly sourceArn?: string;
  /** Default: the account of the local cloud. */
  readonly sourceAccount?: string;
}

/** Who makes a call: a principal, a service for a resource, or nobody who is known (an unsigned request to S3). */
export type Caller = { readonly principal: Principal } | ServiceCaller | 'anonymous';

/** As AWS's messages name the caller. */
export function nameOf(caller: Caller): string {
  if (caller === 'anonymous') return 'anonymous';
  return 'service' in caller ? caller.service : caller.principal.arn;
}
