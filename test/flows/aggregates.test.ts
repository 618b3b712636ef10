import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { courseUlidOf } from '../../model/ids.ts';
import { cardIn, courseTotals } from '../support/aggregates.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import {
  COMPLETE_LESSON,
  CREATE_LESSON,
  ENROLL,
  SAVE_POSITION,
  UNENROLL,
  writeCourse,
  type TestCourse,
} from '../support/courses.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { endFaults, idle, lever } from '../support/levers.ts';
import { ARCHIVE, learnersWithEmptyInbox, LIST, MARK_READ, putNotification } from '../support/notifications.ts';
import { DELETE_REVIEW, REVIEW_COURSE, REVIEWS, VOTE, writeReview, type ReviewPage } from '../support/reviews.ts';

let backend: TestBackend;
let learners: Learner[];

beforeAll(async () => {
  backend = await startTestBackend();
  learners = await makeLearners(backend, 24);
});
afterAll(() => backend.stop());

/** The nth learner enrolls; every second opens both lessons, every third completes them, every fifth leaves again. */
async function learn(course: TestCourse, learner: Learner, nth: number): Promise<void> {
  await learner.run(ENROLL, { input: { courseId: course.id } });
  for (const { id: lessonId } of course.lessons) {
    const input = { courseId: course.id, lessonId };
    if (nth % 2 === 0) {
      await learner.run(SAVE_POSITION, { input: { ...input, positionSeconds: 10 } });
      await learner.run(SAVE_POSITION, { input: { ...input, positionSeconds: 20 } });
    }
    if (nth % 3 === 0) await learner.run(COMPLETE_LESSON, { input });
  }
  // Who has completed has done enough to review.
  if (nth % 3 === 0) await writeReview(learner, course, { rating: 1 + (nth % 5) });
  if (nth % 5 === 0) await learner.run(UNENROLL, { input: { courseId: course.id } });
}

function learnAll(course: TestCourse, from: number, to: number): Promise<unknown> {
  return Promise.all(learners.slice(from, to).map((learner, index) => learn(course, learner, from + index)));
}

const EXPECTED = { enrolled: 19, completed: 6, views: 24, stars: [2, 2, 1, 2, 1] };

const SHOWN = 'rating { average count histogram } enrolledCount';
const PAGE = `query ($id: ID, $slug: String) {
  course(id: $id, slug: $slug) { id ${SHOWN} completedCount viewCount lessonTotal }
}`;
const POPULAR = `query ($category: String, $limit: Int, $nextToken: String) {
  courses(category: $category, sort: POPULAR, limit: $limit, nextToken: $nextToken) {
    items { id enrolledCount lessonTotal version rating { average count } } nextToken
  }
}`;

interface Shown {
  readonly id: string;
  readonly enrolledCount: number;
}

interface Popular {
  readonly courses: { readonly items: Shown[]; readonly nextToken: string | null };
}

