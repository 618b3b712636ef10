import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { signIn, signOut } from 'aws-amplify/auth';
import { ConsoleLogger } from 'aws-amplify/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../../seed/people.ts';
import { readMatrix } from '../matrix/table.ts';
import { outcomesOfWatching } from '../matrix/watching.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { demoConnections } from '../support/demo-connections.ts';
import { COMPLETE_LESSON, ENROLL, SAVE_POSITION, writeCourse, type TestCourse } from '../support/courses.ts';

let backend: TestBackend;
let course: TestCourse;
let learnerId: string;
const connect = demoConnections(() => backend);

const ON_PROGRESS = `subscription ($courseId: ID!, $userId: ID!) {
  onProgressUpdated(courseId: $courseId, userId: $userId) { courseId userId percent completed total }
}`;

beforeAll(async () => {
  backend = await startTestBackend();
  course = await writeCourse(backend.as('mentor'), { lessons: 8 });
  await backend.as('student').run(ENROLL, { input: { courseId: course.id } });
  learnerId = (await backend.as('student').run<{ me: { id: string } }>('{ me { id } }')).me.id;
});
afterAll(() => backend.stop());

/** Completes the nth lesson as the learner. */
function complete(place: number, document = COMPLETE_LESSON): Promise<unknown> {
  return backend.as('student').run(document, { input: { courseId: course.id, lessonId: course.lessons[place]?.id } });
}

describe('given a learner with two clients', () => {
  it('when one completes a lesson, then the other sees it', async () => {
    const live = await connect('student');
    const started = await live.start(ON_PROGRESS, { courseId: course.id, userId: learnerId });
    await complete(0);
    expect(await started.next()).toEqual({
      onProgressUpdated: { courseId: course.id, userId: learnerId, percent: 12, completed: 1, total: 8 },
    });
  });

  it('when one saves a position, then the other sees the progress too', async () => {
    const live = await connect('student');
    const started = await live.start(ON_PROGRESS, { courseId: course.id, userId: learnerId });
    await backend.as('student').run(SAVE_POSITION, {
      input: { courseId: course.id, lessonId: course.lessons[1]?.id, positionSeconds: 10 },
    });
    expect(await started.next()).toMatchObject({ onProgressUpdated: { completed: 1 } });
  });

  it('when the mutation did not select a field, then the other gets null for it', async () => {
    const live = await connect('student');
    const started = await live.start(ON_PROGRESS, { courseId: course.id, userId: learnerId });
    await complete(1, 'mutation ($input: CompleteLessonInput!) { completeLesson(input: $input) { courseId userId } }');
    expect(await started.next()).toMatchObject({ onProgressUpdated: { courseId: course.id, percent: null } });
  });

  it('when progress is made in another course, then nothing of it arrives here', async () => {
    const other = await writeCourse(backend.as('mentor'), { lessons: 1 });
    await backend.as('student').run(ENROLL, { input: { courseId: other.id } });
    const live = await connect('student');
    const started = await live.start(ON_PROGRESS, { courseId: course.id, userId: learnerId });
    await backend.as('student').run(COMPLETE_LESSON, {
      input: { courseId: other.id, lessonId: other.lessons[0]?.id },
    });
    await complete(2);
    expect(await started.next()).toMatchObject({ onProgressUpdated: { courseId: course.id } });
  });
});

describe('given a stranger', () => {
  it('when they watch the learner, then they are refused, and nothing arrives', async () => {
    const live = await connect('student2');
    await expect(live.start(ON_PROGRESS, { courseId: course.id, userId: learnerId })).rejects.toThrow('Forbidden');
    const random = live.start(ON_PROGRESS, { courseId: course.id, userId: `usr_${'0'.repeat(36)}` });
    await expect(random).rejects.toThrow('Forbidden');
    await complete(3);
    expect(live.received()).toEqual([]);
  });

  it('when they leave the filter out, then the document is refused', async () => {
    const live = await connect('student2');
    await expect(live.start('subscription { onProgressUpdated { courseId userId percent } }', {})).rejects.toThrow();
  });
});

describe('docs/authorization.md', () => {
  it('says who may watch the progress of a learner', async () => {
    const row = readMatrix().find(({ field }) => field === 'Subscription.onProgressUpdated');
    expect(await outcomesOfWatching(backend, connect, ON_PROGRESS, { courseId: course.id, userId: learnerId })).toEqual(
      row?.outcomes,
    );
  });
});

describe('given an app with Amplify', () => {
  it('when the learner reports progress elsewhere, then the app is told', async () => {
    ConsoleLogger.LOG_LEVEL = 'ERROR';
    Amplify.configure(backend.amplify);
    await signIn({ username: DEMO_PEOPLE.student.email, password: DEMO_PASSWORD });
    const client = generateClient();
    const subscribed = client.graphql({
      query: ON_PROGRESS,
      variables: { courseId: course.id, userId: learnerId },
    }) as unknown as { subscribe: (observer: unknown) => { unsubscribe: () => void } };
    const seen: unknown[] = [];
    const arrived = new Promise<void>((resolve, reject) => {
      const subscription = subscribed.subscribe({
        next: (value: unknown) => {
          seen.push(value);
          subscription.unsubscribe();
          resolve();
        },
        error: reject,
      });
    });
    // Amplify does not say when a subscription has started: report until the app is told.
    const reporting = setInterval(() => void complete(4), 100);
    try {
      await arrived;
    } finally {
      clearInterval(reporting);
      await signOut();
    }
    expect(seen[0]).toMatchObject({ data: { onProgressUpdated: { courseId: course.id, userId: learnerId } } });
  });
});
