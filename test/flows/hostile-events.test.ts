import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NotificationReceipt } from '../../generated/schema.ts';
import { AWARDS, type AwardItem } from '../../model/award.ts';
import type { CourseItem } from '../../model/course.ts';
import type { EnrollmentItem } from '../../model/enrollment.ts';
import type { DomainEvent } from '../../model/events.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { courseKey, enrollmentKey, INBOX, NOTIFICATION, notificationStateKey, type Key } from '../../model/keys.ts';
import type { NotificationItem, NotificationStateItem } from '../../model/notification.ts';
import { levelOf, type PointsItem } from '../../model/points.ts';
import { countedFrom, toldBy } from '../support/aggregates.ts';
import type { TestBackend } from '../support/backend.ts';
import { COMPLETE_LESSON, ENROLL, writeCourse } from '../support/courses.ts';
import { completedItem, enrollmentItem, putAll, shapeOf } from '../support/enrolling.ts';
import { counted, due, everything, mails, makeWorld, type World } from '../support/hostile-world.ts';
import { calmDown, FaultPlan, FAULTS, seededRandom, settled, shuffled, struckFaults } from '../support/hostility.ts';
import { signedIn } from '../support/learners.ts';
import { lever } from '../support/levers.ts';
import { RECEIPT } from '../support/notifications.ts';
import { deadLetterQueues } from '../support/queues.ts';
import { withEnvironment } from '../support/templates.ts';

const LEARNERS = 10;
const COURSES = 25;
/** Each learner enrolls in each course, and completes it. Of each, more events follow: awards, notifications, levels. */
const WRITES = 2 * LEARNERS * COURSES;
const EVENTS = 2_000;
/** Points of each learner. */
const EARNED = COURSES * (AWARDS.LESSON_COMPLETED + AWARDS.COURSE_COMPLETED);
const WAVES = 10;
/** Of a wave, before more goes wrong. */
const PART = 25;
const FAULTS_EACH = 4;
/** Waves in which the shards of the stream are split. */
const SPLITS = [2, 5];
const POISON_WAVE = 4;
/** On a machine that others use too. */
const TIMEOUT_MS = 120_000;

const POISON: Readonly<Record<string, string>> = {
  'kalpla-dev-notifications': '{',
  'kalpla-dev-deliver': 'no JSON',
  'kalpla-dev-points': '',
  'kalpla-dev-mail-events': '[]',
};

const ENROLLED = 'You are enrolled in';
const COMPLETED = 'You have completed';

/** Of all that the bus has had. */
function eventIds({ backend }: World): string[] {
  return backend.cloud.cloud.events.list({ bus: 'kalpla-dev' }).map(({ detail }) => (detail as DomainEvent).id);
}

