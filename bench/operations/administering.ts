import { deepEqual, equal, match } from 'node:assert/strict';
import type {
  Avatar,
  Consent,
  ConsentConnection,
  PublicProfile,
  User,
  UserConnection,
  UserHistoryConnection,
} from '../../generated/schema.ts';
import {
  AVATARS,
  CONSENT_HISTORY,
  INVITE_USER,
  PROFILE,
  REACTIVATE_USER,
  RESEND_INVITATION,
  RESET_MFA,
  SET_CONSENT,
  SET_USER_GROUPS,
  SUSPEND_USER,
  USER,
  USER_HISTORY,
  USERS,
} from '../documents.ts';
import type { School } from '../school.ts';
import type { Operation } from './operation.ts';

/** What Admins do with people, and what people say of themselves. */
export function administering(school: School): readonly Operation[] {
  return [...finding(school), ...changing(school), ...inviting(school)];
}

function finding({ admin, anybody, learner, mentor }: School): readonly Operation[] {
  const userId = learner.id;
  return [
    {
      name: 'users',
      title: '20 people by the beginning of their names',
      run: async () => {
        const { users } = await admin<{ users: UserConnection }>(USERS, { namePrefix: 'class' });
        equal(users.items.length, 20);
      },
    },
    {
      name: 'users by e-mail',
      title: 'The person with an address',
      run: async () => {
        const { users } = await admin<{ users: UserConnection }>(USERS, { email: learner.email });
        deepEqual(
          users.items.map(({ id }) => id),
          [userId],
        );
      },
    },
    {
      name: 'profile',
      title: 'A person as others see them',
      run: async () => {
        const { profile } = await anybody<{ profile: PublicProfile }>(PROFILE, { userId });
        equal(profile.limited, true);
      },
    },
    {
      name: 'avatars',
      title: 'Pictures of the authors of a list, who have none',
      budget: 2,
      run: async () => {
        const { avatars } = await anybody<{ avatars: readonly Avatar[] }>(AVATARS, { userIds: [userId, mentor.id] });
        deepEqual(avatars, []);
      },
    },
    {
      name: 'setConsent',
      title: 'Consent to recordings',
      run: async () => {
        const input = { kind: 'VOICE_RECORDING', granted: true };
        const { setConsent } = await learner.ask<{ setConsent: Consent }>(SET_CONSENT, { input });
        equal(setConsent.granted, true);
      },
    },
    {
      name: 'consentHistory',
      title: 'What I have consented to',
      run: async () => {
        const { consentHistory } = await learner.ask<{ consentHistory: ConsentConnection }>(CONSENT_HISTORY);
        equal(consentHistory.items.length, 1);
      },
    },
  ];
}

/** The learner may all that they could before. */
function changing({ admin, learner }: School): readonly Operation[] {
  const userId = learner.id;
  return [
    {
      name: 'setUserGroups',
      title: 'Make a learner a Moderator',
      run: async () => {
        const input = { userId, groups: ['Student', 'Moderator'] };
        const { setUserGroups } = await admin<{ setUserGroups: User }>(SET_USER_GROUPS, { input });
        deepEqual(setUserGroups.groups, ['Student', 'Moderator']);
      },
    },
    {
      name: 'suspendUser',
      title: 'Suspend a Moderator',
      run: async () => {
        const input = { userId, reason: 'A measured reason' };
        const { suspendUser } = await admin<{ suspendUser: User }>(SUSPEND_USER, { input });
        equal(suspendUser.status, 'SUSPENDED');
      },
    },
    {
      name: 'reactivateUser',
      title: 'Reactivate them',
      run: async () => {
        const { reactivateUser } = await admin<{ reactivateUser: User }>(REACTIVATE_USER, { input: { userId } });
        equal(reactivateUser.status, 'ACTIVE');
      },
    },
    {
      name: 'user',
      title: 'An account, for an Admin',
      run: async () => {
        equal((await admin<{ user: User }>(USER, { id: userId })).user.status, 'ACTIVE');
      },
    },
    {
      name: 'userHistory',
      title: 'What was done to an account',
      run: async () => {
        const { userHistory } = await admin<{ userHistory: UserHistoryConnection }>(USER_HISTORY, { userId });
        equal(userHistory.items[0]?.action, 'REACTIVATED');
      },
    },
  ];
}

function inviting({ admin }: School): readonly Operation[] {
  let invitedId = '';
  return [
    {
      name: 'inviteUser',
      title: 'Invite somebody',
      run: async () => {
        const input = { clientToken: 'invite', email: 'invited@bench.test' };
        const { inviteUser } = await admin<{ inviteUser: User }>(INVITE_USER, { input });
        match(inviteUser.id, /^usr_/);
        invitedId = inviteUser.id;
      },
    },
    {
      name: 'resendInvitation',
      title: 'Send the invitation again',
      run: async () => {
        const input = { userId: invitedId };
        equal((await admin<{ resendInvitation: User }>(RESEND_INVITATION, { input })).resendInvitation.id, invitedId);
      },
    },
    {
      name: 'resetMfa',
      title: 'Reset a second factor',
      run: async () => {
        equal((await admin<{ resetMfa: User }>(RESET_MFA, { input: { userId: invitedId } })).resetMfa.id, invitedId);
      },
    },
  ];
}
