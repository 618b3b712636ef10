import { randomUUID } from 'node:crypto';
import { GetQueueUrlCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Logger } from '@aws-lambda-powertools/logger';
import { PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rebuild } from '../../functions/recompute/rebuild.ts';
import { courseLearning } from '../../functions/shared/folds/course-learning.ts';
import { AGGREGATE_ORIGIN } from '../../functions/shared/folds/fold.ts';
import { courseUlidOf } from '../../model/ids.ts';
import {
  cardKey,
  enrollmentKey,
  INBOX,
  NOTIFICATION,
  notificationStateKey,
  reviewKey,
  type Key,
} from '../../model/keys.ts';
import type { NotificationItem } from '../../model/notification.ts';
import { cardIn, courseTotals } from '../support/aggregates.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { COMPLETE_LESSON, ENROLL, SAVE_POSITION, UNENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { lever } from '../support/levers.ts';
import { putNotification, subOf } from '../support/notifications.ts';
import { DELETE_REVIEW, VOTE, writeReview } from '../support/reviews.ts';

/** Rebuilds settle for seconds each, and what learners do leads to notifications and mails besides. */
const TIMEOUT_MS = 90_000;

let backend: TestBackend;
let queues: SQSClient;
let learners: Learner[];

beforeAll(async () => {
  backend = await startTestBackend();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  queues = new SQSClient({ region: 'us-east-1', endpoint: backend.url, credentials });
  learners = await makeLearners(backend, 18);
  await settled();
}, TIMEOUT_MS);
afterAll(() => backend.stop());

/** Waits until nothing is under way and nothing is due. */
async function settled(): Promise<void> {
  expect(await lever(backend, 'POST', 'idle', { timeoutMs: 50_000 })).toEqual({ idle: true });
}

/** As well as what is asked for a minute later, where a record came too late for a rebuild. */
async function settledLate(): Promise<void> {
  await settled();
  await lever(backend, 'PUT', 'clock', { advance: 'PT61S' });
  await settled();
}

async function queueUrl(name: string): Promise<string> {
  const { QueueUrl = '' } = await queues.send(new GetQueueUrlCommand({ QueueName: name }));
  return QueueUrl;
}

async function recompute(...aggregates: string[]): Promise<void> {
  const QueueUrl = await queueUrl('kalpla-dev-recompute');
  for (const aggregate of aggregates) {
    await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ aggregate }) }));
  }
}

/** Changes totals behind everybody's back, and behind the fold's: as if records had been lost. */
async function corrupt(key: Key, totals: Readonly<Record<string, unknown>>): Promise<void> {
  const { table, tableName: TableName } = backend.operator;
  const names = Object.keys(totals);
  await table.send(
    new UpdateCommand({
      TableName,
      Key: { pk: key.pk, sk: key.sk },
      UpdateExpression: `SET ${names.map((_, index) => `#n${index} = :n${index}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#n${index}`, name])),
      ExpressionAttributeValues: Object.fromEntries(names.map((name, index) => [`:n${index}`, totals[name]])),
    }),
  );
}

async function item(key: Key): Promise<Readonly<Record<string, unknown>>> {
  const found = (await backend.items()).find(({ pk, sk }) => pk === key.pk && sk === key.sk);
  return { ...found };
}

/** Notifications in a person's list that they have neither read nor put away. */
async function unreadOf(sub: string): Promise<readonly Key[]> {
  const listed = (await backend.items()).filter(
    ({ pk, sk }) => pk === `${INBOX}${sub}` && sk.startsWith(`${NOTIFICATION}#`),
  );
  return (listed as NotificationItem[]).filter(({ readAt, archivedAt }) => !readAt && !archivedAt);
}

function ulidOf(course: TestCourse): string {
  return courseUlidOf(course.id) ?? '';
}

/** Enrolls, opens, completes and reviews; some leave, some take the review back. */
async function learn(course: TestCourse, learner: Learner, nth: number): Promise<void> {
  await learner.run(ENROLL, { input: { courseId: course.id } });
  const input = { courseId: course.id, lessonId: course.lessons[0]?.id };
  await learner.run(SAVE_POSITION, { input: { ...input, positionSeconds: 10 } });
  await learner.run(COMPLETE_LESSON, { input });
  await writeReview(learner, course, { rating: 1 + (nth % 5) });
  if (nth % 3 === 0) await learner.run(UNENROLL, { input: { courseId: course.id } });
  if (nth % 4 === 0) await learner.run(DELETE_REVIEW, { input: { courseId: course.id } });
}

