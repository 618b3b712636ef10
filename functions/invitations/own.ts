import { inactiveAccount, type AccountItem } from '../../model/account.ts';
import { notFound } from '../../model/errors.ts';
import type { InvitationState } from '../../generated/schema.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import { invitationPartsOf } from '../../model/ids.ts';
import { stateOf, type InvitationItem } from '../../model/invitation.ts';
import { accountKey } from '../../model/keys.ts';
import { invitationKey } from '../../model/roster-keys.ts';
import { itemIn, readItems } from '../shared/read-items.ts';
import { normalizedAddress } from '../shared/search-terms.ts';
import { reader } from './environment.ts';

/** The invitation, for the owner of its address while it is in one of the states; to anybody else it is not there. */
export async function readOwn(
  { sub, id }: { readonly sub: string; readonly id: string },
  states: readonly InvitationState[],
): Promise<FunctionAnswer<InvitationItem>> {
  const parts = invitationPartsOf(id);
  const keys = [accountKey(sub), ...(parts ? [invitationKey(parts.courseUlid, parts.ulid)] : [])];
  const items = await readItems(reader, keys);
  const now = new Date().toISOString();
  const account = itemIn<AccountItem>(items, accountKey(sub));
  const inactive = inactiveAccount(account, now);
  if (inactive) return { refusal: inactive };
  const invitation = parts && itemIn<InvitationItem>(items, invitationKey(parts.courseUlid, parts.ulid));
  if (!invitation || !account || invitation.comparedAddress !== normalizedAddress(account.email)) {
    return { refusal: notFound('invitation') };
  }
  return states.includes(stateOf(invitation, now)) ? { value: invitation } : { refusal: notFound('invitation') };
}
