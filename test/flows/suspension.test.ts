import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { CREATE_COURSE, writeCourse } from '../support/courses.ts';
import { idle, moveClock } from '../support/levers.ts';
import { LiveConnection } from '../support/live-connection.ts';
import { writingNothing } from '../support/nothing-written.ts';
import { makePerson, REACTIVATE, SUSPEND, USER_BY_ID, USER_HISTORY, USERS, type Person } from '../support/people.ts';

let backend: TestBackend;
beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend.stop());

const ON_NOTIFICATION = 'subscription ($userId: ID!) { onNotificationCreated(userId: $userId) { id userId title } }';
const REASON = 'Sold the answers of a quiz';

const newCourse = () => ({
  input: { clientToken: randomUUID(), title: 'Mine', category: 'Tests', level: 'BEGINNER' },
});
const suspend = (person: Person, more: object = {}) =>
  backend.as('admin').run<{ suspendUser: object }>(SUSPEND, { input: { userId: person.id, reason: REASON, ...more } });
const listed = async (variables: object) =>
  (await backend.as('admin').run<{ users: { items: { id: string }[] } }>(USERS, { ...variables })).users.items.map(
    ({ id }) => id,
  );

async function watch(person: Person): Promise<LiveConnection> {
  const live = await LiveConnection.open(backend.outputs.graphqlUrl, { Authorization: person.token });
  await live.start(ON_NOTIFICATION, { userId: person.id });
  return live;
}

describe('given a mentor who is signed in, teaches and watches', () => {
  let mentor: Person;
  let live: LiveConnection;
  let draft: { readonly id: string };

  beforeAll(async () => {
    mentor = await makePerson(backend, ['Mentor']);
    draft = await writeCourse(mentor, { draft: true });
    live = await watch(mentor);
  });

  it('when an Admin suspends them, then the answer says since when and why', async () => {
    expect(await suspend(mentor)).toMatchObject({
      suspendUser: { id: mentor.id, status: 'SUSPENDED', suspension: { reason: REASON, until: null } },
    });
  });

  it('then what they watched is over, and they can not watch again', async () => {
    await live.closed;
    await expect(watch(mentor)).rejects.toThrow('Forbidden: Your account is suspended.');
  });

  it('then their next mutation is Forbidden with the token that still lives, and nothing is written', async () => {
    const refusal = await writingNothing(backend, () => mentor.refusal(CREATE_COURSE, newCourse()));
    expect(refusal).toMatchObject({ errorType: 'Forbidden', message: 'Your account is suspended.' });
  });

  it('then they no longer see as a Mentor what only a Mentor sees, but read why they are suspended', async () => {
    const refusal = await mentor.refusal('query ($id: ID) { course(id: $id) { id } }', { id: draft.id });
    expect(refusal.errorType).toBe('NotFound');
    const { me } = await mentor.run<{ me: object }>('{ me { status suspension { reason until } } }');
    expect(me).toEqual({ status: 'SUSPENDED', suspension: { reason: REASON, until: null } });
  });

  it('then they can not sign in', async () => {
    await idle(backend);
    await expect(mentor.signIn()).rejects.toThrow('disabled');
  });

  it('then they are told, by mail too, with the reason', async () => {
    const [mail] = backend.cloud.cloud.outbox
      .list()
      .filter(({ to, subject }) => to === mentor.email && /suspended/.test(subject));
    expect(mail?.text).toContain(REASON);
    expect(mail?.text).toContain('until further notice');
    const { notifications } = await mentor.run<{ notifications: { items: { type: string }[] } }>(
      '{ notifications { items { type } } }',
    );
    expect(notifications.items[0]?.type).toBe('ACCOUNT_SUSPENDED');
  });

  it('then they are among the suspended, by name and by group', async () => {
    expect(await listed({ status: 'SUSPENDED', group: 'Mentor' })).toContain(mentor.id);
    expect(await listed({ group: 'Mentor', status: 'ACTIVE', limit: 100 })).not.toContain(mentor.id);
    expect(await listed({ email: mentor.email.toUpperCase(), status: 'SUSPENDED' })).toEqual([mentor.id]);
  });

  it('when the call is repeated, then nothing more happens', async () => {
    expect(await writingNothing(backend, () => suspend(mentor))).toMatchObject({
      suspendUser: { status: 'SUSPENDED' },
    });
  });

  it('when an Admin reactivates them, then all of it is theirs again', async () => {
    const input = { userId: mentor.id, reason: 'It was somebody else' };
    const answer = await backend.as('admin').run(REACTIVATE, { input });
    expect(answer).toMatchObject({ reactivateUser: { status: 'ACTIVE', suspension: null } });
    await mentor.run(CREATE_COURSE, newCourse());
    await idle(backend);
    await expect(mentor.signIn()).resolves.toBeDefined();
    expect(await listed({ status: 'SUSPENDED' })).not.toContain(mentor.id);
    (await watch(mentor)).close();
  });

  it('then the history says who did what and why, newest first', async () => {
    const { me } = await backend.as('admin').run<{ me: { id: string } }>('{ me { id } }');
    const { userHistory } = await backend
      .as('admin')
      .run<{ userHistory: { items: object[] } }>(USER_HISTORY, { userId: mentor.id });
    expect(userHistory.items.slice(0, 2)).toMatchObject([
      { action: 'REACTIVATED', actorId: me.id, reason: 'It was somebody else' },
      { action: 'SUSPENDED', actorId: me.id, reason: REASON, until: null },
    ]);
  });
});