async function totalsAreTrue(course: TestCourse): Promise<void> {
  const { told, true: truth } = await courseTotals(backend, course);
  expect(told).toEqual(truth);
}

const WRONG = { enrolled: 999, completed: 'many', views: -3, popularity: 1, r1: 70, r5: 'none' };

describe('a rebuild', { timeout: TIMEOUT_MS }, () => {
  it('makes totals true that were corrupted, while learners enroll and review', async () => {
    const course = await writeCourse(backend.as('mentor'), { lessons: 1 });
    const ulid = ulidOf(course);
    await Promise.all(learners.slice(0, 6).map((learner, nth) => learn(course, learner, nth)));
    await settled();
    await corrupt(cardKey(ulid), WRONG);
    await recompute(`learning:${ulid}`, `rating:${ulid}`);
    // They come one after the other, for as long as the rebuild takes.
    for (let nth = 6; nth < learners.length; nth += 1) {
      await learn(course, learners[nth] as Learner, nth);
    }
    await settledLate();
    await totalsAreTrue(course);
    const items = await backend.items();
    const card = cardIn(items, ulid);
    const journals = items.filter(({ pk, sk }) => pk.endsWith(`:${ulid}`) && sk.startsWith('JOURNAL#'));
    expect(new Set(journals.map(({ pk }) => pk)).size).toBe(2);
    expect(card).toMatchObject({ learningAsOf: {}, ratingAsOf: {} });
    expect(card).not.toMatchObject({ learningRebuild: {} });
    const order = BigInt(card?.enrolled ?? 0) * 10n ** 13n + BigInt(Date.parse(card?.course.publishedAt ?? ''));
    expect(BigInt(card?.popularity ?? 0)).toBe(order);
    // And folds go on from there.
    await learners[0]?.run(ENROLL, { input: { courseId: course.id } });
    await settledLate();
    await totalsAreTrue(course);
  });

  it('counts what comes between its last look at the journal and its commit', async () => {
    const course = await writeCourse(backend.as('mentor'), { lessons: 1 });
    const ulid = ulidOf(course);
    const [first, second] = learners as [Learner, Learner];
    await first.run(ENROLL, { input: { courseId: course.id } });
    await settled();
    const { table, tableName } = backend.operator;
    let looks = 0;
    const watched = Object.assign(Object.create(table) as typeof table, {
      send: async (command: Parameters<typeof table.send>[0]) => {
        const answer: unknown = await table.send(command);
        const isLook = command instanceof QueryCommand && !command.input.IndexName;
        if (isLook && (looks += 1) === 1) {
          await second.run(ENROLL, { input: { courseId: course.id } });
          await settled();
        }
        return answer;
      },
    });
    const totals = await rebuild(courseLearning, ulid, Infinity, {
      table: watched,
      tableName,
      cause: { actor: 'test', request: '', origin: AGGREGATE_ORIGIN },
      logger: new Logger({ serviceName: 'test' }),
      now: () => Math.floor(Date.now() / 1000),
      newId: randomUUID,
      settle: () => Promise.resolve(),
    });
    expect(totals).toMatchObject({ enrolled: 2n });
    expect(looks).toBe(2);
    await totalsAreTrue(course);
  });

  it('is asked for by a record that can not be counted, which holds up nothing', async () => {
    const course = await writeCourse(backend.as('mentor'), { lessons: 1 });
    const ulid = ulidOf(course);
    const { table, tableName: TableName } = backend.operator;
    const [poisoned, ...others] = learners as [Learner, ...Learner[]];
    const cause = { actor: 'test', request: '', origin: 'test' };
    const key = enrollmentKey(poisoned.sub, ulid);
    const riddle = { ...key, entity: 'Enrollment', v: 1, status: 'PERHAPS', learning: `${ulid}#0`, cause };
    await table.send(new PutCommand({ TableName, Item: riddle }));
    await Promise.all(others.slice(0, 6).map((learner, nth) => learn(course, learner, nth)));
    await settledLate();
    await totalsAreTrue(course);
    expect(await item(cardKey(ulid))).toMatchObject({ learningAsOf: {} });
    // Mended by hand it counts, though its record can't be counted either.
    await table.send(new PutCommand({ TableName, Item: { ...riddle, status: 'ACTIVE' } }));
    await settled();
    await totalsAreTrue(course);
    expect((await courseTotals(backend, course)).told.enrolled).toBe(5);
  });

  it('is asked for where totals can not be added to', async () => {
    const course = await writeCourse(backend.as('mentor'), { lessons: 1 });
    await corrupt(cardKey(ulidOf(course)), { enrolled: 'many', r1: 'many' });
    await learn(course, learners[1] as Learner, 0);
    await settled();
    await totalsAreTrue(course);
  });

  it('counts votes and what is unread anew, too', async () => {
    const course = await writeCourse(backend.as('mentor'), { lessons: 1 });
    const [author, ...voters] = (await makeLearners(backend, 4)) as [Learner, ...Learner[]];
    await author.run(ENROLL, { input: { courseId: course.id } });
    await author.run(COMPLETE_LESSON, { input: { courseId: course.id, lessonId: course.lessons[0]?.id } });
    const review = await writeReview(author, course, { rating: 4 });
    for (const voter of voters) await voter.run(VOTE, { input: { reviewId: review.id, helpful: true } });
    const sub = await subOf(author);
    for (let nth = 0; nth < 4; nth += 1) await putNotification(backend, sub);
    await settled();
    const reviewed = reviewKey(ulidOf(course), sub);
    const before = await item(reviewed);
    // Besides those four, what the author is told of: welcome, enrolled, completed.
    const unread = (await unreadOf(sub)).length;
    expect(unread).toBeGreaterThanOrEqual(4 + 3);
    expect(await item(notificationStateKey(sub))).toMatchObject({ unread });
    await corrupt(reviewed, { helpful: 77, helpfulOrder: 5 });
    await corrupt(notificationStateKey(sub), { unread: 77 });
    await recompute(`helpful:${ulidOf(course)}/${sub}`, `unread:${sub}`);
    await settled();
    expect(await item(reviewed)).toMatchObject({ helpful: 3, helpfulOrder: before['helpfulOrder'] });
    expect(await item(notificationStateKey(sub))).toMatchObject({ unread });
  });

  it('of what there is no totals of does nothing, and of what is no aggregate is set aside', async () => {
    const draft = await writeCourse(backend.as('mentor'), { draft: true });
    await recompute(`learning:${ulidOf(draft)}`, 'weather:today');
    await settled();
    expect(cardIn(await backend.items(), ulidOf(draft))).toBeUndefined();
    const { Messages = [] } = await queues.send(
      new ReceiveMessageCommand({
        QueueUrl: await queueUrl('kalpla-dev-recompute-dead-letters'),
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
      }),
    );
    expect(Messages.map(({ Body }) => Body)).toEqual([JSON.stringify({ aggregate: 'weather:today' })]);
  });
});

describe('records that were not folded for hours', { timeout: TIMEOUT_MS }, () => {
  it('are told as positions, and a rebuild counts what they said', async () => {
    const course = await writeCourse(backend.as('mentor'), { lessons: 1 });
    const ulid = ulidOf(course);
    await settled();
    await lever(backend, 'POST', 'faults', { service: 'lambda', operation: 'Invoke', kind: 'error', count: 100_000 });
    await learners[2]?.run(ENROLL, { input: { courseId: course.id } });
    await lever(backend, 'PUT', 'clock', { advance: 'PT7H' });
    const QueueUrl = await queueUrl('kalpla-dev-aggregate-discarded');
    let discarded: (string | undefined)[] = [];
    for (let look = 0; look < 3 && discarded.length === 0; look += 1) {
      const { Messages = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
      discarded = Messages.map(({ Body }) => Body);
    }
    await lever(backend, 'DELETE', 'faults');
    expect(discarded).toEqual([expect.stringContaining('RecordAgeExceeded')]);
    expect((await courseTotals(backend, course)).told.enrolled).toBe(0);
    await recompute(`learning:${ulid}`);
    await settled();
    expect((await courseTotals(backend, course)).told.enrolled).toBe(1);
  });
});
