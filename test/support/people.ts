import { randomUUID } from 'node:crypto';
import type { UserGroup } from '../../generated/schema.ts';
import { createPerson, grant } from '../../scripts/operator.ts';
import type { TestBackend } from './backend.ts';
import type { Client } from './client.ts';
import { openSession, type Session } from '../../seed/session.ts';
import { tokenClient } from './client.ts';

export const USERS = `query ($email: AWSEmail, $namePrefix: String, $group: UserGroup, $status: AccountStatus, $limit: Int, $nextToken: String) {
  users(email: $email, namePrefix: $namePrefix, group: $group, status: $status, limit: $limit, nextToken: $nextToken) {
    items { id displayName email groups status suspendedUntil } nextToken
  }
}`;
const USER = 'id displayName email groups status suspension { reason at until } version';
export const USER_BY_ID = `query ($id: ID!) { user(id: $id) { ${USER} } }`;
export const USER_HISTORY = `query ($userId: ID!, $limit: Int, $nextToken: String) {
  userHistory(userId: $userId, limit: $limit, nextToken: $nextToken) {
    items { action at actorId reason until groups } nextToken
  }
}`;
export const SET_GROUPS = `mutation ($input: SetUserGroupsInput!) { setUserGroups(input: $input) { ${USER} } }`;
export const SUSPEND = `mutation ($input: SuspendUserInput!) { suspendUser(input: $input) { ${USER} } }`;
export const REACTIVATE = `mutation ($input: ReactivateUserInput!) { reactivateUser(input: $input) { ${USER} } }`;
export const INVITE = `mutation ($input: InviteUserInput!) { inviteUser(input: $input) { ${USER} } }`;
export const RESEND = `mutation ($input: ResendInvitationInput!) { resendInvitation(input: $input) { id } }`;
export const RESET_MFA = `mutation ($input: ResetMfaInput!) { resetMfa(input: $input) { id version } }`;

const PASSWORD = 'Kalpla-demo-1';

/** Somebody in the pool and with an account, who is signed in. */
export interface Person extends Client {
  readonly id: string;
  readonly email: string;
  readonly token: string;
  /** Signs in anew; rejects where the pool refuses. */
  readonly signIn: () => Promise<Session>;
}

export async function makePerson(
  backend: TestBackend,
  groups: readonly UserGroup[] = [],
  name = 'Somebody',
): Promise<Person> {
  const email = `${randomUUID()}@example.com`;
  await createPerson(backend.operator, { email, name, password: PASSWORD });
  await grant(backend.operator, email, 'Student');
  for (const group of groups) await grant(backend.operator, email, group);
  const signIn = () => openSession(backend.amplify, email, PASSWORD);
  const { token } = await signIn();
  const client = tokenClient(backend.outputs.graphqlUrl, token);
  const { me } = await client.run<{ me: { id: string } }>('{ me { id } }');
  return { ...client, id: me.id, email, token, signIn };
}
