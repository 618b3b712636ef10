import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { stateOf, type InvitationItem, type InviteeItem } from '../../model/invitation.ts';
import { invitationKey, inviteeKey } from '../../model/roster-keys.ts';
import { addressDigest } from './invite.ts';
import { itemIn, readItems, type Reader } from './read-items.ts';

/** Nobody answers more at once. */
const MOST = 50;

/** Open invitations of an address, the newest first. */
export async function invitationsOf(reader: Reader, email: string): Promise<InvitationItem[]> {
  const { Items = [] } = await reader.table.send(
    new QueryCommand({
      TableName: reader.tableName,
      KeyConditionExpression: 'pk = :invitee',
      ExpressionAttributeValues: { ':invitee': inviteeKey(addressDigest(email), '').pk },
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: MOST,
    }),
  );
  const keys = (Items as InviteeItem[]).map(({ courseUlid, ulid }) => invitationKey(courseUlid, ulid));
  const items = await readItems(reader, keys);
  const now = new Date().toISOString();
  return keys
    .flatMap((key) => itemIn<InvitationItem>(items, key) ?? [])
    .filter((invitation) => stateOf(invitation, now) === 'PENDING')
    .sort((one, other) => (one.invitedAt < other.invitedAt ? 1 : -1));
}