describe('2,000 events that meet duplicates, other orders, throttles, crashes, split shards and poison', () => {
  const seed = Number(process.env['HOSTILE_SEED'] ?? randomInt(2 ** 31));
  const random = seededRandom(seed);
  let world: World;
  let faults: FaultPlan;
  let waves: EnrollmentItem[][];
  /** What happened before anything went wrong. */
  let early: ReadonlySet<string>;
  let items: Key[];

  const listOf = (sub: string): NotificationItem[] =>
    items.filter(({ pk, sk }) => pk === `${INBOX}${sub}` && sk.startsWith(`${NOTIFICATION}#`)) as NotificationItem[];
  const inboxOf = (sub: string) => listOf(sub).filter(({ type }) => type !== 'LEVEL_REACHED');

  beforeAll(async () => {
    world = await makeWorld({ learners: LEARNERS, courses: COURSES });
    faults = new FaultPlan(world.backend, random);
    const all = everything(world, random);
    expect(all).toHaveLength(WRITES);
    early = new Set(eventIds(world));
    waves = Array.from({ length: WAVES }, (_, wave) =>
      all.slice((wave * WRITES) / WAVES, ((wave + 1) * WRITES) / WAVES),
    );
  }, TIMEOUT_MS);
  afterAll(() => world.backend.stop());

  it('are written as resolvers write them', async () => {
    const { backend } = world;
    const course = await writeCourse(backend.as('mentor'), { title: 'As resolvers write', lessons: 1 });
    const student = backend.as('student2');
    const { me } = await student.run<{ me: { id: string } }>('{ me { id } }');
    const sub = me.id.slice('usr_'.length);
    const courseUlid = courseUlidOf(course.id) ?? '';
    const find = async ({ pk, sk }: Key) => (await backend.items()).find((item) => item.pk === pk && item.sk === sk);
    const item = (await find(courseKey(courseUlid))) as CourseItem;
    await student.run(ENROLL, { input: { courseId: course.id } });
    const begun = (await find(enrollmentKey(sub, courseUlid))) as EnrollmentItem;
    expect(shapeOf(enrollmentItem(sub, item))).toEqual(shapeOf(begun));
    await student.run(COMPLETE_LESSON, { input: { courseId: course.id, lessonId: course.lessons[0]?.id } });
    const done = (await find(enrollmentKey(sub, courseUlid))) as EnrollmentItem;
    expect(shapeOf(completedItem(sub, item))).toEqual(shapeOf(done));
    await settled(backend);
  });

  it.each(Array.from({ length: WAVES }, (_, wave) => wave))(
    'wave %i goes through',
    async (wave) => {
      const { backend, queues } = world;
      const events = waves[wave] ?? [];
      for (let from = 0; from < events.length; from += PART) {
        await faults.plan(FAULTS_EACH);
        await putAll(backend, events.slice(from, from + PART));
        if (SPLITS.includes(wave) && from === 4 * PART) {
          await lever(backend, 'POST', 'shards', { table: backend.operator.tableName });
        }
      }
      if (wave === POISON_WAVE) {
        for (const [name, body] of Object.entries(POISON)) await queues.send(name, body || ' ');
        await putRiddle(backend);
      }
      await calmDown(backend, queues);
    },
    TIMEOUT_MS,
  );

  it(
    'have met every fault',
    async () => {
      const struck = await struckFaults(world.backend);
      const names = FAULTS.map((fault) => fault.join(' '));
      console.log(`seed ${seed}; struck:\n${names.map((name) => `${struck[name] ?? 0} ${name}`).join('\n')}`);
      expect(names.filter((name) => !struck[name])).toEqual([]);
      await calmDown(world.backend, world.queues);
      items = await world.backend.items();
    },
    TIMEOUT_MS,
  );

  it('are as many as that on the bus', () => {
    const met = new Set(eventIds(world).filter((id) => !early.has(id)));
    console.log(`${WRITES} writes, ${met.size} events`);
    expect(met.size).toBeGreaterThanOrEqual(EVENTS);
  });

  it('are told by one mail each', () => {
    expect(mails(world)).toEqual(due(world, ENROLLED, COMPLETED));
  });

  it('are told by one notification each, whose receipt says that it was sent', async () => {
    const { backend, learners } = world;
    const told = learners.flatMap(({ sub }) => inboxOf(sub).map(({ title }) => `${sub}@kalpla.test ${title}`));
    expect(counted(told)).toEqual(due(world, ENROLLED, COMPLETED));
    for (const { sub } of learners.slice(0, 4)) {
      const client = await signedIn(backend, sub);
      for (const { id } of inboxOf(sub).slice(0, 5)) {
        const { notificationReceipt } = await client.run<{ notificationReceipt: NotificationReceipt }>(RECEIPT, { id });
        expect(notificationReceipt.channels).toContainEqual(
          expect.objectContaining({ channel: 'EMAIL', status: 'SENT' }),
        );
      }
    }
    const statuses = learners.flatMap(({ sub }) => inboxOf(sub).map(({ channels }) => channels.EMAIL?.status ?? ''));
    expect(counted(statuses)).toEqual({ SENT: WRITES + LEARNERS });
  });

  it('bring each learner to the last level, and tell no level twice', () => {
    for (const { sub } of world.learners) {
      const levels = listOf(sub).filter(({ type }) => type === 'LEVEL_REACHED');
      const titles = levels.map(({ title }) => title);
      expect(titles).toContain(`You have reached level ${levelOf(EARNED)}`);
      expect(new Set(titles).size).toBe(titles.length);
    }
  });

  it('count once each: learners of a course, points, what is unread', () => {
    const { learners, courses } = world;
    const totals = { enrolled: LEARNERS, completed: LEARNERS, views: 0, stars: [0, 0, 0, 0, 0] };
    for (const { ulid } of courses) {
      expect({ told: toldBy(items, ulid), true: countedFrom(items, ulid) }).toEqual({ told: totals, true: totals });
    }
    for (const { sub } of learners) {
      const mine = items.filter(({ pk }) => pk === `POINTS#${sub}`);
      const awards = mine.filter(({ sk }) => sk.startsWith('AWARD#')) as AwardItem[];
      const points = mine.find(({ sk }) => sk === 'POINTS') as PointsItem | undefined;
      expect({
        awards: awards.length,
        awarded: awards.reduce((sum, award) => sum + award.points, 0),
        folded: points?.total,
        unread: itemAt<NotificationStateItem>(items, notificationStateKey(sub))?.unread,
      }).toEqual({ awards: 2 * COURSES, awarded: EARNED, folded: EARNED, unread: listOf(sub).length });
    }
  });

  it(
    'count the same when they are counted anew',
    async () => {
      const { backend, queues, learners, courses } = world;
      const [learner] = shuffled(learners, random);
      const [course] = shuffled(courses, random);
      const { sub = '' } = learner ?? {};
      const { ulid = '' } = course ?? {};
      for (const aggregate of [`learning:${ulid}`, `points:${sub}`, `unread:${sub}`]) {
        await queues.send('kalpla-dev-recompute', JSON.stringify({ aggregate }));
      }
      await settled(backend);
      const anew = await backend.items();
      expect(toldBy(anew, ulid)).toEqual(toldBy(items, ulid));
      const { unread } = itemAt<NotificationStateItem>(anew, notificationStateKey(sub)) ?? {};
      const { total } = itemAt<PointsItem>(anew, { pk: `POINTS#${sub}`, sk: 'POINTS' }) ?? {};
      expect({ unread, total }).toEqual({ unread: listOf(sub).length, total: EARNED });
    },
    TIMEOUT_MS,
  );

  it('leave the poison alone in the dead letters, with its cause', async () => {
    const found: Record<string, unknown> = {};
    for (const name of deadLetterQueues()) {
      const letters = await world.queues.letters(name);
      if (letters.length > 0) found[name] = letters;
    }
    expect(found).toEqual({
      ...Object.fromEntries(
        Object.entries(POISON).map(([name, body]) => [
          `${name}-dead-letters`,
          [{ body: body || ' ', cause: expect.stringMatching(/^Poison: /) as string }],
        ]),
      ),
      'kalpla-dev-events-dead-letters': [
        { body: expect.stringMatching(/RetryAttemptsExhausted.*"batchSize":1\b/) as string, cause: undefined },
      ],
    });
  });
});

