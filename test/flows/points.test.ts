import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../../seed/people.ts';
import { openSession } from '../../seed/session.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { tokenClient } from '../support/client.ts';
import { writeCourse, type TestCourse } from '../support/courses.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { idle } from '../support/levers.ts';
import { boardOf, learn, pointsOf } from '../support/points.ts';
import { DELETE_REVIEW, REVIEW_COURSE } from '../support/reviews.ts';

let backend: TestBackend;
let course: TestCourse;
let other: TestCourse;
let lea: Learner;
let kim: Learner;
let sam: Learner;

beforeAll(async () => {
  backend = await startTestBackend();
  course = await writeCourse(backend.as('mentor'), { lessons: 4 });
  other = await writeCourse(backend.as('mentor'), { lessons: 12 });
  [lea, kim, sam] = (await makeLearners(backend, 3)) as [Learner, Learner, Learner];
});
afterAll(() => backend.stop());

const HISTORY = `query ($limit: Int, $nextToken: String) {
  pointsHistory(limit: $limit, nextToken: $nextToken) { items { rule points objectId courseId awardedAt } nextToken }
}`;

interface History {
  readonly items: readonly { readonly rule: string; readonly points: string; readonly objectId: string }[];
  readonly nextToken: string | null;
}

async function historyOf(learner: Learner, variables: object = {}): Promise<History> {
  await idle(backend);
  return (await learner.run<{ pointsHistory: History }>(HISTORY, { ...variables })).pointsHistory;
}

async function advance(by: string): Promise<void> {
  await fetch(`${backend.url}/_local/clock`, { method: 'PUT', body: JSON.stringify({ advance: by }) });
}

describe('given a learner without points', () => {
  it('when they look, then they are on level 1 and on no board', async () => {
    expect(await pointsOf(backend, lea)).toEqual({ total: '0', level: 1, nextLevelAt: '100', week: '0', courses: [] });
    expect(await boardOf(backend, lea, { scope: 'COURSE', courseId: course.id })).toEqual({
      items: [],
      me: null,
      updatedAt: null,
    });
  });

  it('when they complete a course, then they have its points, a level more, and the history of both', async () => {
    await learn(lea, course, 4);
    expect(await pointsOf(backend, lea)).toEqual({
      total: '140',
      level: 2,
      nextLevelAt: '250',
      week: '140',
      courses: [{ courseId: course.id, points: '140' }],
    });
    const { items } = await historyOf(lea);
    expect(items.map(({ rule, points }) => [rule, points]).sort()).toEqual([
      ['COURSE_COMPLETED', '100'],
      ...Array.from({ length: 4 }, () => ['LESSON_COMPLETED', '10']),
    ]);
  });

  it('when they reach a level, then an event says so, once', async () => {
    await idle(backend);
    const response = await fetch(`${backend.url}/_local/events?bus=kalpla-dev`);
    const events = (await response.json()) as { detailType: string; detail: { data: unknown } }[];
    const reached = events.filter(({ detailType }) => detailType === 'level.reached').map(({ detail }) => detail.data);
    expect(reached).toEqual([{ learnerId: `usr_${lea.sub}`, level: 2 }]);
  });

  it('when they page through their history, then they see all of it, the newest first, and nobody else can go on', async () => {
    await advance('PT1M');
    await learn(lea, other, 1);
    const first = await historyOf(lea, { limit: 4 });
    expect(first.items[0]).toMatchObject({ objectId: other.lessons[0]?.id, points: '10' });
    const rest = await historyOf(lea, { limit: 4, nextToken: first.nextToken });
    const objects = [...first.items, ...rest.items].map(({ objectId }) => objectId);
    expect(new Set(objects).size).toBe(6);
    const { errorType } = await kim.refusal(HISTORY, { nextToken: first.nextToken });
    expect(errorType).toBe('Validation');
  });
});

