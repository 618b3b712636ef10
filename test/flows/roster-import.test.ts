import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { courseUlidOf, userId } from '../../model/ids.ts';
import { rosterImportKey } from '../../model/roster-keys.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { ENROLL, UNENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import { renewDemoTokens } from '../support/demo-tokens.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { idle, lever, moveClock } from '../support/levers.ts';
import { writingNothing } from '../support/nothing-written.ts';
import {
  ACCEPT,
  countHandingOn,
  IMPORT_ROSTER,
  importTo,
  losingFirstRun,
  MY_INVITATIONS,
  REMOVE_LEARNER,
  ROSTER_IMPORT,
  ROSTER_IMPORT_ROWS,
  uploadRoster,
  wholeRoster,
  type TestImport,
  type TestInvitation,
} from '../support/roster.ts';
import { persist, seatsOf } from '../support/seats.ts';
import { accessTokenKey } from '../support/signing-key.ts';
import { inShortRuns } from '../support/templates.ts';

let backend: TestBackend;
let mentor: Client;
let learners: Learner[];

const PEOPLE = 150;
const STRANGERS = 150;
const emailOf = ({ sub }: Learner) => `${sub}@kalpla.test`;
const csvOf = (emails: readonly string[]) =>
  `\ufeffEmail;Name\r\n${emails.map((email) => `${email};Somebody\r\n`).join('')}`;

beforeAll(async () => {
  backend = await startTestBackend({ changeAssembly: inShortRuns });
  mentor = backend.as('mentor');
  learners = await makeLearners(backend, PEOPLE);
  await idle(backend);
});
afterAll(() => backend.stop());

/** The clock goes on, past the end of tokens. */
async function pass(advance: string): Promise<void> {
  await moveClock(backend, { advance });
  await renewDemoTokens(accessTokenKey(backend), backend.cloud.cloud.clock.now());
  mentor = backend.as('mentor');
}

async function progressOf(course: TestCourse, { id }: TestImport): Promise<TestImport> {
  const { rosterImport } = await mentor.run<{ rosterImport: TestImport }>(ROSTER_IMPORT, { courseId: course.id, id });
  return rosterImport;
}

const countsOf = ({ counts }: TestImport) => Object.fromEntries(counts.map(({ status, rows }) => [status, rows]));

interface RowsPage {
  readonly items: Record<string, unknown>[];
  readonly nextToken: string | null;
}

async function rowsOf(course: TestCourse, { id }: TestImport, asked: object = {}) {
  const rows: Record<string, unknown>[] = [];
  let nextToken: string | null = null;
  do {
    const variables: object = { courseId: course.id, id, limit: 70, ...asked, nextToken };
    const answer: { rosterImportRows: RowsPage } = await mentor.run(ROSTER_IMPORT_ROWS, { ...variables });
    rows.push(...answer.rosterImportRows.items);
    nextToken = answer.rosterImportRows.nextToken;
  } while (nextToken);
  return rows;
}

const mailsToStrangers = () =>
  backend.cloud.cloud.outbox.list({ channel: 'EMAIL' }).filter(({ to }) => to.startsWith('stranger-'));

