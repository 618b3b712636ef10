import { SendMessageCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { courseUlidOf } from '../../model/ids.ts';
import { cardKey, enrollmentKey, foldMarkKey } from '../../model/keys.ts';
import { countedFrom, countsOn } from '../support/aggregates.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import {
  COMPLETE_LESSON,
  ENROLL,
  SAVE_POSITION,
  UNENROLL,
  writeCourse,
  type TestCourse,
} from '../support/courses.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { idle } from '../support/levers.ts';

let backend: TestBackend;
let learners: Learner[];

beforeAll(async () => {
  backend = await startTestBackend();
  learners = await makeLearners(backend, 24);
});
afterAll(() => backend.stop());

async function lever(method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${backend.url}/_local/${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return response.json();
}

/** How often each planned fault has struck; ends them. */
async function struck(): Promise<number[]> {
  const { faults } = (await lever('GET', 'faults')) as { faults: { struck: number }[] };
  await lever('DELETE', 'faults');
  return faults.map((fault) => fault.struck);
}

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
  if (nth % 5 === 0) await learner.run(UNENROLL, { input: { courseId: course.id } });
}

async function allLearn(course: TestCourse): Promise<void> {
  await Promise.all(learners.map((learner, nth) => learn(course, learner, nth)));
}

async function counts(course: TestCourse) {
  await idle(backend);
  const items = await backend.items();
  const ulid = courseUlidOf(course.id) ?? '';
  return { told: countsOn(items, ulid), true: countedFrom(items, ulid) };
}

const EXPECTED = { enrolled: 19, completed: 6, views: 24 };

describe('counts of a course', () => {
  it('follow what learners do', async () => {
    const course = await writeCourse(backend.as('mentor'));
    await allLearn(course);
    expect(await counts(course)).toEqual({ told: EXPECTED, true: EXPECTED });
  });

  it('stay exact through duplicates, crashes before and after the write, throttles, and a split of the shards', async () => {
    const course = await writeCourse(backend.as('mentor'));
    await idle(backend);
    await lever('POST', 'faults', { service: 'lambda', operation: 'Deliver', kind: 'duplicate', count: 5 });
    await lever('POST', 'faults', { service: 'dynamodb', operation: 'TransactWriteItems', kind: 'throttle', count: 3 });
    await lever('POST', 'faults', { service: 'dynamodb', operation: 'TransactWriteItems', kind: 'crashAfterCommit', count: 3 });
    const half = learners.length / 2;
    await Promise.all(learners.slice(0, half).map((learner, nth) => learn(course, learner, nth)));
    await lever('POST', 'faults', { service: 'lambda', operation: 'Invoke', kind: 'crashAfterCommit', count: 3 });
    await lever('POST', 'shards', { table: backend.operator.tableName });
    await Promise.all(learners.slice(half).map((learner, nth) => learn(course, learner, half + nth)));
    expect(await counts(course)).toEqual({ told: EXPECTED, true: EXPECTED });
    expect(Math.min(...(await struck()))).toBeGreaterThan(0);
  });
});
