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
  const user = { UserPoolId: env.USER_POOL_ID, Username: sub };
  for (let round = 0; round < ROUNDS; round += 1) {
    const account = await alignOnce(sub, user, logger);
    if (!account) return;
    const standing = await readAccount(sub);
    if (standing?.version === account.version) return;
  }
  throw new Error(`Account ${sub} keeps changing.`);
}

/** @returns the account that the pool now follows; null where there is none, or nobody in the pool */
async function alignOnce(sub: string, user: PoolUser, logger: Logger): Promise<AccountItem | null> {
  try {
    // The pool first: a group is granted in the account before the pool has it, and so is never taken for one that is lost.
    const signIn = await readSignIn(user);
    const account = await readAccount(sub);
    if (account) await align(user, account, signIn);
    return account;
  } catch (error) {
    if (!(error instanceof UserNotFoundException)) throw error;
    logger.warn('The pool has no such user', { sub });
    return null;
  }
}

interface PoolUser {
  readonly UserPoolId: string;
  readonly Username: string;
}

/** What the pool knows of somebody. */
interface SignIn {
  readonly enabled: boolean;
  readonly claimed: readonly string[];
}

async function readSignIn(user: PoolUser): Promise<SignIn> {
  const [{ Enabled = true }, claimed] = await Promise.all([
    pool.send(new AdminGetUserCommand(user)),
    claimedGroups(user),
  ]);
  return { enabled: Enabled, claimed };
}

async function align(user: PoolUser, account: AccountItem, { enabled, claimed }: SignIn): Promise<void> {
  const granted: readonly string[] = account.groups;
  const lost = claimed.filter((group) => !granted.includes(group));
  const suspended = isSuspended(account, new Date().toISOString());
  // Before the groups go: should this fail in between, they are still there to tell that somebody has to be signed out.
  if (lost.length > 0 || (suspended && enabled)) await pool.send(new AdminUserGlobalSignOutCommand(user));
  if (suspended && enabled) await pool.send(new AdminDisableUserCommand(user));
  for (const GroupName of lost) await pool.send(new AdminRemoveUserFromGroupCommand({ ...user, GroupName }));
  for (const GroupName of granted.filter((group) => !claimed.includes(group))) {
    await pool.send(new AdminAddUserToGroupCommand({ ...user, GroupName }));
  }
  if (!suspended && !enabled) await pool.send(new AdminEnableUserCommand(user));
}

async function claimedGroups(user: PoolUser): Promise<string[]> {
  // There are four.
  const { Groups = [] } = await pool.send(new AdminListGroupsForUserCommand(user));
  return Groups.map(({ GroupName = '' }) => GroupName);
}