describe('counts of a course', () => {
  it('follow what learners do, and are on its page by id and by slug', async () => {
    const course = await writeCourse(backend.as('mentor'));
    await learnAll(course, 0, 24);
    await idle(backend);
    expect(await courseTotals(backend, course)).toEqual({ told: EXPECTED, true: EXPECTED });
    const page = {
      course: {
        id: course.id,
        // (2·1 + 2·2 + 1·3 + 2·4 + 1·5) / 8
        rating: { average: 2.75, count: 8, histogram: EXPECTED.stars },
        enrolledCount: 19,
        completedCount: 6,
        viewCount: 24,
        lessonTotal: 2,
      },
    };
    expect(await backend.anybody.run(PAGE, { id: course.id })).toEqual(page);
    expect(await backend.anybody.run(PAGE, { slug: course.slug })).toEqual(page);
  });

  it('are nothing on a draft and a course that nobody has found yet', async () => {
    const nothing = {
      rating: { average: null, count: 0, histogram: [0, 0, 0, 0, 0] },
      enrolledCount: 0,
      completedCount: 0,
      viewCount: 0,
    };
    const draft = await writeCourse(backend.as('mentor'), { draft: true });
    expect(await backend.as('mentor').run(PAGE, { id: draft.id })).toMatchObject({ course: nothing });
    const course = await writeCourse(backend.as('mentor'));
    expect(await backend.anybody.run(PAGE, { slug: course.slug })).toMatchObject({ course: nothing });
  });

  it('stay exact through duplicates, crashes before and after the write, throttles, and a split of the shards', async () => {
    const course = await writeCourse(backend.as('mentor'));
    await idle(backend);
    const plan = (service: string, operation: string, kind: string, count: number) =>
      lever(backend, 'POST', 'faults', { service, operation, kind, count });
    await plan('lambda', 'Deliver', 'duplicate', 5);
    await plan('dynamodb', 'TransactWriteItems', 'throttle', 3);
    await plan('dynamodb', 'TransactWriteItems', 'crashAfterCommit', 3);
    await learnAll(course, 0, 12);
    await lever(backend, 'POST', 'shards', { table: backend.operator.tableName });
    await plan('lambda', 'Invoke', 'crashAfterCommit', 3);
    await plan('lambda', 'Invoke', 'error', 3);
    await learnAll(course, 12, 24);
    await idle(backend);
    expect(await courseTotals(backend, course)).toEqual({ told: EXPECTED, true: EXPECTED });
    expect(Math.min(...(await endFaults(backend)))).toBeGreaterThan(0);
  });
});

describe('the catalogue by learners', () => {
  it('has most learners first, the last published first among those with as many, page by page', async () => {
    const category = 'Popularity';
    const mentor = backend.as('mentor');
    const courses: TestCourse[] = [];
    for (let nth = 0; nth < 5; nth += 1) courses.push(await writeCourse(mentor, { category, lessons: 1 }));
    const enroll = (nth: number, count: number) =>
      Promise.all(learners.slice(0, count).map(({ run }) => run(ENROLL, { input: { courseId: courses[nth]?.id } })));
    await enroll(0, 2);
    await enroll(1, 12);
    await enroll(3, 2);
    await idle(backend);
    const { courses: first } = await backend.anybody.run<Popular>(POPULAR, { category, limit: 3 });
    const { courses: second } = await backend.anybody.run<Popular>(POPULAR, {
      category,
      limit: 3,
      nextToken: first.nextToken,
    });
    const listed = [...first.items, ...second.items].map(({ id, enrolledCount }) => [id, enrolledCount]);
    const expected = [1, 3, 0, 4, 2].map((nth) => courses[nth]?.id);
    expect(listed).toEqual(expected.map((id, place) => [id, [12, 2, 2, 0, 0][place]]));
    const { courses: all } = await backend.anybody.run<Popular>(POPULAR, { limit: 100 });
    const counts = all.items.map(({ enrolledCount }) => enrolledCount);
    expect(counts).toEqual([...counts].sort((one, other) => other - one));
    expect(all.items.map(({ id }) => id).filter((id) => expected.includes(id))).toEqual(expected);
  });

  it('shows a published course as it is edited', async () => {
    const category = 'Edited';
    const mentor = backend.as('mentor');
    const course = await writeCourse(mentor, { category });
    await learners[0]?.run(ENROLL, { input: { courseId: course.id } });
    await mentor.run(CREATE_LESSON, {
      input: { clientToken: 'late', courseId: course.id, moduleId: course.moduleId, title: 'Late', kind: 'TEXT' },
    });
    await idle(backend);
    const { courses } = await backend.anybody.run<Popular>(POPULAR, { category });
    expect(courses.items).toMatchObject([{ lessonTotal: 3, version: course.version + 1, enrolledCount: 1 }]);
    expect(cardIn(await backend.items(), courseUlidOf(course.id) ?? '')?.enrolled).toBe(1);
  });
});

