import { randomBytes, randomUUID } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { newAccount, type AccountItem } from '../../model/account.ts';
import { invitedWrites } from '../../model/account-change.ts';
import type { Cause } from '../../model/cause.ts';
import { conflict, rateLimited, type DomainError } from '../../model/errors.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import { subOf, userId } from '../../model/ids.ts';
import { accountKey } from '../../model/keys.ts';
import type { SignInCall } from '../../model/sign-in-call.ts';
import { newUserHistory } from '../../model/user-history.ts';
import { accountByEmail } from '../shared/account-by-email.ts';
import { readPoolUser } from '../shared/pool.ts';
import { itemIn, readItems } from '../shared/read-items.ts';
import { normalizedAddress, searchTermsOf } from '../shared/search-terms.ts';
import { table } from '../shared/table.ts';
import { companions } from '../shared/write-account.ts';
import { pool, tableName, userPoolId } from './environment.ts';
import { beginInvitation, dropInvitation, finishInvitation } from './invitation-token.ts';

type InviteCall = Extract<SignInCall, { operation: 'invite' }>;

/**
 * Makes a person who has not signed up, and has Cognito send them a temporary password: one mail, however often the call
 * comes. The client token is noted first: who comes again after a crash goes on where the first one stopped.
 */
export async function invite(call: InviteCall): Promise<FunctionAnswer<AccountItem>> {
  const begun = await beginInvitation(call);
  if ('refusal' in begun) return begun;
  const { sub: madeSub, isNew } = begun.value;
  if (madeSub) return answer(madeSub);
  const refusal = isNew ? await alreadyThere(call) : null;
  if (refusal) return refused(call, refusal);
  const sub = await createUser(call, isNew);
  if (!sub) return refused(call, conflict(`Somebody has signed up as ${call.email} already.`));
  for (const GroupName of call.groups) {
    await pool.send(new AdminAddUserToGroupCommand({ UserPoolId: userPoolId, Username: sub, GroupName }));
  }
  return makeAccount(call, sub);
}

async function refused(call: InviteCall, refusal: DomainError): Promise<FunctionAnswer<AccountItem>> {
  await dropInvitation(call);
  return { refusal };
}

async function alreadyThere({ email }: InviteCall): Promise<DomainError | null> {
  const account = await accountByEmail(tableName, email);
  return account && conflict(`${email} is ${account.id} already: give them groups by \`setUserGroups\`.`);
}

/** @returns their sub; null where somebody has the address who was not invited by this call */
async function createUser({ email, displayName }: InviteCall, isNew: boolean): Promise<string | null> {
  const Username = normalizedAddress(email);
  try {
    const { User } = await pool.send(
      new AdminCreateUserCommand({
        UserPoolId: userPoolId,
        Username,
        DesiredDeliveryMediums: ['EMAIL'],
        UserAttributes: [
          { Name: 'email', Value: Username },
          // They can sign in only with what is sent there.
          { Name: 'email_verified', Value: 'true' },
          { Name: 'name', Value: displayName },
        ],
      }),
    );
    return User?.Username ?? null;
  } catch (error) {
    if (!(error instanceof UsernameExistsException)) throw error;
    const { sub, isInvited } = await readPoolUser(userPoolId, Username);
    return isInvited && !isNew ? sub : null;
  }
}

async function makeAccount(call: InviteCall, sub: string): Promise<FunctionAnswer<AccountItem>> {
  const { email, displayName, groups, request, actorSub } = call;
  const now = new Date().toISOString();
  const cause: Cause = { actor: userId(actorSub), request, origin: 'Mutation.inviteUser' };
  const address = normalizedAddress(email);
  const terms = searchTermsOf(address, displayName);
  const salt = randomBytes(16).toString('hex');
  const made = newAccount({ sub, email: address, displayName, terms, salt, now, cause });
  const entry = newUserHistory(sub, { action: 'INVITED', groups }, { unique: randomUUID(), now, cause });
  const { account, ...writes } = invitedWrites(made, groups, entry);
  try {
    await table.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName: tableName, Item: account, ConditionExpression: 'attribute_not_exists(pk)' } },
          finishInvitation(call, subOf(account.id)),
          ...companions(tableName, { account, ...writes }),
        ],
      }),
    );
    return { value: account };
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    // The same call at the same time was faster.
    return answer(sub);
  }
}

async function answer(sub: string): Promise<FunctionAnswer<AccountItem>> {
  const key = accountKey(sub);
  const account = itemIn<AccountItem>(await readItems({ table, tableName }, [key]), key);
  return account ? { value: account } : { refusal: rateLimited() };
}
