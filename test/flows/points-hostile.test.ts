import { randomUUID } from 'node:crypto';
import { GetQueueUrlCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AwardItem } from '../../model/award.ts';
import { BOARD_ROWS, type BoardTopItem } from '../../model/board.ts';
import type { DomainEvent } from '../../model/events.ts';
import { BUCKETS, bucketOf, type HistogramItem } from '../../model/histogram.ts';
import {
  boardHistogramKey,
  boardTopKey,
  courseBoard,
  enrollmentKey,
  GLOBAL_BOARD,
  type Key,
} from '../../model/keys.ts';
import { courseUlidOf } from '../../model/ids.ts';
import type { PointsItem } from '../../model/points.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { COMPLETE_LESSON, ENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import { settled } from '../support/hostility.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { endFaults, idle, lever } from '../support/levers.ts';
import { listed } from '../support/notifications.ts';
import { boardOf, pointsOf } from '../support/points.ts';

let backend: TestBackend;
let queues: SQSClient;

beforeAll(async () => {
  backend = await startTestBackend();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  queues = new SQSClient({ region: 'us-east-1', endpoint: backend.url, credentials });
});
afterAll(() => backend.stop());

async function queueUrl(name: string): Promise<string> {
  return (await queues.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl ?? '';
}

/** Gives an event to those who tell people. */
async function send(MessageBody: string): Promise<void> {
  await queues.send(new SendMessageCommand({ QueueUrl: await queueUrl('kalpla-dev-notifications'), MessageBody }));
}

/** Gives events to the consumer, as the bus would. */
async function tell(events: readonly DomainEvent[]): Promise<void> {
  const QueueUrl = await queueUrl('kalpla-dev-points');
  for (let from = 0; from < events.length; from += 10) {
    const Entries = events.slice(from, from + 10).map((event, index) => {
      return { Id: String(index), MessageBody: JSON.stringify(event) };
    });
    await queues.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
}

async function recompute(aggregate: string): Promise<void> {
  const QueueUrl = await queueUrl('kalpla-dev-recompute');
  await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ aggregate }) }));
  await idle(backend);
}

const digits = (value: number) => String(value).padStart(26, '0');
const SHARED = { time: '2026-11-21T12:00:00.000Z', cause: { actor: 'test', request: '', origin: '' }, changed: [] };

/** Lessons of the nth course are completed. */
function completed(sub: string, course: number, ...lessons: readonly number[]): DomainEvent {
  const courseId = `crs_${digits(course)}`;
  return {
    ...SHARED,
    id: randomUUID(),
    type: 'lesson.completed',
    facts: ['lesson.completed'],
    entity: 'Enrollment',
    key: enrollmentKey(sub, digits(course)),
    data: {
      courseId,
      learnerId: `usr_${sub}`,
      courseTitle: 'A course',
      lessonIds: lessons.map((lesson) => `les_${digits(course)}${digits(lesson)}`),
    },
  };
}

/** Version n of a review: odd ones stand, even ones are deleted. */
function reviewed(sub: string, course: number, version: number): DomainEvent {
  const fact = version % 2 === 1 ? 'review.created' : 'review.deleted';
  return {
    ...SHARED,
    id: randomUUID(),
    type: fact,
    facts: [fact],
    entity: 'Review',
    key: { pk: '', sk: '' },
    data: {
      courseId: `crs_${digits(course)}`,
      reviewId: `rev_${digits(course)}${sub}`,
      learnerId: `usr_${sub}`,
      version,
    },
  };
}

async function item<Item extends Key>({ pk, sk }: Key): Promise<Item | undefined> {
  return (await backend.items()).find((each) => each.pk === pk && each.sk === sk) as Item | undefined;
}

/** Sums as the items of the table say: of awards, and as they were folded. */
async function sums(sub: string) {
  const mine = (await backend.items()).filter(({ pk }) => pk === `POINTS#${sub}`);
  const awards = mine.filter(({ sk }) => sk.startsWith('AWARD#')) as AwardItem[];
  const folded = mine.find(({ sk }) => sk === 'POINTS') as PointsItem | undefined;
  return { awarded: awards.reduce((sum, { points }) => sum + points, 0), folded: folded?.total };
}

