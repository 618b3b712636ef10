import { randomUUID } from 'node:crypto';
import { AdminGetUserCommand, AdminListGroupsForUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userId } from '../../model/ids.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { CREATE_COURSE } from '../support/courses.ts';
import { idle } from '../support/levers.ts';
import { makeLearners } from '../support/learners.ts';
import { LiveConnection } from '../support/live-connection.ts';
import { writingNothing } from '../support/nothing-written.ts';
import { makePerson, SET_GROUPS, SUSPEND, USER_BY_ID, USER_HISTORY, USERS, type Person } from '../support/people.ts';

let backend: TestBackend;
beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend.stop());

const NOBODY = `usr_${randomUUID()}`;

interface Page {
  readonly users: { readonly items: readonly { id: string; displayName: string }[]; readonly nextToken: string | null };
}

const page = async (variables: object) => (await backend.as('admin').run<Page>(USERS, { ...variables })).users;
const idsOf = async (variables: object) => (await page(variables)).items.map(({ id }) => id);
const setGroups = (person: { readonly id: string }, groups: readonly string[], by = backend.as('admin')) =>
  by.ask<{ setUserGroups: { groups: string[] } | null }>(SET_GROUPS, { input: { userId: person.id, groups } });

async function poolGroups({ id }: Person): Promise<string[]> {
  const { pool, userPoolId } = backend.operator;
  const user = { UserPoolId: userPoolId, Username: id.slice('usr_'.length) };
  const { Groups = [] } = await pool.send(new AdminListGroupsForUserCommand(user));
  return Groups.map(({ GroupName = '' }) => GroupName).sort();
}

describe('given somebody who learns', () => {
  it('when an Admin makes them a Mentor, then they are one at once, and in the list of Mentors', async () => {
    const person = await makePerson(backend, [], 'Zoë Čapek');
    expect((await setGroups(person, ['Mentor', 'Student'])).data?.setUserGroups?.groups).toEqual(['Student', 'Mentor']);
    await idle(backend);
    expect(await poolGroups(person)).toEqual(['Mentor', 'Student']);
    const session = await person.signIn();
    await session.run(CREATE_COURSE, {
      input: { clientToken: randomUUID(), title: 'Mine', category: 'Tests', level: 'BEGINNER' },
    });
    expect(await idsOf({ group: 'Mentor', namePrefix: 'zoe c' })).toEqual([person.id]);
  });

  it('when the call is repeated, in whatever order, then nothing is written', async () => {
    const person = await makePerson(backend, ['Mentor']);
    await idle(backend);
    const { data } = await writingNothing(backend, () => setGroups(person, ['Mentor', 'Student', 'Mentor']));
    expect(data?.setUserGroups?.groups).toEqual(['Student', 'Mentor']);
  });
});

describe('given a Moderator who is signed in and watches', () => {
  it('when they lose the group, then the token is worth nothing there, they are signed out and cut off', async () => {
    const person = await makePerson(backend, ['Moderator', 'Mentor']);
    const live = await LiveConnection.open(backend.outputs.graphqlUrl, { Authorization: person.token });
    await live.start('subscription ($userId: ID!) { onNotificationCreated(userId: $userId) { id userId } }', {
      userId: person.id,
    });
    await setGroups(person, ['Student', 'Moderator']);
    await live.closed;
    expect(
      await person.refusal(CREATE_COURSE, {
        input: { clientToken: randomUUID(), title: 'Mine', category: 'Tests', level: 'BEGINNER' },
      }),
    ).toMatchObject({ errorType: 'Forbidden', message: expect.stringContaining('no longer a Mentor') as unknown });
    await idle(backend);
    expect(await poolGroups(person)).toEqual(['Moderator', 'Student']);
    expect(await idsOf({ group: 'Mentor', email: person.email })).toEqual([]);
  });
});

describe('given two Admins, and nobody else', () => {
  it('when each demotes the other at once, then one stays, and nobody can bring the last one down', async () => {
    const admin = (await backend.as('admin').run<{ me: { id: string } }>('{ me { id } }')).me;
    for (const { id } of (await page({ group: 'Admin', limit: 100 })).items) {
      if (id !== admin.id) await setGroups({ id }, ['Student']);
    }
    const other = await makePerson(backend, ['Admin']);
    const answers = await Promise.all([
      setGroups(other, ['Student']),
      setGroups(admin, ['Student'], other),
      backend.as('admin').ask(SUSPEND, { input: { userId: other.id, reason: 'A race' } }),
      other.ask(SUSPEND, { input: { userId: admin.id, reason: 'A race' } }),
    ]);
    const refusals = answers.flatMap(({ errors }) => errors.map(({ errorType }) => errorType));
    expect(refusals.length).toBeGreaterThan(0);
    for (const type of refusals) expect(['Conflict', 'RateLimited', 'Forbidden']).toContain(type);
    const standing = [backend.as('admin'), other];
    const still = await Promise.all(standing.map(async (client) => (await client.ask(USERS)).errors.length === 0));
    expect(still.filter(Boolean).length).toBeGreaterThan(0);

    const [last, lastId] = still[0] ? [standing[0], admin.id] : [standing[1], other.id];
    const left = (await last?.run<Page>(USERS, { group: 'Admin', status: 'ACTIVE' }))?.users.items ?? [];
    // Both are left only where both lost the race: then one goes, and the other is the last.
    for (const { id } of left)
      if (id !== lastId) await last?.run(SET_GROUPS, { input: { userId: id, groups: ['Student'] } });
    const refusal = await writingNothing(backend, () =>
      (last as Person).refusal(SET_GROUPS, { input: { userId: lastId, groups: ['Student'] } }),
    );
    expect(refusal).toMatchObject({ errorType: 'Conflict', message: expect.stringContaining('last Admin') as unknown });
    // Back to how the file began.
    if (lastId !== admin.id) await last?.run(SET_GROUPS, { input: { userId: admin.id, groups: ['Student', 'Admin'] } });
  });
});