describe('given an Admin', () => {
  it('when they suspend themself, then that is Forbidden', async () => {
    const { me } = await backend.as('admin').run<{ me: { id: string } }>('{ me { id } }');
    const refusal = await writingNothing(backend, () =>
      backend.as('admin').refusal(SUSPEND, { input: { userId: me.id, reason: 'Why not' } }),
    );
    expect(refusal).toMatchObject({ errorType: 'Forbidden', message: 'You can not suspend yourself.' });
  });

  it.each([
    ['reason', { reason: ' ' }],
    ['reason', { reason: 'x'.repeat(501) }],
    ['reason', { reason: 'half an emoji \ud83d' }],
    ['until', { until: '2020-01-01T00:00:00Z' }],
    ['until', { until: '2999-01-01T00:00:00Z' }],
  ])('when they give a wrong %s, then that is a Validation', async (field, wrong) => {
    const { me } = await backend.as('student').run<{ me: { id: string } }>('{ me { id } }');
    const input = { userId: me.id, reason: REASON, ...wrong };
    const refusal = await writingNothing(backend, () => backend.as('admin').refusal(SUSPEND, { input }));
    expect(refusal).toMatchObject({ errorType: 'Validation', errorInfo: { field } });
  });

  it('when the input holds a status, a version or a group, then the schema refuses it', async () => {
    for (const more of [{ status: 'SUSPENDED' }, { version: 1 }, { groups: ['Admin'] }, { role: 'Admin' }]) {
      const input = { userId: `usr_${randomUUID()}`, reason: REASON, ...more };
      const { errors } = await backend.as('admin').ask(SUSPEND, { input });
      expect(errors[0]?.message).toContain(Object.keys(more)[0]);
    }
  });
});

describe('given a suspended Admin whose token lives', () => {
  it('when they read or do anything as an Admin, then that is Forbidden', async () => {
    const other = await makePerson(backend, ['Admin']);
    await suspend(other);
    const calls: readonly (readonly [string, object])[] = [
      [USERS, {}],
      [USER_BY_ID, { id: other.id }],
      [USER_HISTORY, { userId: other.id }],
      [REACTIVATE, { input: { userId: other.id } }],
      ['query ($personId: ID) { auditTrail(personId: $personId) { items { id } } }', { personId: other.id }],
    ];
    for (const [document, variables] of calls) {
      expect((await other.refusal(document, { ...variables })).errorType).toBe('Forbidden');
    }
  });
});

describe('given a suspension with an end', () => {
  it('when its end has come, then it is over at once, and a minute later the pool knows', async () => {
    const person = await makePerson(backend, ['Mentor']);
    const until = new Date(backend.cloud.cloud.clock.now() + 10 * 60_000).toISOString();
    expect(await suspend(person, { until })).toMatchObject({ suspendUser: { suspension: { until } } });
    expect(await person.refusal(CREATE_COURSE, newCourse())).toMatchObject({
      message: `Your account is suspended until ${until}.`,
    });
    await moveClock(backend, { advance: 'PT10M' });
    await person.run(CREATE_COURSE, newCourse());
    await moveClock(backend, { advance: 'PT2M' });
    await expect(person.signIn()).resolves.toBeDefined();
    const { userHistory } = await backend
      .as('admin')
      .run<{ userHistory: { items: object[] } }>(USER_HISTORY, { userId: person.id });
    expect(userHistory.items[0]).toMatchObject({ action: 'REACTIVATED', actorId: 'identity', reason: null });
    expect(await listed({ status: 'SUSPENDED' })).not.toContain(person.id);
    const subjects = backend.cloud.cloud.outbox.list().filter(({ to }) => to === person.email);
    expect(subjects.map(({ subject }) => subject)).toContain('Your account is active again');
  });
});