describe('awards', () => {
  it('of ten at once of 10 each make 100', async () => {
    const course = await writeCourse(backend.as('mentor'), { lessons: 12 });
    const [learner] = (await makeLearners(backend, 1)) as [Learner];
    await learner.run(ENROLL, { input: { courseId: course.id } });
    const report = ({ id: lessonId }: { readonly id: string }) =>
      learner.run(COMPLETE_LESSON, { input: { courseId: course.id, lessonId } });
    await Promise.all(course.lessons.slice(0, 10).map(report));
    const points = await pointsOf(backend, learner);
    expect(points).toMatchObject({ total: '100', week: '100', courses: [{ courseId: course.id, points: '100' }] });
  });

  it('of 200 events that come twice, in any order, between throttles, crashes and a split of the shards, count once', async () => {
    const learners = await makeLearners(backend, 20);
    const plan = (service: string, operation: string, kind: string, count: number) =>
      lever(backend, 'POST', 'faults', { service, operation, kind, count });
    await plan('dynamodb', 'PutItem', 'throttle', 5);
    await plan('dynamodb', 'PutItem', 'crashAfterCommit', 5);
    await plan('dynamodb', 'UpdateItem', 'throttle', 3);
    await plan('dynamodb', 'UpdateItem', 'crashAfterCommit', 3);
    await plan('lambda', 'Deliver', 'duplicate', 5);
    await plan('lambda', 'Invoke', 'crashAfterCommit', 3);
    const once = learners.flatMap(({ sub }, nth) => [
      ...Array.from({ length: 10 }, (_, lesson) => completed(sub, 1 + nth, lesson)),
      ...[1, 2, 3, 4].slice(0, 1 + (nth % 4)).map((version) => reviewed(sub, 1 + nth, version)),
    ]);
    const [events = []] = fc.sample(fc.shuffledSubarray([...once, ...once], { minLength: 2 * once.length }), 1);
    expect(events.length).toBeGreaterThan(400);
    await tell(events.slice(0, events.length / 2));
    await lever(backend, 'POST', 'shards', { table: backend.operator.tableName });
    await tell(events.slice(events.length / 2));
    await idle(backend);
    expect(Math.min(...(await endFaults(backend)))).toBeGreaterThan(0);
    for (const [nth, { sub }] of learners.entries()) {
      // The newest version of the review stands where it is odd.
      const total = 100 + (nth % 2 === 0 ? 5 : 0);
      expect(await sums(sub)).toEqual({ awarded: total, folded: total });
    }
    // Their boards have seen it all as well: each is the only one in their course.
    for (const [nth, learner] of learners.slice(0, 4).entries()) {
      const { items } = await boardOf(backend, learner, { scope: 'COURSE', courseId: `crs_${digits(1 + nth)}` });
      expect(items.map(({ points }) => points)).toEqual([nth % 2 === 0 ? '105' : '100']);
    }
  });

  it('make the same sums when these are counted anew', async () => {
    const [learner] = (await makeLearners(backend, 1)) as [Learner];
    await tell([completed(learner.sub, 90, 1), completed(learner.sub, 91, 1), reviewed(learner.sub, 91, 1)]);
    const before = await pointsOf(backend, learner);
    await recompute(`points:${learner.sub}`);
    expect(await pointsOf(backend, learner)).toEqual(before);
    await tell([completed(learner.sub, 91, 2)]);
    expect((await pointsOf(backend, learner)).total).toBe('35');
  });
});

describe('a level', () => {
  it('that is lost and reached again is an event again, and is told once', async () => {
    const [learner] = (await makeLearners(backend, 1)) as [Learner];
    const { sub } = learner;
    await tell([completed(sub, 500, ...Array.from({ length: 9 }).keys()), reviewed(sub, 500, 1)]);
    for (const version of [1, 2, 3, 4, 5]) {
      await idle(backend);
      // 100 and 95 by turns.
      await tell([reviewed(sub, 501, version)]);
    }
    await idle(backend);
    const events = (await lever(backend, 'GET', 'events?bus=kalpla-dev&detailType=level.reached')) as {
      readonly detail: { readonly data: object };
    }[];
    const reached = events.filter(({ detail }) => JSON.stringify(detail.data).includes(sub));
    expect(reached.map(({ detail }) => detail.data)).toEqual(
      Array.from({ length: 3 }, () => ({ learnerId: `usr_${sub}`, level: 2 })),
    );
    const { items } = await listed(learner);
    expect(items.filter(({ type }) => type === 'LEVEL_REACHED')).toMatchObject([{ title: 'You have reached level 2' }]);
    // The event that tells it may come again: after a crash it has to.
    await Promise.all(reached.map(({ detail }) => send(JSON.stringify(detail))));
    await idle(backend);
    expect((await listed(learner)).items).toHaveLength(items.length);
  });
});

