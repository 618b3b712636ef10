import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { BadRequestException, MessageRejected } from '@aws-sdk/client-sesv2';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import type { AccountItem } from '../../model/account.ts';
import { tells, type DomainEvent } from '../../model/events.ts';
import { invitationId, invitationPartsOf, subOf } from '../../model/ids.ts';
import { invitationMail, stateOf, type InvitationItem } from '../../model/invitation.ts';
import { accountKey } from '../../model/keys.ts';
import { invitationKey } from '../../model/roster-keys.ts';
import { accountByEmail } from '../shared/account-by-email.ts';
import { invitationsOf } from '../shared/invitations-of.ts';
import { noteBounce } from '../shared/note-bounce.ts';
import { table } from '../shared/table.ts';
import { tableName } from './environment.ts';
import { logger } from './logger.ts';
import { mailOnce } from './mail.ts';
import { render } from './template.ts';

/** Tells whoever is invited: who has an account as they prefer, in that it is noted as theirs; who has none by mail. */
export async function deliverInvitation(event: DomainEvent<'Invitation'>, context: Context): Promise<void> {
  const parts = invitationPartsOf(event.data.invitationId);
  if (!parts || !tells(event, 'invitation.created')) return;
  const { Item } = await table.send(
    new GetCommand({
      TableName: tableName,
      Key: invitationKey(parts.courseUlid, parts.ulid),
      ConsistentRead: true,
    }),
  );
  const invitation = Item as InvitationItem | undefined;
  // Answered, taken back or out of date before it was told.
  if (!invitation || stateOf(invitation, new Date().toISOString()) !== 'PENDING') return;
  const account = await accountByEmail(tableName, invitation.email);
  await (account ? address(invitation, account.id, event.id) : tellStranger(invitation, event.id, context));
}

/** Who signs up finds what they were invited to before. */
export async function addressInvitations({ data, id }: DomainEvent<'Account'>): Promise<void> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName, Key: accountKey(subOf(data.userId)), ConsistentRead: true }),
  );
  const account = Item as AccountItem | undefined;
  if (!account) return;
  for (const invitation of await invitationsOf({ table, tableName }, account.email)) {
    await address(invitation, account.id, id);
  }
}

/** From this write the notification follows, once: the first to write it stays. */
async function address({ pk, sk }: InvitationItem, inviteeId: string, eventId: string): Promise<void> {
  try {
    await table.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { pk, sk },
        UpdateExpression: 'SET inviteeId = :inviteeId, #cause = :cause',
        ConditionExpression: '#state = :pending AND attribute_not_exists(inviteeId)',
        ExpressionAttributeNames: { '#state': 'state', '#cause': 'cause' },
        ExpressionAttributeValues: {
          ':inviteeId': inviteeId,
          ':pending': 'PENDING',
          ':cause': { actor: 'deliver', request: eventId, origin: 'deliver' },
        },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** An address that SES can't send to, as a mentor may well write one, is noted. The invitation stands. */
async function tellStranger(invitation: InvitationItem, eventId: string, context: Context): Promise<void> {
  try {
    await mailStranger(invitation, context);
  } catch (error) {
    if (!(error instanceof BadRequestException || error instanceof MessageRejected)) throw error;
    const { courseUlid, ulid } = invitation;
    // By its id: an address stands in no log. SES's message may name it.
    logger.warn('An invitation can not be mailed', {
      invitationId: invitationId(courseUlid, ulid),
      refusal: error.name,
    });
    const cause = { actor: 'deliver', request: eventId, origin: 'deliver' };
    await noteBounce(tableName, invitation, new Date().toISOString(), cause);
  }
}

/** SES keeps out whom mails came back from before. The provider's word on the mail is kept under the invitation. */
async function mailStranger(invitation: InvitationItem, context: Context): Promise<void> {
  const { ulid, courseUlid, email, name, course, validUntil } = invitation;
  const mail = render({
    to: { email, displayName: name ?? 'there' },
    subject: `You are invited to ${course.title}`,
    entries: [
      {
        title: course.title,
        text:
          'A mentor on Kalpla invites you to this course. Sign up with this e-mail address, and you find the ' +
          `invitation there. It is open until ${validUntil.slice(0, 'yyyy-MM-dd'.length)}. If you do not know why ` +
          'you were invited, you need do nothing.',
      },
    ],
    unsubscribe: null,
    toStranger: true,
  });
  await mailOnce({ sub: ulid, what: invitationMail(courseUlid), mail, tells: [] }, context);
}
