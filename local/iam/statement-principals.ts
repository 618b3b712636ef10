import type { Caller } from './caller.ts';

/** Whom a statement of a resource or trust policy names. */
export interface StatementPrincipals {
  /** Account ids, ARNs, unique ids of roles or `*`. */
  readonly aws: readonly string[];
  /** Such as `appsync.amazonaws.com`. */
  readonly services: readonly string[];
  /** The statement holds for all others: `NotPrincipal`. */
  readonly negated: boolean;
}

/**
 * How a statement names a caller. `direct`: its session, or everybody. `role`: the role that it has assumed, whose
 * permissions boundary limits what the statement grants. `account`: the caller's account, which leaves the decision to
 * the account's own policies.
 */
export type Naming = 'direct' | 'role' | 'account' | 'none';

/** What a caller is known by. */
export interface Identity {
  readonly caller: Caller;
  readonly accountId: string;
  /** Unique id of the role. */
  readonly roleId: string | undefined;
}

export function readPrincipals(principal: unknown, negated: boolean): StatementPrincipals {
  if (principal === '*') return { aws: ['*'], services: ['*'], negated };
  const byKind = (typeof principal === 'object' && principal !== null ? principal : {}) as Record<string, unknown>;
  const list = (kind: string) => [byKind[kind] ?? []].flat().map(String);
  return { aws: list('AWS'), services: list('Service'), negated };
}

export function naming(principals: StatementPrincipals, identity: Identity): Naming {
  const { aws, services } = principals;
  if (principals.negated) return isExcepted(principals, identity) ? 'none' : 'direct';
  if (aws.includes('*')) return 'direct';
  const { caller, accountId, roleId } = identity;
  if (caller === 'anonymous') return services.includes('*') ? 'direct' : 'none';
  if ('service' in caller) return services.some((one) => one === caller.service || one === '*') ? 'direct' : 'none';
  const { arn, roleArn } = caller.principal;
  const account = [accountId, `arn:aws:iam::${accountId}:root`];
  // The root user is the account.
  if (aws.includes(arn)) return 'direct';
  if ((roleArn && aws.includes(roleArn)) || (roleId && aws.includes(roleId))) return 'role';
  const namesAccount = aws.some((one) => account.includes(one));
  if (!namesAccount) return 'none';
  return caller.principal.kind === 'administrator' ? 'direct' : 'account';
}

/** `NotPrincipal` spares a session only where session, role and account are all listed. */
function isExcepted({ aws, services }: StatementPrincipals, { caller, accountId }: Identity): boolean {
  if (aws.includes('*')) return true;
  if (caller === 'anonymous') return false;
  if ('service' in caller) return services.includes(caller.service);
  const { arn, roleArn, kind } = caller.principal;
  const isListed = aws.includes(accountId) || aws.includes(`arn:aws:iam::${accountId}:root`);
  if (kind === 'administrator') return isListed;
  return isListed && aws.includes(arn) && aws.includes(roleArn ?? arn);
}
