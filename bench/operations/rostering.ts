import { deepEqual, equal, match } from 'node:assert/strict';
import type {
  Announcement,
  AnnouncementConnection,
  Enrollment,
  EnrollmentConnection,
  Invitation,
  InvitationConnection,
  InvitationList,
  RosterImport,
  RosterImportRowConnection,
  Upload,
} from '../../generated/schema.ts';
import {
  ACCEPT_INVITATION,
  ANNOUNCE,
  ANNOUNCEMENTS,
  DECLINE_INVITATION,
  IMPORT_ROSTER,
  INVITATIONS,
  INVITE_LEARNER,
  MY_INVITATIONS,
  REMOVE_LEARNER,
  REQUEST_UPLOAD,
  REVOKE_INVITATION,
  ROSTER,
  ROSTER_IMPORT,
  ROSTER_IMPORT_ROWS,
} from '../documents.ts';
import type { School } from '../school.ts';
import { postForm } from '../upload-form.ts';
import type { Operation } from './operation.ts';

/** What a mentor does with the learners of a course. In this order: who was invited answers, who has come is removed. */
export function rostering(school: School): readonly Operation[] {
  return [...listing(school), ...inviting(school), ...announcing(school), ...importing(school), ...removing(school)];
}

function listing({ mentor, courses }: School): readonly Operation[] {
  return [
    {
      name: 'roster',
      title: '20 learners of a course, with names and progress',
      // Sixteen partitions, chosen by random ids: some hold none of the course's few learners.
      budget: 19,
      varies: ['requests', 'depth', 'rcu', 'responseBytes'],
      run: async () => {
        const { roster } = await mentor.ask<{ roster: EnrollmentConnection }>(ROSTER, { courseId: courses[0].id });
        equal(roster.items.length, 20);
        equal(new Set(roster.items.map(({ learner }) => learner?.id)).size, 20);
      },
    },
  ];
}

function inviting({ mentor, learner, open }: School): readonly Operation[] {
  const courseId = open.id;
  let id = '';
  const invite = async (clientToken: string, email: string) => {
    const input = { clientToken, courseId, email };
    const { inviteLearner } = await mentor.ask<{ inviteLearner: Invitation }>(INVITE_LEARNER, { input });
    match(inviteLearner.id, /^inv_/);
    equal(inviteLearner.state, 'PENDING');
    id = inviteLearner.id;
  };
  return [
    {
      name: 'inviteLearner',
      title: 'Invite somebody who has an account',
      run: () => invite('a-learner', learner.email),
    },
    {
      name: 'invitations',
      title: 'Who was invited into a course',
      budget: 2,
      run: async () => {
        const { invitations } = await mentor.ask<{ invitations: InvitationConnection }>(INVITATIONS, { courseId });
        deepEqual(
          invitations.items.map((invitation) => invitation.id),
          [id],
        );
      },
    },
    {
      name: 'myInvitations',
      title: 'What I was invited to',
      run: async () => {
        const { myInvitations } = await learner.ask<{ myInvitations: InvitationList }>(MY_INVITATIONS);
        deepEqual(
          myInvitations.items.map((invitation) => invitation.id),
          [id],
        );
      },
    },
    {
      name: 'declineInvitation',
      title: 'Decline an invitation',
      run: async () => {
        const answer = await learner.ask<{ declineInvitation: Invitation }>(DECLINE_INVITATION, { input: { id } });
        deepEqual(answer.declineInvitation, { id, state: 'DECLINED' });
      },
    },
    {
      name: 'inviteLearner, a stranger',
      title: 'Invite somebody who has none',
      run: () => invite('a-stranger', 'stranger@bench.test'),
    },
    {
      name: 'revokeInvitation',
      title: 'Take an invitation back',
      run: async () => {
        const answer = await mentor.ask<{ revokeInvitation: Invitation }>(REVOKE_INVITATION, { input: { id } });
        deepEqual(answer.revokeInvitation, { id, state: 'REVOKED' });
      },
    },
    {
      name: 'inviteLearner, again',
      title: 'Invite once more who has declined',
      run: () => invite('once-more', learner.email),
    },
    {
      name: 'acceptInvitation',
      title: 'Accept an invitation',
      run: async () => {
        const answer = await learner.ask<{ acceptInvitation: Enrollment }>(ACCEPT_INVITATION, { input: { id } });
        deepEqual(answer.acceptInvitation, { course: { id: courseId }, status: 'ACTIVE' });
      },
    },
  ];
}

