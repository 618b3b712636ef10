import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AwardItem } from '../../model/award.ts';
import type { DomainEvent } from '../../model/events.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { COMPLETE_LESSON, ENROLL, writeCourse } from '../support/courses.ts';
import { idle } from '../support/levers.ts';
import { Queues } from '../support/queues.ts';

let backend: TestBackend;
let queues: Queues;

beforeAll(async () => {
  backend = await startTestBackend();
  queues = new Queues(backend);
});
afterAll(() => backend.stop());

async function eventsAbout(id: string): Promise<DomainEvent[]> {
  await idle(backend);
  const response = await fetch(`${backend.url}/_local/events?bus=kalpla-dev`);
  const events = (await response.json()) as { detailType: string; detail: DomainEvent }[];
  for (const { detailType, detail } of events) expect(detailType).toBe(detail.type);
  return events.map(({ detail }) => detail).filter((event) => JSON.stringify(event).includes(id));
}

describe('events', () => {
  it('tell what happened to a course and its learner, once each, by whom, and nothing personal', async () => {
    const course = await writeCourse(backend.as('mentor'));
    const student = backend.as('student');
    const { me } = await student.run<{ me: { id: string } }>('{ me { id } }');
    await student.run(ENROLL, { input: { courseId: course.id } });
    for (const { id: lessonId } of course.lessons) {
      await student.run(COMPLETE_LESSON, { input: { courseId: course.id, lessonId } });
      // Said twice, done once.
      await student.run(COMPLETE_LESSON, { input: { courseId: course.id, lessonId } });
    }
    const told = await eventsAbout(course.id);
    const count = (fact: string) => told.filter(({ facts }) => (facts as readonly string[]).includes(fact)).length;
    expect({
      created: count('course.created'),
      published: count('course.published'),
      enrolled: count('enrollment.created'),
      lessons: count('lesson.completed'),
      completed: count('course.completed'),
    }).toEqual({ created: 1, published: 1, enrolled: 1, lessons: course.lessons.length, completed: 1 });

    const completed = told.find(({ type }) => type === 'course.completed');
    expect(completed).toMatchObject({
      cause: { actor: me.id, origin: 'Mutation.completeLesson' },
      entity: 'Enrollment',
      data: { courseId: course.id, learnerId: me.id, lessonIds: [course.lessons.at(-1)?.id] },
      changed: ['completed', 'completedAt', 'completedLessons', 'nextLesson', 'status'],
      before: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      after: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    const text = JSON.stringify(await eventsAbout(''));
    expect(text).not.toContain('@kalpla.test');
    for (const name of ['Student', 'Mentor Two']) expect(text).not.toContain(`"${name}"`);
  });

  it('earn points, each award once', async () => {
    const course = await writeCourse(backend.as('mentor'));
    const student = backend.as('student2');
    await student.run(ENROLL, { input: { courseId: course.id } });
    for (const { id: lessonId } of course.lessons) {
      await student.run(COMPLETE_LESSON, { input: { courseId: course.id, lessonId } });
    }
    await idle(backend);
    const awards = (await backend.items()).filter((item): item is AwardItem => item.sk.startsWith('AWARD#'));
    const points = awards.filter(({ courseId }) => courseId === course.id).map((award) => award.points);
    expect(points.sort((one, other) => one - other)).toEqual([...course.lessons.map(() => 10), 100]);
  });

  it('leave an item that nobody knows to the dead letters of the Pipe, and tell what comes after it', async () => {
    const { table, tableName } = backend.operator;
    const Item = {
      pk: 'COURSE#unknown',
      sk: 'RIDDLE',
      entity: 'Riddle',
      cause: { actor: 'test', request: '', origin: '' },
    };
    await table.send(new PutCommand({ TableName: tableName, Item }));
    const course = await writeCourse(backend.as('mentor'));
    expect((await eventsAbout(course.id)).map(({ type }) => type)).toContain('course.published');
    const [letter] = await queues.letters('kalpla-dev-events-dead-letters');
    expect(letter?.body).toContain('RetryAttemptsExhausted');
  });
});
