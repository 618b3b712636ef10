import type { Logger } from '@aws-lambda-powertools/logger';
import {
  AdminAddUserToGroupCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { isSuspended, type AccountItem } from '../../model/account.ts';
import { env, readAccount } from './read-account.ts';

const pool = new CognitoIdentityProviderClient({});

/** Changes of one account come seldom: more than these at once are tried again later. */
const ROUNDS = 5;

/**
 * Brings the pool in line with the account as it stands, whatever the event said: events come twice, late and in any
 * order. Two that run at once may each have seen another account, so each looks again after its last word.
 * @throws Error where the account would not stand still
 */
export async function alignSignIn(sub: string, logger: Logger): Promise<void> {
  let account = await readAccount(sub);
  for (let round = 0; account && round < ROUNDS; round += 1) {
    try {
      await align(sub, account);
    } catch (error) {
      if (!(error instanceof UserNotFoundException)) throw error;
      logger.warn('The pool has no such user', { userId: account.id });
      return;
    }
    const standing = await readAccount(sub);
    if (standing?.version === account.version) return;
    account = standing;
  }
  if (account) throw new Error(`Account ${account.id} keeps changing.`);
}

async function align(sub: string, account: AccountItem): Promise<void> {
  const user = { UserPoolId: env.USER_POOL_ID, Username: sub };
  const [{ Enabled = true }, claimed] = await Promise.all([
    pool.send(new AdminGetUserCommand(user)),
    claimedGroups(user),
  ]);
  const granted: readonly string[] = account.groups;
  const lost = claimed.filter((group) => !granted.includes(group));
  const suspended = isSuspended(account, new Date().toISOString());
  // Before the groups go: should this fail in between, they are still there to tell that somebody has to be signed out.
  if (lost.length > 0 || (suspended && Enabled)) await pool.send(new AdminUserGlobalSignOutCommand(user));
  if (suspended && Enabled) await pool.send(new AdminDisableUserCommand(user));
  for (const GroupName of lost) await pool.send(new AdminRemoveUserFromGroupCommand({ ...user, GroupName }));
  for (const GroupName of granted.filter((group) => !claimed.includes(group))) {
    await pool.send(new AdminAddUserToGroupCommand({ ...user, GroupName }));
  }
  if (!suspended && !Enabled) await pool.send(new AdminEnableUserCommand(user));
}

async function claimedGroups(user: { readonly UserPoolId: string; readonly Username: string }): Promise<string[]> {
  // There are four.
  const { Groups = [] } = await pool.send(new AdminListGroupsForUserCommand(user));
  return Groups.map(({ GroupName = '' }) => GroupName);
}