function announcing({ mentor, learner, open }: School): readonly Operation[] {
  const courseId = open.id;
  const told = { title: 'We begin on Monday', text: 'Bring a pen, and something to drink.' };
  return [
    {
      name: 'announce',
      title: 'Tell something to the one who learns in a course',
      budget: 2,
      run: async () => {
        const input = { clientToken: 'announcement', courseId, ...told };
        const { announce } = await mentor.ask<{ announce: Announcement }>(ANNOUNCE, { input });
        match(announce.id, /^ann_/);
      },
    },
    {
      name: 'announcements',
      title: 'What was told in a course',
      budget: 2,
      run: async () => {
        const answer = await learner.ask<{ announcements: AnnouncementConnection }>(ANNOUNCEMENTS, { courseId });
        deepEqual(
          answer.announcements.items.map(({ title, text }) => ({ title, text })),
          [told],
        );
      },
    },
  ];
}

const ROWS = 10;

function importing({ mentor, open }: School): readonly Operation[] {
  const courseId = open.id;
  const emails = Array.from({ length: ROWS }, (_, number) => `imported-${number}@bench.test`);
  const file = ['email', ...emails, ''].join('\n');
  let uploadId = '';
  let id = '';
  return [
    {
      name: 'requestUpload, a roster',
      title: 'Have a form for a roster signed, and post it',
      budget: 3,
      run: async () => {
        const input = { clientToken: 'a-roster', purpose: 'ROSTER', contentType: 'text/csv', bytes: file.length };
        const { requestUpload } = await mentor.ask<{ requestUpload: Upload }>(REQUEST_UPLOAD, { input });
        await postForm(requestUpload, file);
        uploadId = requestUpload.id;
      },
    },
    {
      name: 'importRoster',
      title: `Let ${ROWS} people into a course by a file, who have no account yet`,
      run: async () => {
        const input = { clientToken: 'import', courseId, uploadId };
        const { importRoster } = await mentor.ask<{ importRoster: RosterImport }>(IMPORT_ROSTER, { input });
        equal(importRoster.total, ROWS);
        id = importRoster.id;
      },
    },
    {
      name: 'rosterImport',
      title: 'How far an import is',
      budget: 1,
      run: async () => {
        const { rosterImport } = await mentor.ask<{ rosterImport: RosterImport }>(ROSTER_IMPORT, { courseId, id });
        const counts = [{ status: 'INVITED', rows: ROWS }];
        deepEqual(rosterImport, { id, state: 'DONE', total: ROWS, processed: ROWS, counts });
      },
    },
    {
      name: 'rosterImportRows',
      title: 'What has become of its rows',
      budget: 2,
      run: async () => {
        const answer = await mentor.ask<{ rosterImportRows: RosterImportRowConnection }>(ROSTER_IMPORT_ROWS, {
          courseId,
          id,
        });
        deepEqual(
          answer.rosterImportRows.items.map(({ email }) => email),
          emails,
        );
      },
    },
  ];
}

/** At last: who was removed can't enroll again by themselves. */
function removing({ mentor, learner, open }: School): readonly Operation[] {
  return [
    {
      name: 'removeLearner',
      title: 'Take a learner out of a course',
      budget: 2,
      run: async () => {
        const input = { courseId: open.id, userId: learner.id, reason: 'A measured reason' };
        const { removeLearner } = await mentor.ask<{ removeLearner: Enrollment }>(REMOVE_LEARNER, { input });
        equal(removeLearner.status, 'CANCELED');
      },
    },
  ];
}