describe('reviews', () => {
  it('count with their last rating, and no more once they are deleted', async () => {
    const course = await writeCourse(backend.as('mentor'), { lessons: 1 });
    const [one, other] = learners as [Learner, Learner];
    const review = (learner: Learner, rating: number) =>
      learner.run(REVIEW_COURSE, { input: { courseId: course.id, rating, text: `${rating}` } });
    const ratingNow = async () => {
      await idle(backend);
      const { course: shown } = await backend.anybody.run<{ course: { rating: unknown } }>(PAGE, { id: course.id });
      return shown.rating;
    };
    for (const learner of [one, other]) {
      await learner.run(ENROLL, { input: { courseId: course.id } });
      await learner.run(COMPLETE_LESSON, { input: { courseId: course.id, lessonId: course.lessons[0]?.id } });
    }
    await review(one, 5);
    await review(other, 2);
    expect(await ratingNow()).toEqual({ average: 3.5, count: 2, histogram: [0, 1, 0, 0, 1] });
    await review(other, 3);
    await review(other, 3);
    expect(await ratingNow()).toEqual({ average: 4, count: 2, histogram: [0, 0, 1, 0, 1] });
    await one.run(DELETE_REVIEW, { input: { courseId: course.id } });
    expect(await ratingNow()).toEqual({ average: 3, count: 1, histogram: [0, 0, 1, 0, 0] });
    await other.run(DELETE_REVIEW, { input: { courseId: course.id } });
    expect(await ratingNow()).toEqual({ average: null, count: 0, histogram: [0, 0, 0, 0, 0] });
  });

  it('are found by the votes that stand', async () => {
    const course = await writeCourse(backend.as('mentor'), { lessons: 1 });
    const [first, second, third, ...voters] = learners.slice(0, 8) as [Learner, Learner, Learner, ...Learner[]];
    const ids: string[] = [];
    for (const learner of [first, second, third]) {
      await learner.run(ENROLL, { input: { courseId: course.id } });
      await learner.run(COMPLETE_LESSON, { input: { courseId: course.id, lessonId: course.lessons[0]?.id } });
      ids.push((await writeReview(learner, course, { rating: 4 })).id);
    }
    const vote = (voter: Learner, nth: number, helpful = true) =>
      voter.run(VOTE, { input: { reviewId: ids[nth], helpful } });
    for (const voter of voters) {
      await vote(voter, 0);
      await vote(voter, 1);
      await vote(voter, 1);
    }
    await Promise.all(voters.slice(0, 3).map((voter) => vote(voter, 1, false)));
    await idle(backend);
    const { reviews } = await backend.anybody.run<{ reviews: ReviewPage }>(REVIEWS, {
      courseId: course.id,
      sort: 'HELPFUL',
    });
    expect(reviews.items.map(({ id, helpful, version }) => [id, helpful, version])).toEqual([
      [ids[0], 5, 1],
      [ids[1], 2, 1],
      [ids[2], 0, 1],
    ]);
  });
});

describe('an inbox', () => {
  it('counts what is unread: not what is read, archived, hidden, or over', async () => {
    const [reader] = (await learnersWithEmptyInbox(backend, 1)) as [Learner];
    const { sub } = reader;
    const unreadNow = async () => {
      await idle(backend);
      const { notifications } = await reader.run<{ notifications: { unreadCount: number } }>(LIST);
      return notifications.unreadCount;
    };
    const ids: string[] = [];
    for (let nth = 0; nth < 6; nth += 1) ids.push(await putNotification(backend, sub));
    await putNotification(backend, sub, { hidden: true });
    expect(await unreadNow()).toBe(6);
    await reader.run(MARK_READ, { input: { ids: ids.slice(0, 2) } });
    await reader.run(MARK_READ, { input: { ids: ids.slice(1, 2) } });
    expect(await unreadNow()).toBe(4);
    await reader.run(ARCHIVE, { input: { ids: ids.slice(2, 4) } });
    expect(await unreadNow()).toBe(2);
    await reader.run(MARK_READ, { input: { all: true } });
    expect(await unreadNow()).toBe(0);
    const soon = Math.floor(Date.now() / 1000) + 60;
    await putNotification(backend, sub, { change: { expiresAt: soon } });
    await putNotification(backend, sub);
    expect(await unreadNow()).toBe(2);
    await lever(backend, 'PUT', 'clock', { advance: 'PT2M' });
    expect(await unreadNow()).toBe(1);
  });
});
