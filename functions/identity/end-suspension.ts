import { randomUUID } from 'node:crypto';
import { isSuspended } from '../../model/account.ts';
import { accountWrites, reactivated } from '../../model/account-change.ts';
import { subOf } from '../../model/ids.ts';
import type { SuspensionEnd } from '../../model/suspension-end.ts';
import { newUserHistory } from '../../model/user-history.ts';
import { table } from '../shared/table.ts';
import { writeAccount } from '../shared/write-account.ts';
import { env, readAccount } from './read-account.ts';

/**
 * Writes down that a suspension is over. One that was extended meanwhile, or ended by an Admin, stays as it is.
 * @throws Error where the account changes at this moment: the message comes again
 */
export async function endSuspension({ userId }: SuspensionEnd, request: string): Promise<void> {
  const sub = subOf(userId);
  const account = await readAccount(sub);
  const now = new Date().toISOString();
  if (account?.status !== 'SUSPENDED' || isSuspended(account, now)) return;
  const cause = { actor: 'identity', request, origin: 'identity' };
  const after = reactivated(account, cause);
  const entry = newUserHistory(sub, { action: 'REACTIVATED' }, { unique: randomUUID(), now, cause });
  await writeAccount({ table, tableName: env.TABLE }, accountWrites(account, after, entry));
}
