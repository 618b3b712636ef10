import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { invitationPartsOf, userId } from '../../model/ids.ts';
import { contactKey } from '../../model/keys.ts';
import { linesOf, startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { COMPLETE_LESSON, ENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import { makeLearners, signedIn, type Learner } from '../support/learners.ts';
import { idle, lever, moveClock } from '../support/levers.ts';
import { listed, subOf } from '../support/notifications.ts';
import { writingNothing } from '../support/nothing-written.ts';
import { Queues } from '../support/queues.ts';
import {
  ACCEPT,
  DECLINE,
  INVITATIONS,
  INVITE,
  inviteTo,
  MY_INVITATIONS,
  REMOVE_LEARNER,
  REVOKE,
  type TestInvitation,
} from '../support/roster.ts';
import { persist, seatsOf } from '../support/seats.ts';

let backend: TestBackend;
let mentor: Client;
let course: TestCourse;

beforeAll(async () => {
  backend = await startTestBackend();
  mentor = backend.as('mentor');
  course = await writeCourse(mentor, { title: 'Bees & <Honey>', price: { amount: 500 } });
});
afterAll(() => backend.stop());

const mailsTo = (to: string) => backend.cloud.cloud.outbox.list({ to, channel: 'EMAIL' });

async function person(email: string): Promise<Learner> {
  const [learner] = (await makeLearners(backend, 1, { email })) as [Learner];
  return learner;
}

async function own(learner: Client): Promise<TestInvitation[]> {
  const { myInvitations } = await learner.run<{ myInvitations: { items: TestInvitation[] } }>(MY_INVITATIONS);
  return myInvitations.items;
}

/** How the mentor finds it in the list. */
async function inList({ id }: TestInvitation, of = course): Promise<TestInvitation | undefined> {
  const { invitations } = await mentor.run<{ invitations: { items: TestInvitation[] } }>(INVITATIONS, {
    courseId: of.id,
    limit: 100,
  });
  return invitations.items.find((one) => one.id === id);
}

async function told(learner: Client): Promise<unknown[]> {
  await idle(backend);
  const { items } = await listed(learner, { limit: 100 });
  return items.filter(({ type }) => type === 'COURSE_INVITATION').map(({ title }) => title);
}

describe('given somebody with an account', () => {
  let learner: Learner;
  let invitation: TestInvitation;
  beforeAll(async () => {
    learner = await person('Zoe.Lind@example.com');
  });

  it('when they are invited twice, however the address is written, then they are told once', async () => {
    invitation = await inviteTo(mentor, course, 'zoe.lind@EXAMPLE.com');
    await inviteTo(mentor, course, 'ZOE.Lind@example.com');
    expect(await told(learner)).toEqual(['You are invited to Bees & <Honey>']);
    expect(mailsTo('Zoe.Lind@example.com').map(({ subject }) => subject)).toEqual([
      'Welcome to Kalpla',
      'You are invited to Bees & <Honey>',
    ]);
    expect(await own(learner)).toMatchObject([{ id: invitation.id, state: 'PENDING' }]);
  });

  it('when somebody else answers it, then it is not there', async () => {
    const other = await person('other@example.com');
    for (const document of [ACCEPT, DECLINE]) {
      const call = () => other.refusal(document, { input: { id: invitation.id } });
      expect(await writingNothing(backend, call)).toMatchObject({ errorType: 'NotFound' });
    }
  });

  it('when they accept, twice, then they are enrolled once, whatever the course costs others', async () => {
    expect(await learner.refusal(ENROLL, { input: { courseId: course.id } })).toMatchObject({ errorType: 'Forbidden' });
    const { acceptInvitation } = await learner.run<{ acceptInvitation: object }>(ACCEPT, {
      input: { id: invitation.id },
    });
    expect(acceptInvitation).toMatchObject({ course: { id: course.id }, status: 'ACTIVE' });
    const again = () => learner.run(ACCEPT, { input: { id: invitation.id } });
    expect(await writingNothing(backend, again)).toEqual({ acceptInvitation });
    expect(await own(learner)).toEqual([]);
  });

  it('when they are removed, then the old invitation is spent, and a new one brings them back with all they had done', async () => {
    await learner.run(COMPLETE_LESSON, { input: { courseId: course.id, lessonId: course.lessons[0]?.id } });
    const input = { courseId: course.id, userId: userId(learner.sub), reason: 'By mistake' };
    await mentor.run(REMOVE_LEARNER, { input });
    expect(await learner.refusal(ACCEPT, { input: { id: invitation.id } })).toMatchObject({ errorType: 'NotFound' });
    const renewed = await inviteTo(mentor, course, 'zoe.lind@example.com');
    expect(renewed.id).not.toBe(invitation.id);
    const { acceptInvitation } = await learner.run<{ acceptInvitation: object }>(ACCEPT, { input: { id: renewed.id } });
    expect(acceptInvitation).toMatchObject({ status: 'ACTIVE', progress: { completed: 1 } });
  });
});

describe('given somebody without an account', () => {
  const email = 'new@example.com';

  it('when they are invited, though the mail’s answer is lost, then one mail asks them to sign up, and says no more', async () => {
    await lever(backend, 'POST', 'faults', {
      service: 'ses',
      operation: 'SendEmail',
      kind: 'crashAfterCommit',
      count: 1,
    });
    const invitation = await inviteTo(mentor, course, email);
    const known = await inviteTo(mentor, course, 'mentor2@kalpla.test');
    expect(Object.keys(invitation)).toEqual(Object.keys(known));
    expect([invitation.state, known.state]).toEqual(['PENDING', 'PENDING']);
    await moveClock(backend, { advance: 'PT5M' });
    const mails = mailsTo(email);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.html).toContain('Bees &amp; &lt;Honey&gt;');
    expect(mails[0]?.html).toContain('/sign-up');
  });

  it('when the address is written with composed letters and without, then it is one, which no mail reaches, as the mentor sees', async () => {
    const lines = linesOf(backend);
    const one = await inviteTo(mentor, course, 'zo\u00eb@example.com');
    expect((await inviteTo(mentor, course, 'zoe\u0308@example.com')).id).toBe(one.id);
    await idle(backend);
    expect(await new Queues(backend).waiting('kalpla-dev-deliver')).toBe(0);
    expect(await inList(one)).toMatchObject({ state: 'PENDING', bouncedAt: expect.any(String) as string });
    const [warning = ''] = lines.filter((line) => line.includes('An invitation can not be mailed'));
    expect(warning).toContain(one.id);
    expect(warning).not.toContain('@');
  });

  it('when the mail comes back for good, then the mentor sees it, and the invitation stays open', async () => {
    await idle(backend);
    await lever(backend, 'POST', 'faults', { service: 'ses', operation: 'Deliver', kind: 'error', count: 1 });
    const gone = await inviteTo(mentor, course, 'gone@example.com');
    const there = await inviteTo(mentor, course, 'there@example.com');
    expect([gone.bouncedAt, there.bouncedAt]).toEqual([null, null]);
    await idle(backend);
    const bounced = await Promise.all([gone, there].map((one) => inList(one)));
    expect(bounced.map((one) => one?.state)).toEqual(['PENDING', 'PENDING']);
    expect(bounced.filter((one) => one?.bouncedAt)).toHaveLength(1);
    // The invitation is no person whose mails end.
    const people = [gone, there].map(({ id }) => contactKey(invitationPartsOf(id)?.ulid ?? '').pk);
    const contacts = (await backend.items()).filter(({ pk, sk }) => people.includes(pk) && sk === 'CONTACT');
    expect(contacts).toEqual([]);
  });

  it('when they complain of the mail, then it has arrived, and that the next one does not, its mentor sees', async () => {
    const other = await writeCourse(mentor);
    await idle(backend);
    await lever(backend, 'POST', 'faults', {
      service: 'ses',
      operation: 'Deliver',
      kind: 'crashAfterCommit',
      count: 1,
    });
    const first = await inviteTo(mentor, course, 'cross@example.com');
    await idle(backend);
    const next = await inviteTo(mentor, other, 'cross@example.com');
    await idle(backend);
    expect(await inList(first)).toMatchObject({ state: 'PENDING', bouncedAt: null });
    expect(await inList(next, other)).toMatchObject({ bouncedAt: expect.any(String) as string });
    expect(mailsTo('cross@example.com')).toHaveLength(1);
  });

  it('when they sign up with that address, then the invitation is theirs, and they are told', async () => {
    const learner = await person('New@Example.com');
    expect(await told(learner)).toEqual(['You are invited to Bees & <Honey>']);
    expect(await own(learner)).toMatchObject([{ email, state: 'PENDING' }]);
    const [{ id } = { id: '' }] = await own(learner);
    const { declineInvitation } = await learner.run<{ declineInvitation: object }>(DECLINE, { input: { id } });
    expect(declineInvitation).toMatchObject({ state: 'DECLINED' });
    expect(await learner.refusal(ACCEPT, { input: { id } })).toMatchObject({ errorType: 'NotFound' });
    expect(await mentor.refusal(REVOKE, { input: { id } })).toMatchObject({ errorType: 'Conflict' });
  });
});

describe('given a course with one seat', () => {
  it('when two accept and two enroll at once, then one learns there', async () => {
    const small = await writeCourse(mentor, { capacity: 1 });
    const people = await Promise.all([1, 2].map((n) => person(`seat${n}@example.com`)));
    const free = await makeLearners(backend, 2);
    const ids = [
      await inviteTo(mentor, small, 'seat1@example.com'),
      await inviteTo(mentor, small, 'seat2@example.com'),
    ];
    const outcomes = await Promise.all([
      ...people.map((one, place) => persist(one, ACCEPT, { id: ids[place]?.id })),
      ...free.map((one) => persist(one, ENROLL, { courseId: small.id })),
    ]);
    expect(outcomes.toSorted()).toEqual(['Conflict', 'Conflict', 'Conflict', 'done']);
    expect(await seatsOf(backend, small)).toEqual({ live: 1, taken: 1 });
  });
});

describe('given a mentor who invites', () => {
  it('when the token comes again, then it is the same invitation; with another address it is a Conflict', async () => {
    const input = { clientToken: randomUUID(), courseId: course.id, email: 'token@example.com' };
    const { inviteLearner } = await mentor.run<{ inviteLearner: TestInvitation }>(INVITE, { input });
    expect(await writingNothing(backend, () => mentor.run(INVITE, { input }))).toEqual({ inviteLearner });
    const other = { input: { ...input, email: 'others@example.com' } };
    expect(await writingNothing(backend, () => mentor.refusal(INVITE, other))).toMatchObject({ errorType: 'Conflict' });
  });

  it('when 5,000 were invited today, then no more are', async () => {
    const { table, tableName: TableName } = backend.operator;
    const full = await writeCourse(mentor);
    const day = ((await lever(backend, 'GET', 'clock')) as { now: string }).now.slice(0, 10);
    const Item = {
      pk: `ROSTER#INVITED#${full.id.slice('crs_'.length)}`,
      sk: day,
      entity: 'InvitedCount',
      count: 5_000,
    };
    await table.send(new PutCommand({ TableName, Item }));
    const input = { clientToken: randomUUID(), courseId: full.id, email: 'late@example.com' };
    const call = () => mentor.refusal(INVITE, { input });
    expect(await writingNothing(backend, call)).toMatchObject({ errorType: 'RateLimited' });
  });

  it('when one is taken back, another out of date, then the list says so, and neither lets in', async () => {
    const listedCourse = await writeCourse(mentor);
    const mentorSub = await subOf(mentor);
    const revoked = await inviteTo(mentor, listedCourse, 'revoked@example.com');
    const learner = await person('revoked@example.com');
    const call = { input: { id: revoked.id } };
    await mentor.run(REVOKE, call);
    expect(await mentor.run(REVOKE, call)).toMatchObject({ revokeInvitation: { state: 'REVOKED' } });
    expect(await learner.refusal(ACCEPT, call)).toMatchObject({ errorType: 'NotFound' });
    const late = await inviteTo(mentor, listedCourse, 'late2@example.com');
    const lateOne = await person('late2@example.com');
    await moveClock(backend, { advance: 'P31D' });
    const later = await signedIn(backend, mentorSub, ['Student', 'Mentor']);
    const { invitations } = await later.run<{ invitations: { items: TestInvitation[] } }>(INVITATIONS, {
      courseId: listedCourse.id,
    });
    expect(invitations.items).toMatchObject([
      { id: late.id, state: 'EXPIRED' },
      { id: revoked.id, state: 'REVOKED' },
    ]);
    const tokened = await signedIn(backend, lateOne.sub);
    expect(await tokened.refusal(ACCEPT, { input: { id: late.id } })).toMatchObject({ errorType: 'NotFound' });
  });
});
