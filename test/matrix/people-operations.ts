import { userId } from '../../model/ids.ts';
import { makeLearners } from '../support/learners.ts';
import { subOf } from '../support/notifications.ts';
import { randomUUID } from 'node:crypto';
import {
  INVITE,
  REACTIVATE,
  RESEND,
  RESET_MFA,
  SET_GROUPS,
  SUSPEND,
  USER_BY_ID,
  USER_HISTORY,
  USERS,
} from '../support/people.ts';
import type { TestBackend } from '../support/backend.ts';
import { read, type Operation } from './operation.ts';

async function somebody(backend: TestBackend): Promise<string> {
  const [learner] = await makeLearners(backend, 1);
  return userId(learner?.sub ?? '');
}

/** What an Admin reads of the learner. */
function ofLearner(document: string, name: 'id' | 'userId'): Operation {
  return {
    arrange: async (backend) => ({
      document,
      variables: { [name]: userId(await subOf(backend.as('student'))) },
    }),
  };
}

/** What an Admin does to somebody who is none of the callers. */
function toSomebody(document: string, input: object): Operation {
  return {
    arrange: async (backend) => ({ document, variables: { input: { userId: await somebody(backend), ...input } } }),
  };
}

function toInvited(document: string): Operation {
  return {
    arrange: async (backend) => {
      const input = { clientToken: randomUUID(), email: `${randomUUID()}@example.com` };
      const { inviteUser } = await backend.as('admin').run<{ inviteUser: { id: string } }>(INVITE, { input });
      return { document, variables: { input: { userId: inviteUser.id } } };
    },
  };
}

/** Accounts: by field and what it is about, as docs/authorization.md names them. */
export const PEOPLE_OPERATIONS: Readonly<Record<string, Operation>> = {
  'Query.profile of the learner': ofLearner(
    'query ($userId: ID!) { profile(userId: $userId) { id displayName } }',
    'userId',
  ),
  'Query.avatars of the learner and of nobody': {
    arrange: async (backend) => ({
      document: 'query ($userIds: [ID!]!) { avatars(userIds: $userIds) { userId url expiresAt } }',
      variables: { userIds: [userId(await subOf(backend.as('student'))), userId('0'.repeat(36))] },
    }),
  },
  "Query.consentHistory one's own": read('{ consentHistory { items { kind granted } nextToken } }'),
  'Mutation.setConsent for oneself': {
    arrange: () =>
      Promise.resolve({
        document: 'mutation ($input: SetConsentInput!) { setConsent(input: $input) { kind granted at } }',
        variables: { input: { kind: 'VOICE_RECORDING', granted: true } },
      }),
  },
  'Query.users everybody': read(USERS),
  'Query.user the learner': ofLearner(USER_BY_ID, 'id'),
  'Query.userHistory of the learner': ofLearner(USER_HISTORY, 'userId'),
  'Mutation.setUserGroups of somebody': toSomebody(SET_GROUPS, { groups: ['Student', 'Mentor'] }),
  'Mutation.suspendUser somebody': toSomebody(SUSPEND, { reason: 'Spam' }),
  'Mutation.inviteUser somebody new': {
    arrange: () =>
      Promise.resolve({
        document: INVITE,
        variables: { input: { clientToken: randomUUID(), email: `${randomUUID()}@example.com` } },
      }),
  },
  'Mutation.resendInvitation of somebody invited': toInvited(RESEND),
  'Mutation.resetMfa of somebody invited': toInvited(RESET_MFA),
  'Mutation.reactivateUser somebody suspended': {
    arrange: async (backend) => {
      const id = await somebody(backend);
      await backend.as('admin').run(SUSPEND, { input: { userId: id, reason: 'Spam' } });
      return { document: REACTIVATE, variables: { input: { userId: id } } };
    },
  },
};
