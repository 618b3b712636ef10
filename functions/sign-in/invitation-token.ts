import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { newClientToken, type ClientTokenItem } from '../../model/client-token.ts';
import { conflict } from '../../model/errors.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import { userId } from '../../model/ids.ts';
import { clientTokenKey } from '../../model/keys.ts';
import type { SignInCall } from '../../model/sign-in-call.ts';
import { table } from '../shared/table.ts';
import { tableName } from './environment.ts';

type InviteCall = Extract<SignInCall, { operation: 'invite' }>;

const MUTATION = 'inviteUser';
/** Stands for who is being made. Not empty: an index has `ulid` for a key. */
const UNDER_WAY = 'UNDER_WAY';

/** An invitation that is under way or done. */
interface Begun {
  /** Of who was made, once they were. */
  readonly sub: string | null;
  /** Whether this call is the first with its token. */
  readonly isNew: boolean;
}

const keyOf = ({ actorSub, clientToken }: InviteCall) => clientTokenKey(actorSub, MUTATION, clientToken);

/** Notes that a person is being invited, before anything is sent. */
export async function beginInvitation(call: InviteCall): Promise<FunctionAnswer<Begun>> {
  const { actorSub, clientToken, input, request } = call;
  const nowSeconds = Math.floor(Date.now() / 1000);
  const token = newClientToken({
    sub: actorSub,
    mutation: MUTATION,
    clientToken,
    ulid: UNDER_WAY,
    input,
    now: new Date().toISOString(),
    nowSeconds,
    cause: { actor: userId(actorSub), request, origin: `Mutation.${MUTATION}` },
  });
  try {
    await table.send(
      new PutCommand({
        TableName: tableName,
        Item: token,
        ConditionExpression: 'attribute_not_exists(pk) OR expiresAt < :now',
        ExpressionAttributeValues: { ':now': nowSeconds },
      }),
    );
    return { value: { sub: null, isNew: true } };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
  const { Item } = await table.send(new GetCommand({ TableName: tableName, Key: keyOf(call), ConsistentRead: true }));
  const standing = Item as ClientTokenItem | undefined;
  if (standing?.input !== input) {
    const message = 'This `clientToken` came with another input before. Make a new token for a new call.';
    return { refusal: conflict(message) };
  }
  return { value: { sub: standing.ulid === UNDER_WAY ? null : standing.ulid, isNew: false } };
}

/** Nobody was invited: the token may be used again. */
export async function dropInvitation(call: InviteCall): Promise<void> {
  await table.send(new DeleteCommand({ TableName: tableName, Key: keyOf(call) }));
}

/** The part of the transaction that makes the account. */
export function finishInvitation(call: InviteCall, sub: string) {
  return {
    Update: {
      TableName: tableName,
      Key: keyOf(call),
      UpdateExpression: 'SET ulid = :sub',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':sub': sub },
    },
  };
}
