import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { BadRequestException, MessageRejected } from '@aws-sdk/client-sesv2';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import type { AccountItem } from '../../model/account.ts';
import { tells, type DomainEvent } from '../../model/events.ts';
import { invitationPartsOf, subOf } from '../../model/ids.ts';
import { stateOf, type InvitationItem } from '../../model/invitation.ts';
import { accountKey } from '../../model/keys.ts';
import { invitationKey } from '../../model/roster-keys.ts';
import { accountByEmail } from '../shared/account-by-email.ts';
import { invitationsOf } from '../shared/invitations-of.ts';
import { table } from '../shared/table.ts';
import { tableName } from './environment.ts';
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
  await (account ? address(invitation, account.id, event.id) : mailStranger(invitation, context));
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

/** SES keeps out whom mails came back from before. The provider's word on the mail is kept under the invitation. */
async function mailStranger({ ulid, email, name, course, validUntil }: InvitationItem, context: Context) {
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
  try {
    await mailOnce({ sub: ulid, what: 'INVITATION', mail, tells: [] }, context);
  } catch (error) {
    // An address that SES can't send to, as a mentor may well write one. The invitation stands.
    if (!(error instanceof BadRequestException || error instanceof MessageRejected)) throw error;
  }
}