describe('a board with more learners than it lists', () => {
  let learners: Learner[];

  /** Everybody's points, and how the board has counted them. */
  async function truth() {
    const everybody = (await backend.items()).filter(({ sk }) => sk === 'POINTS') as PointsItem[];
    const counted: Record<string, number> = {};
    for (const { total } of everybody) {
      const bucket = bucketOf(total);
      if (bucket) counted[bucket] = (counted[bucket] ?? 0) + 1;
    }
    const histogram = await item<HistogramItem>(boardHistogramKey(GLOBAL_BOARD));
    const names = BUCKETS.map((_, number) => `b${number}` as const);
    return {
      totals: everybody.map(({ total }) => total),
      counted: names.map((name) => counted[name] ?? 0),
      told: names.map((name) => histogram?.[name] ?? 0),
    };
  }

  async function expectTrueRanks(): Promise<void> {
    const { totals, counted, told } = await truth();
    expect(told).toEqual(counted);
    for (const learner of [learners[0], learners[40], learners[120], learners.at(-1)]) {
      const { me } = await boardOf(backend, learner!, { scope: 'GLOBAL', limit: 100 });
      const rank = 1 + totals.filter((total) => total > Number(me?.points)).length;
      expect(Math.abs((me?.rank ?? 0) - rank)).toBeLessThanOrEqual(me?.error ?? -1);
    }
  }

  beforeAll(async () => {
    learners = await makeLearners(backend, 160);
    // The nth has (n mod 8) + 1 lessons done, each learner in a course of their own.
    await tell(
      learners.map(({ sub }, nth) => completed(sub, 1000 + nth, ...Array.from({ length: (nth % 8) + 1 }).keys())),
    );
    await settled(backend);
  }, 120_000);

  it('lists the first, and tells everybody their rank within its error', async () => {
    const top = await item<BoardTopItem>(boardTopKey(GLOBAL_BOARD));
    expect(top?.rows.length).toBe(BOARD_ROWS);
    expect(top?.floor).toBeGreaterThan(0);
    await expectTrueRanks();
    const { items, me } = await boardOf(backend, learners[0]!, { scope: 'GLOBAL', limit: 100 });
    expect(items).toHaveLength(100);
    expect(me?.exact).toBe(me?.error === 0);
  });

  it('follows what changes from then on, duplicates and a split of the shards included', async () => {
    await lever(backend, 'POST', 'faults', { service: 'lambda', operation: 'Deliver', kind: 'duplicate', count: 5 });
    const events = learners.slice(0, 80).map(({ sub }, nth) => completed(sub, 1000 + nth, 50));
    await tell(events.slice(0, 40));
    await lever(backend, 'POST', 'shards', { table: backend.operator.tableName });
    await tell([...events.slice(40), ...events]);
    await idle(backend);
    expect(Math.min(...(await endFaults(backend)))).toBeGreaterThan(0);
    await expectTrueRanks();
  });

  it('is the same when it is made anew', async () => {
    const before = await boardOf(backend, learners[0]!, { scope: 'GLOBAL', limit: 100 });
    await recompute(`board:${GLOBAL_BOARD}`);
    const after = await boardOf(backend, learners[0]!, { scope: 'GLOBAL', limit: 100 });
    expect({ ...after, updatedAt: null }).toEqual({ ...before, updatedAt: null });
    await expectTrueRanks();
  });

  it('of a course is made anew from those who learn in it', async () => {
    const course: TestCourse = await writeCourse(backend.as('mentor'), { lessons: 3 });
    for (const learner of learners.slice(0, 3)) {
      await learner.run(ENROLL, { input: { courseId: course.id } });
      const input = { courseId: course.id, lessonId: course.lessons[0]?.id };
      await learner.run(COMPLETE_LESSON, { input });
    }
    const variables = { scope: 'COURSE', courseId: course.id };
    const before = await boardOf(backend, learners[0]!, variables);
    expect(before.items).toHaveLength(3);
    await recompute(`board:${courseBoard(courseUlidOf(course.id) ?? '')}`);
    expect((await boardOf(backend, learners[0]!, variables)).items).toEqual(before.items);
  });
});
