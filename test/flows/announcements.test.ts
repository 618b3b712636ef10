import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userId } from '../../model/ids.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { ENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { endFaults, idle, lever, moveClock } from '../support/levers.ts';
import { listed } from '../support/notifications.ts';
import { writingNothing } from '../support/nothing-written.ts';
import { ANNOUNCE, ANNOUNCEMENTS, countHandingOn, losingFirstRun, REMOVE_LEARNER } from '../support/roster.ts';
import { inShortRuns } from '../support/templates.ts';

let backend: TestBackend;
let mentor: Client;
let course: TestCourse;
let learners: Learner[];

const TITLE = 'We <b>begin</b> on Monday';
const announcement = () => ({
  input: {
    clientToken: randomUUID(),
    courseId: course.id,
    title: TITLE,
    text: 'Bring <script>alert(1)</script>\nand a pen.',
  },
});

beforeAll(async () => {
  backend = await startTestBackend({ changeAssembly: inShortRuns });
  mentor = backend.as('mentor');
  course = await writeCourse(mentor);
  // Ten of them in one partition, which is more than a piece.
  learners = [...(await makeLearners(backend, 20)), ...(await makeLearners(backend, 10, { digit: '0' }))];
  for (const learner of learners) await learner.run(ENROLL, { input: { courseId: course.id } });
  await idle(backend);
});
afterAll(() => backend.stop());

async function toldTimes(learner: Client): Promise<number> {
  const { items } = await listed(learner, { limit: 100 });
  return items.filter(({ type }) => type === 'ANNOUNCEMENT').length;
}

const mails = () => backend.cloud.cloud.outbox.list({ channel: 'EMAIL' }).filter(({ subject }) => subject === TITLE);

async function announcements(client: Client, { id } = course): Promise<object[]> {
  const { announcements: page } = await client.run<{ announcements: { items: object[] } }>(ANNOUNCEMENTS, {
    courseId: id,
  });
  return page.items;
}

describe('given somebody who enrolls while an announcement waits to be handed on', () => {
  it('then they find it in the list and are not told, unlike who was there before', async () => {
    const open = await writeCourse(mentor);
    const [early, late] = (await makeLearners(backend, 2)) as [Learner, Learner];
    await early.run(ENROLL, { input: { courseId: open.id } });
    await idle(backend);
    const stall = { service: 'dynamodb', operation: 'GetRecords', kind: 'throttle', count: 1_000_000 };
    await lever(backend, 'POST', 'faults', stall);
    await mentor.run(ANNOUNCE, { input: { ...announcement().input, courseId: open.id, title: 'Room 2' } });
    await late.run(ENROLL, { input: { courseId: open.id } });
    await endFaults(backend);
    await idle(backend);
    expect(await announcements(late, open)).toMatchObject([{ title: 'Room 2' }]);
    expect([await toldTimes(early), await toldTimes(late)]).toEqual([1, 0]);
  });
});

describe('given a course in which thirty learn, one of whom was removed', () => {
  it('when the mentor announces something, twice by the same token, and a run is lost after its piece, then each is told once', async () => {
    const [removed, ...others] = learners as [Learner, ...Learner[]];
    await mentor.run(REMOVE_LEARNER, { input: { courseId: course.id, userId: userId(removed.sub), reason: 'Left' } });
    const handedOn = await countHandingOn(backend);
    const variables = announcement();
    const first = await losingFirstRun(backend, () => mentor.run(ANNOUNCE, variables));
    expect(await mentor.run(ANNOUNCE, variables)).toEqual(first);
    await lever(backend, 'POST', 'faults', {
      service: 'sqs',
      operation: 'SendMessageBatch',
      kind: 'crashAfterCommit',
      count: 1,
    });
    for (let waited = 0; waited < 3; waited += 1) await moveClock(backend, { advance: 'PT4M' });
    expect(await Promise.all(others.map(toldTimes))).toEqual(others.map(() => 1));
    expect(await toldTimes(removed)).toBe(0);
    // Fifteen partitions of one piece at least, and one of three; and the three times in vain.
    expect(await handedOn()).toBeGreaterThanOrEqual(17 + 3);
    expect(
      mails()
        .map(({ to }) => to)
        .toSorted(),
    ).toEqual(others.map(({ sub }) => `${sub}@kalpla.test`).toSorted());
    expect(mails()[0]?.html).not.toContain('<script>');
    expect(await removed.refusal(ANNOUNCEMENTS, { courseId: course.id })).toMatchObject({ errorType: 'NotFound' });
  });

  it('when somebody enrolls later, then they find it in the list, and get no mail', async () => {
    const [late] = (await makeLearners(backend, 1)) as [Learner];
    expect(await late.refusal(ANNOUNCEMENTS, { courseId: course.id })).toMatchObject({ errorType: 'NotFound' });
    await late.run(ENROLL, { input: { courseId: course.id } });
    await idle(backend);
    expect(await announcements(late)).toMatchObject([{ title: TITLE }]);
    expect(await toldTimes(late)).toBe(0);
    expect(mails().map(({ to }) => to)).not.toContain(`${late.sub}@kalpla.test`);
  });

  it.each([
    { title: ' ' },
    { title: 'x'.repeat(121) },
    { text: '\n' },
    { text: 'x'.repeat(2_001) },
    { text: 'a\u0000b' },
  ])('when %j is announced, then it is refused', async (wrong) => {
    const input = { ...announcement().input, ...wrong };
    const refusal = await writingNothing(backend, () => mentor.refusal(ANNOUNCE, { input }));
    expect(refusal).toMatchObject({ errorType: 'Validation', errorInfo: { field: Object.keys(wrong)[0] } });
  });

  it('when another mentor announces, then there is no such course', async () => {
    const call = () => backend.as('mentor2').refusal(ANNOUNCE, announcement());
    expect(await writingNothing(backend, call)).toMatchObject({ errorType: 'NotFound' });
  });
});