describe('given several learners', () => {
  it('when they have equally many points, then they share a rank, and the next is passed over', async () => {
    await learn(kim, course, 2);
    await learn(sam, course, 2);
    const board = await boardOf(backend, sam, { scope: 'COURSE', courseId: course.id });
    expect(board.items.map(({ rank, points, user }) => [rank, points, user.displayName])).toEqual([
      [1, '140', 'A learner'],
      [2, '20', 'A learner'],
      [2, '20', 'A learner'],
    ]);
    expect(board.me).toEqual({ rank: 2, points: '20', exact: true, error: 0 });
    expect(board.items.map(({ user }) => user.id)).toContain(`usr_${sam.sub}`);
  });

  it('when one overtakes another, then the board shows it', async () => {
    await learn(kim, other, 12);
    const board = await boardOf(backend, lea, { scope: 'GLOBAL', limit: 2 });
    const { items } = board;
    expect(items.map(({ points }) => points)).toEqual(['240', '150']);
    expect(items[0]?.user.id).toBe(`usr_${kim.sub}`);
    expect(board.me).toMatchObject({ rank: 2, points: '150' });
  });

  it('when one writes a review and deletes it, then its points come and go, and come again', async () => {
    const review = { input: { courseId: course.id, rating: 5 } };
    await sam.run(REVIEW_COURSE, review);
    expect((await pointsOf(backend, sam)).total).toBe('25');
    await sam.run(DELETE_REVIEW, { input: { courseId: course.id } });
    expect((await pointsOf(backend, sam)).total).toBe('20');
    expect((await boardOf(backend, sam, { scope: 'COURSE', courseId: course.id })).me).toMatchObject({ points: '20' });
    expect((await historyOf(sam)).items[0]).toMatchObject({ rule: 'REVIEW_WRITTEN', points: '0' });
    await sam.run(REVIEW_COURSE, review);
    expect((await pointsOf(backend, sam)).total).toBe('25');
  });

  it('when one changes their name, then every board shows the new one', async () => {
    const { me } = await kim.run<{ me: { version: number } }>('{ me { version } }');
    await kim.run('mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { displayName } }', {
      input: { displayName: 'Kim K.', version: me.version },
    });
    for (const variables of [{ scope: 'GLOBAL' }, { scope: 'WEEK' }, { scope: 'COURSE', courseId: course.id }]) {
      const { items } = await boardOf(backend, lea, variables);
      expect(items.find(({ user }) => user.id === `usr_${kim.sub}`)?.user.displayName).toBe('Kim K.');
      expect(items.find(({ user }) => user.id === `usr_${lea.sub}`)?.user.displayName).toBe('A learner');
    }
  });
});

describe('a leaderboard', () => {
  const DOCUMENT =
    'query ($scope: BoardScope!, $courseId: ID, $limit: Int) { leaderboard(scope: $scope, courseId: $courseId, limit: $limit) { items { rank } } }';

  it.each([
    ['a course without saying which', { scope: 'COURSE' }, { field: 'courseId', rule: 'required' }],
    ['no learners', { scope: 'GLOBAL', limit: 0 }, { field: 'limit', rule: 'range' }],
    ['too many learners', { scope: 'GLOBAL', limit: 101 }, { field: 'limit', rule: 'range' }],
  ])('of %s is refused', async (_, variables, errorInfo) => {
    expect(await lea.refusal(DOCUMENT, variables)).toMatchObject({ errorType: 'Validation', errorInfo });
  });

  it('of what is no course is not found, and of a course that nobody learns in empty', async () => {
    expect(await lea.refusal(DOCUMENT, { scope: 'COURSE', courseId: 'crs_1' })).toMatchObject({
      errorType: 'NotFound',
    });
    const nobody = { scope: 'COURSE', courseId: `crs_${'0'.repeat(26)}` };
    expect(await boardOf(backend, lea, nobody)).toEqual({ items: [], me: null, updatedAt: null });
  });
});

describe('given a week that ends', () => {
  it('when the next begins, then its board is empty, and fills with what is done in it', async () => {
    expect((await boardOf(backend, lea, { scope: 'WEEK' })).items.length).toBeGreaterThan(2);
    await advance('P7D');
    // The tokens of before have expired.
    const { token } = await openSession(backend.amplify, DEMO_PEOPLE.student2.email, DEMO_PASSWORD);
    const later = tokenClient(backend.outputs.graphqlUrl, token);
    expect(await boardOf(backend, later, { scope: 'WEEK' })).toEqual({ items: [], me: null, updatedAt: null });
    await learn(later, other, 3);
    const board = await boardOf(backend, later, { scope: 'WEEK' });
    expect(board.items.map(({ rank, points }) => [rank, points])).toEqual([[1, '30']]);
    expect(board.me).toEqual({ rank: 1, points: '30', exact: true, error: 0 });
  });
});