function itemAt<Item extends Key>(items: readonly Key[], { pk, sk }: Key): Item | undefined {
  return items.find((item) => item.pk === pk && item.sk === sk) as Item | undefined;
}

/** An item that nobody can make an event of. */
async function putRiddle({ operator: { table, tableName } }: TestBackend): Promise<void> {
  const cause = { actor: 'test', request: '', origin: '' };
  const Item = { pk: 'COURSE#unknown', sk: 'RIDDLE', entity: 'Riddle', cause };
  await table.send(new PutCommand({ TableName: tableName, Item }));
}

describe('without the guard that lets a mail be sent once', () => {
  it(
    'the same faults bring some mails twice: it is the guard that holds',
    async () => {
      const world = await makeWorld(
        { learners: 10, courses: 4 },
        {
          changeAssembly: (folder) => {
            withEnvironment(folder, 'CONFIGURATION_SET', { POWERTOOLS_IDEMPOTENCY_DISABLED: 'true' });
          },
        },
      );
      const { backend, queues, learners, courses } = world;
      try {
        const duplicate = { service: 'sqs', operation: 'ReceiveMessage', kind: 'duplicate', count: 60 };
        await lever(backend, 'POST', 'faults', duplicate);
        await putAll(
          backend,
          learners.flatMap(({ sub }) => courses.map((course) => enrollmentItem(sub, course))),
        );
        await calmDown(backend, queues);
        const expected = due(world, ENROLLED);
        const sent = mails(world);
        expect(Object.keys(sent).sort()).toEqual(Object.keys(expected).sort());
        expect(sent).not.toEqual(expected);
      } finally {
        await backend.stop();
      }
    },
    TIMEOUT_MS,
  );
});
