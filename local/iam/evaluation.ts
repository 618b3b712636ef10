import { applies } from './policy.ts';
import type { Statement } from './policy.ts';
import type { Role } from './role.ts';
import { naming } from './statement-principals.ts';
import type { Identity } from './statement-principals.ts';
import type { Lookup } from './text-matcher.ts';

export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny';

/** A decision with the kind of policy that it is due to. */
export interface Verdict {
  readonly decision: Decision;
  readonly policyType: 'identity-based policy' | 'resource-based policy' | 'permissions boundary';
}

/** A request as policies see it. */
export interface Question {
  readonly identity: Identity;
  /** Where the caller has assumed one. */
  readonly role: Role | undefined;
  readonly action: string;
  readonly resource: string;
  readonly lookup: Lookup;
}

const allowed: Verdict = { decision: 'allowed', policyType: 'identity-based policy' };

/**
 * AWS's evaluation within one account: an explicit deny of any policy counts, then an allow of the resource's or the
 * caller's own policies. A permissions boundary limits what the caller's own policies allow, and what the resource's
 * policy grants to its role, not what that grants to the session or to everybody.
 */
export function evaluate(question: Question, policy: readonly Statement[]): Verdict {
  const { identity, role } = question;
  const grant = policy.length === 0 ? 'none' : grantOf(question, policy);
  if (grant === 'denied') return { decision: 'explicitDeny', policyType: 'resource-based policy' };
  const { caller } = identity;
  if (caller === 'anonymous' || 'service' in caller) {
    return { decision: grant === 'direct' ? 'allowed' : 'implicitDeny', policyType: 'resource-based policy' };
  }
  if (caller.principal.kind === 'administrator') return allowed;
  return role ? ofRole(role, question, grant) : { decision: 'implicitDeny', policyType: 'identity-based policy' };
}

type Grant = 'direct' | 'role' | 'none';

function ofRole({ policies, identity: { boundary } }: Role, question: Question, grant: Grant): Verdict {
  const { action, resource, lookup } = question;
  const own = policies.find(action, resource, lookup);
  if (own?.statement.effect === 'Deny') return { decision: 'explicitDeny', policyType: 'identity-based policy' };
  const limit = boundary?.find(action, resource, lookup);
  if (limit?.statement.effect === 'Deny') return { decision: 'explicitDeny', policyType: 'permissions boundary' };
  const isLimited = boundary !== undefined && !limit;
  if (own && !isLimited) {
    own.uses += 1;
    return allowed;
  }
  if (grant === 'direct' || (grant === 'role' && !isLimited)) {
    return { decision: 'allowed', policyType: 'resource-based policy' };
  }
  const isRefusedByLimit = isLimited && (own !== undefined || grant === 'role');
  return { decision: 'implicitDeny', policyType: isRefusedByLimit ? 'permissions boundary' : 'identity-based policy' };
}

/** What a resource's policy says of a caller. */
function grantOf({ identity, action, resource, lookup }: Question, policy: readonly Statement[]): Grant | 'denied' {
  const grants = new Set<string>();
  for (const statement of policy) {
    const named = naming(statement.principals, identity);
    if (named === 'none' || !applies(statement, action, resource, lookup)) continue;
    if (statement.effect === 'Deny') return 'denied';
    grants.add(named);
  }
  return grants.has('direct') ? 'direct' : grants.has('role') ? 'role' : 'none';
}

/** The end of AWS's message for a refused call. */
export function reasonOf({ decision, policyType }: Verdict, action: string): string {
  const article = policyType === 'identity-based policy' ? 'an' : 'a';
  return decision === 'explicitDeny'
    ? `with an explicit deny in ${article} ${policyType}`
    : `because no ${policyType} allows the ${action} action`;
}