describe('given a file of 304 rows, of whom half have an account', () => {
  let course: TestCourse;
  let uploadId: string;
  let first: TestImport;

  beforeAll(async () => {
    course = await writeCourse(mentor, { price: { amount: 500 } });
    const strangers = Array.from({ length: STRANGERS }, (_, n) => `stranger-${n}@example.com`);
    const twice = emailOf(learners[0] as Learner).toUpperCase();
    const emails = [...learners.map(emailOf), ...strangers, twice, 'nobody', '=1+1', '@x'];
    uploadId = await uploadRoster(backend, mentor, csvOf(emails));
  });

  it('when the job crashes after its writes, then each row has its result, and nobody is enrolled or told twice', async () => {
    for (const operation of ['TransactWriteItems', 'PutItem', 'UpdateItem']) {
      await lever(backend, 'POST', 'faults', { service: 'dynamodb', operation, kind: 'crashAfterCommit', count: 3 });
    }
    const input = { clientToken: randomUUID(), courseId: course.id, uploadId };
    await persistImport(input);
    first = (await mentor.run<{ importRoster: TestImport }>(IMPORT_ROSTER, { input })).importRoster;
    for (let waited = 0; waited < 3; waited += 1) await moveClock(backend, { advance: 'PT4M' });
    const expected = { ENROLLED: PEOPLE, INVITED: STRANGERS, INVALID: 3, DUPLICATE: 1 };
    expect(await progressOf(course, first)).toMatchObject({ state: 'DONE', total: 304, processed: 304 });
    expect(countsOf(await progressOf(course, first))).toEqual(expected);
    expect((await wholeRoster(mentor, course, { limit: 100 })).length).toBe(PEOPLE);
    expect(new Set(mailsToStrangers().map(({ to }) => to)).size).toBe(STRANGERS);
    expect(mailsToStrangers()).toHaveLength(STRANGERS);
  });

  it('when its rows are read, then they stand in their order, and by their result', async () => {
    const rows = await rowsOf(course, first);
    expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 304 }, (_, n) => n + 1));
    expect(await rowsOf(course, first, { status: 'INVALID' })).toMatchObject([
      { row: 302, email: 'nobody', reason: 'EMAIL' },
      { row: 303, email: '=1+1', reason: 'EMAIL' },
      { row: 304, email: '@x', reason: 'EMAIL' },
    ]);
  });

  it('when the same file is imported again, then nobody is enrolled, invited or told anew', async () => {
    const again = await importTo(mentor, course, uploadId);
    await idle(backend);
    expect(countsOf(await progressOf(course, again))).toMatchObject({ ALREADY_ENROLLED: PEOPLE, INVITED: STRANGERS });
    expect(mailsToStrangers()).toHaveLength(STRANGERS);
  });

  it('when another mentor names it, then there is no such course', async () => {
    const input = { clientToken: randomUUID(), courseId: course.id, uploadId };
    for (const [document, variables] of [
      [IMPORT_ROSTER, { input }],
      [ROSTER_IMPORT, { courseId: course.id, id: first.id }],
    ] as const) {
      const call = () => backend.as('mentor2').refusal(document, variables);
      expect(await writingNothing(backend, call)).toMatchObject({ errorType: 'NotFound' });
    }
    const own = { ...input, courseId: (await writeCourse(backend.as('mentor2'))).id };
    const call = () => backend.as('mentor2').refusal(IMPORT_ROSTER, { input: own });
    expect(await writingNothing(backend, call)).toMatchObject({ errorType: 'NotFound' });
  });
});

/** The first calls may be lost to the crashes that are planned: the client calls again with the same token. */
async function persistImport(input: object): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const { errors } = await mentor.ask(IMPORT_ROSTER, { input });
    if (errors.length === 0) return;
  }
}

describe('given a course with 20 seats', () => {
  it('when 40 are imported while 40 others enroll, then 20 learn there, and the rows say who does', async () => {
    const course = await writeCourse(mentor, { capacity: 20 });
    const uploadId = await uploadRoster(backend, mentor, csvOf(learners.slice(0, 40).map(emailOf)));
    const made = await importTo(mentor, course, uploadId);
    const others = learners.slice(40, 80);
    const outcomes = await Promise.all(others.map((learner) => persist(learner, ENROLL, { courseId: course.id })));
    await idle(backend);
    const { ENROLLED = 0, FULL = 0 } = countsOf(await progressOf(course, made));
    expect(ENROLLED + FULL).toBe(40);
    expect(ENROLLED + outcomes.filter((outcome) => outcome === 'done').length).toBe(20);
    expect(await seatsOf(backend, course)).toEqual({ live: 20, taken: 20 });
  });
});