describe('given changes that overlap', () => {
  it('when they are over, then the pool is as the account is', async () => {
    const person = await makePerson(backend);
    const wanted = [['Student', 'Mentor'], ['Student'], ['Moderator'], ['Student', 'Mentor', 'Moderator'], ['Mentor']];
    await Promise.all(wanted.map((groups) => setGroups(person, groups)));
    await idle(backend);
    const { user } = await backend.as('admin').run<{ user: { groups: string[] } }>(USER_BY_ID, { id: person.id });
    expect(await poolGroups(person)).toEqual([...user.groups].sort());
    const { pool, userPoolId } = backend.operator;
    const { Enabled } = await pool.send(
      new AdminGetUserCommand({ UserPoolId: userPoolId, Username: person.id.slice('usr_'.length) }),
    );
    expect(Enabled).toBe(true);
  });
});

describe('an Admin finds people', () => {
  it('by e-mail, however it is written, alone or with what must hold besides', async () => {
    const email = `zoë.${randomUUID()}@example.com`;
    const [learner] = await makeLearners(backend, 1, { email, displayName: 'Åsa Öberg' });
    const id = userId(learner?.sub ?? '');
    for (const written of [email, email.toUpperCase(), email.normalize('NFD')]) {
      expect(await idsOf({ email: written })).toEqual([id]);
    }
    expect(await idsOf({ email, group: 'Student', status: 'ACTIVE' })).toEqual([id]);
    expect(await idsOf({ email, group: 'Mentor' })).toEqual([]);
    expect(await idsOf({ namePrefix: 'ÅSA o' })).toEqual([id]);
    expect(await idsOf({ namePrefix: 'Asa', group: 'Student' })).toEqual([id]);
  });

  it('page by page, each once, in the order of their names', async () => {
    const name = `Queue ${randomUUID()}`;
    await makeLearners(backend, 5, { displayName: name });
    const found: string[] = [];
    let nextToken: string | null = null;
    do {
      const next = await page({ namePrefix: name, limit: 2, ...(nextToken ? { nextToken } : {}) });
      found.push(...next.items.map(({ id }) => id));
      ({ nextToken } = next);
    } while (nextToken);
    expect([found.length, new Set(found).size]).toEqual([5, 5]);
    const all = (await page({ limit: 100 })).items.map(({ displayName }) => displayName.toLowerCase());
    expect(all.length).toBeGreaterThan(6);
  });

  it.each([
    [{ email: 'a@example.com', namePrefix: 'a' }, 'namePrefix'],
    [{ namePrefix: ' ' }, 'namePrefix'],
    [{ namePrefix: 'x'.repeat(81) }, 'namePrefix'],
    [{ limit: 0 }, 'limit'],
    [{ limit: 101 }, 'limit'],
    [{ nextToken: 'nonsense' }, 'nextToken'],
  ])('but not by %j', async (variables, field) => {
    expect(await backend.as('admin').refusal(USERS, variables)).toMatchObject({
      errorType: 'Validation',
      errorInfo: { field },
    });
  });
});

describe('what an Admin is refused', () => {
  it('is about nobody, who is not found', async () => {
    const calls: readonly (readonly [string, Record<string, unknown>])[] = [
      [USER_BY_ID, { id: NOBODY }],
      [USER_BY_ID, { id: 'usr_x' }],
      [USER_HISTORY, { userId: NOBODY }],
      [SET_GROUPS, { input: { userId: NOBODY, groups: ['Student'] } }],
      [SUSPEND, { input: { userId: NOBODY, reason: 'x' } }],
    ];
    for (const [document, variables] of calls) {
      expect((await backend.as('admin').refusal(document, variables)).errorType).toBe('NotFound');
    }
  });

  it('is an account in no group', async () => {
    const refusal = await backend.as('admin').refusal(SET_GROUPS, { input: { userId: NOBODY, groups: [] } });
    expect(refusal).toMatchObject({ errorType: 'Validation', errorInfo: { field: 'groups' } });
  });
});
