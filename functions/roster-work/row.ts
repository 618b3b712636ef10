import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { Cause } from '../../model/cause.ts';
import type { CourseItem } from '../../model/course.ts';
import { subOf } from '../../model/ids.ts';
import type { ImportRow } from '../../model/roster-import.ts';
import { accountByEmail } from '../shared/account-by-email.ts';
import { enrollLearner } from '../shared/enroll-learner.ts';
import { invite } from '../shared/invite.ts';
import type { Reader } from '../shared/read-items.ts';
import { withRetries } from '../shared/with-retries.ts';

/** What the rows of an import have in common. */
export interface RowWork {
  readonly reader: Reader;
  readonly course: CourseItem;
  /** Of the import, the same however often a row is worked. */
  readonly cause: Cause;
}

/**
 * Enrolls who has an account, and invites who has none, or was removed or has given up: back they come by their own word
 * alone. Safe to repeat: the outcome is the same.
 */
export async function workOnRow(work: RowWork, row: ImportRow): Promise<ImportRow> {
  if (row.status) return row;
  const { reader, course, cause } = work;
  const account = await accountByEmail(reader.tableName, row.email);
  if (!account) return inviteRow(work, row);
  const admitted = await enrollLearner(reader, { sub: subOf(account.id), course, cause, comesBack: false });
  if (admitted.outcome === 'LEFT') return inviteRow(work, row);
  if (admitted.outcome === 'FULL') return { ...row, status: 'FULL' };
  const { enrollment } = admitted;
  // By this very import, before it crashed.
  const isOurs = enrollment.cause.request === cause.request;
  return { ...row, status: isOurs ? 'ENROLLED' : 'ALREADY_ENROLLED' };
}

async function inviteRow({ reader, course, cause }: RowWork, row: ImportRow): Promise<ImportRow> {
  const { email, name } = row;
  const isFinal = (error: unknown) => !(error instanceof TransactionCanceledException);
  const invitation = await withRetries(isFinal, () => invite(reader, { course, email, name, cause }));
  return invitation ? { ...row, status: 'INVITED' } : { ...row, status: 'INVALID', reason: 'TOO_MANY_INVITATIONS' };
}