describe('given a file that is no roster', () => {
  it.each([
    ['columns', 'name\nLou\n'],
    ['rows', `email\n${'p@example.com\n'.repeat(5_001)}`],
  ])('when it is imported, then it is refused for its %s, and nothing begins', async (rule, csv) => {
    const course = await writeCourse(mentor);
    const uploadId = await uploadRoster(backend, mentor, csv);
    const input = { clientToken: randomUUID(), courseId: course.id, uploadId };
    const refusal = await writingNothing(backend, () => mentor.refusal(IMPORT_ROSTER, { input }));
    expect(refusal).toMatchObject({ errorType: 'Validation', errorInfo: { field: 'uploadId', rule } });
  });
});

describe('given one call that a client sends four times at once', () => {
  it('then one import is made, and each is answered with it', async () => {
    const course = await writeCourse(mentor);
    const uploadId = await uploadRoster(backend, mentor, csvOf(['at-once@example.com']));
    const input = { clientToken: randomUUID(), courseId: course.id, uploadId };
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => mentor.ask<{ importRoster: TestImport }>(IMPORT_ROSTER, { input })),
    );
    const outcomes = answers.map(({ data, errors }) => errors[0]?.errorType ?? data?.importRoster.id);
    expect(new Set(outcomes.filter((outcome) => outcome !== 'RateLimited')).size).toBe(1);
    const { pk } = rosterImportKey(courseUlidOf(course.id) ?? '', '');
    expect((await backend.items()).filter((item) => item.pk === pk)).toHaveLength(1);
  });
});

describe('given somebody who was removed, somebody who has given up, and somebody new', () => {
  it('when a file names them, twice, then the new one is enrolled, and the others come back by their own word alone', async () => {
    const course = await writeCourse(mentor);
    const [removed, gone, fresh] = (await makeLearners(backend, 3)) as [Learner, Learner, Learner];
    for (const one of [removed, gone]) await one.run(ENROLL, { input: { courseId: course.id } });
    const removal = { courseId: course.id, userId: userId(removed.sub), reason: 'Did not show up' };
    await mentor.run(REMOVE_LEARNER, { input: removal });
    await gone.run(UNENROLL, { input: { courseId: course.id } });
    const uploadId = await uploadRoster(backend, mentor, csvOf([removed, gone, fresh].map(emailOf)));
    for (const outcome of ['ENROLLED', 'ALREADY_ENROLLED']) {
      const made = await importTo(mentor, course, uploadId);
      await idle(backend);
      expect((await rowsOf(course, made)).map(({ status }) => status)).toEqual(['INVITED', 'INVITED', outcome]);
    }
    expect((await wholeRoster(mentor, course)).map(({ learner }) => learner?.id)).toEqual([userId(fresh.sub)]);
    for (const one of [removed, gone]) {
      const { myInvitations } = await one.run<{ myInvitations: { items: TestInvitation[] } }>(MY_INVITATIONS);
      expect(myInvitations.items).toHaveLength(1);
      const answer = await one.run(ACCEPT, { input: { id: myInvitations.items[0]?.id } });
      expect(answer).toMatchObject({ acceptInvitation: { status: 'ACTIVE' } });
    }
  });
});

describe('given 60 people in a file of 300 rows, and runs that have time for a hundred each', () => {
  it('when a run is lost after its piece, then the next ones do the rest, and each learns there once', async () => {
    const course = await writeCourse(mentor);
    // Each hundred rows name twenty people five times.
    const emails = [0, 20, 40].flatMap((from) =>
      Array.from({ length: 100 }, (_, n) => emailOf(learners[from + (n % 20)] as Learner)),
    );
    const uploadId = await uploadRoster(backend, mentor, csvOf(emails));
    const handedOn = await countHandingOn(backend);
    const made = await losingFirstRun(backend, () => importTo(mentor, course, uploadId));
    expect(await progressOf(course, made)).toMatchObject({ state: 'RUNNING', processed: 100 });
    await pass('PT12M');
    expect(await progressOf(course, made)).toMatchObject({ state: 'DONE', total: 300, processed: 300 });
    expect(countsOf(await progressOf(course, made))).toEqual({ ENROLLED: 60, DUPLICATE: 240 });
    expect(await wholeRoster(mentor, course, { limit: 100 })).toHaveLength(60);
    // Three times in vain, then after the second piece.
    expect(await handedOn()).toBe(4);
  });
});
