import type { Invitation } from '../../generated/schema.ts';
import { newClientToken, type ClientTokenItem } from '../../model/client-token.ts';
import { conflict, type Fault } from '../../model/errors.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { MOST_INVITED_A_DAY, toInvitation, type InvitationCall, type InvitationItem } from '../../model/invitation.ts';
import { clientTokenKey, TIME_TO_LIVE } from '../../model/keys.ts';
import { invitationKey } from '../../model/roster-keys.ts';
import { inTurn } from '../shared/in-turn.ts';
import { invite } from '../shared/invite.ts';
import { itemIn, readItems } from '../shared/read-items.ts';
import { normalizedAddress } from '../shared/search-terms.ts';
import { readTaught } from '../shared/teaching.ts';
import { reader, tableName } from './environment.ts';

type InviteCall = Extract<InvitationCall, { operation: 'invite' }>;

const MUTATION = 'inviteLearner';

/** The answer is the same whoever has the address, and whether anybody has it. */
export function inviteOne(call: InviteCall): Promise<FunctionAnswer<Invitation>> {
  return inTurn(() => attempt(call));
}

async function attempt(call: InviteCall): Promise<FunctionAnswer<Invitation>> {
  const { sub, actor, request, email } = call;
  const taught = await readTaught(reader, sub, courseUlidOf(call.courseId));
  if ('refusal' in taught) return taught;
  const now = new Date().toISOString();
  const key = clientTokenKey(sub, MUTATION, call.clientToken);
  const token = itemIn<ClientTokenItem>(await readItems(reader, [key]), key);
  if (token && token[TIME_TO_LIVE] >= Date.parse(now) / 1000) return repeated(call, token, now);
  const cause = { actor, request, origin: `Mutation.${MUTATION}` };
  const also = (made: InvitationItem) => [
    { Put: { TableName: tableName, Item: tokenFor(call, made), ...unlessStanding(Date.parse(now) / 1000) } },
  ];
  const invitation = await invite(reader, { course: taught.value, email: email.trim(), cause, also });
  return invitation ? { value: toInvitation(invitation, now) } : { refusal: tooMany() };
}

async function repeated(call: InviteCall, token: ClientTokenItem, now: string): Promise<FunctionAnswer<Invitation>> {
  const key = invitationKey(courseUlidOf(call.courseId) ?? '', token.ulid);
  const invitation = itemIn<InvitationItem>(await readItems(reader, [key]), key);
  if (token.input === inputText(call) && invitation) return { value: toInvitation(invitation, now) };
  return { refusal: conflict('This `clientToken` came with another input before. Make a new token for a new call.') };
}

function tokenFor(call: InviteCall, { ulid, invitedAt, cause }: InvitationItem): ClientTokenItem {
  return newClientToken({
    sub: call.sub,
    mutation: MUTATION,
    clientToken: call.clientToken,
    ulid,
    input: inputText(call),
    now: invitedAt,
    nowSeconds: Math.floor(Date.parse(invitedAt) / 1000),
    cause,
  });
}

function unlessStanding(nowSeconds: number) {
  return {
    ConditionExpression: 'attribute_not_exists(pk) OR #ttl < :now',
    ExpressionAttributeNames: { '#ttl': TIME_TO_LIVE },
    ExpressionAttributeValues: { ':now': nowSeconds },
  };
}

function inputText({ courseId, email }: InviteCall): string {
  return JSON.stringify([courseId, normalizedAddress(email)]);
}

function tooMany(): Fault {
  return {
    type: 'RateLimited',
    message: `No more than ${MOST_INVITED_A_DAY} people can be invited into a course in a day. Go on tomorrow.`,
  };
}
