import type { Context } from 'aws-lambda';
import type { AccountItem } from '../../model/account.ts';
import { readEnv } from '../shared/env.ts';
import { makeAccount } from '../shared/make-account.ts';
import { joinStudents, readPerson } from '../shared/pool.ts';
import { table } from '../shared/table.ts';
import { MAKE_ACCOUNT_ENV } from './env.ts';

const env = readEnv(MAKE_ACCOUNT_ENV);

/** `me` calls this for somebody without an account. Who they are is taken from the pool, not from the caller. */
export async function handler(event: { readonly sub: string }, context: Context): Promise<AccountItem> {
  const person = await readPerson(env.USER_POOL_ID, event.sub);
  const cause = { actor: 'make-account', request: context.awsRequestId };
  return makeAccount(person, cause, {
    table,
    tableName: env.TABLE,
    joinStudents: (sub) => joinStudents(env.USER_POOL_ID, sub),
    now: () => new Date(),
  });
}
