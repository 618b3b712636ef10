import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LessonCompletionInput } from '../../generated/schema.ts';
import { readCourse, UPDATE_LESSON } from '../support/authoring.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import {
  COMPLETE_LESSON,
  CREATE_LESSON,
  ENROLL,
  SAVE_POSITION,
  writeCourse,
  type CourseOptions,
  type TestCourse,
} from '../support/courses.ts';
import { makeLearners, signedIn, type Learner } from '../support/learners.ts';
import { moveClock } from '../support/levers.ts';
import { subOf } from '../support/notifications.ts';
import { writingNothing } from '../support/nothing-written.ts';

let backend: TestBackend;
let mentorSub: string;

beforeAll(async () => {
  backend = await startTestBackend();
  mentorSub = await subOf(backend.as('mentor'));
});
afterAll(() => backend.stop());

const LESSON = `query ($courseId: ID!, $id: ID!) {
  lesson(courseId: $courseId, id: $id) { positionSeconds watchedPercent spentSeconds completion { rule percent seconds } }
}`;
const OUTLINE = 'query ($id: ID!) { course(id: $id) { modules { lessons { completion { rule percent seconds } } } } }';

interface Given {
  readonly course: TestCourse;
  readonly learner: Learner;
  /** What answers a report of the first lesson. */
  readonly report: (input: Record<string, unknown>) => Promise<{ completed: number } | string>;
  readonly complete: () => Promise<{ completed: number } | string>;
  readonly lesson: () => Promise<Record<string, unknown>>;
}

/** A learner in a course whose lessons have a rule and last two minutes. */
async function given(completion?: LessonCompletionInput, options: CourseOptions = {}): Promise<Given> {
  // The clock moves: tokens of before are over.
  const mentor = await signedIn(backend, mentorSub, ['Mentor']);
  const course = await writeCourse(mentor, {
    lessons: 1,
    ...(completion ? { completion } : {}),
    ...options,
  });
  const [learner] = (await makeLearners(backend, 1)) as [Learner];
  const courseId = course.id;
  const lessonId = course.lessons[0]?.id;
  await learner.run(ENROLL, { input: { courseId } });
  const ask = async (document: string, input: object) => {
    const { data, errors } = await learner.ask<Record<string, { completed: number }>>(document, {
      input: { courseId, lessonId, ...input },
    });
    return errors[0] ? `${errors[0].errorType}: ${errors[0].message}` : (Object.values(data ?? {})[0] ?? 'nothing');
  };
  return {
    course,
    learner,
    report: (input) => ask(SAVE_POSITION, { positionSeconds: 0, ...input }),
    complete: () => ask(COMPLETE_LESSON, {}),
    lesson: async () =>
      (await learner.run<{ lesson: Record<string, unknown> }>(LESSON, { courseId, id: lessonId })).lesson,
  };
}

const stretch = (fromSeconds: number, toSeconds: number) => [{ fromSeconds, toSeconds }];

describe('given a mentor who says what makes a lesson done', () => {
  it.each<[LessonCompletionInput | undefined, object]>([
    [undefined, { rule: 'MANUAL', percent: null, seconds: null }],
    [{ rule: 'OPENED' }, { rule: 'OPENED', percent: null, seconds: null }],
    [
      { rule: 'WATCHED', percent: 90 },
      { rule: 'WATCHED', percent: 90, seconds: null },
    ],
    [
      { rule: 'TIME', seconds: 60 },
      { rule: 'TIME', percent: null, seconds: 60 },
    ],
  ])('when it is %j, then lesson and outline show it', async (completion, expected) => {
    const { course, lesson } = await given(completion);
    expect(await lesson()).toMatchObject({ completion: expected });
    const { course: page } = await backend.anybody.run<{ course: object }>(OUTLINE, { id: course.id });
    expect(page).toEqual({ modules: [{ lessons: [{ completion: expected }] }] });
  });

  it.each<[object, string]>([
    [{ completion: { rule: 'WATCHED' } }, 'completion.percent'],
    [{ completion: { rule: 'WATCHED', percent: 101 } }, 'completion.percent'],
    [{ completion: { rule: 'WATCHED', percent: 50 }, durationSeconds: null }, 'durationSeconds'],
    [{ completion: { rule: 'TIME' } }, 'completion.seconds'],
    [{ completion: { rule: 'TIME', seconds: 14_401 } }, 'completion.seconds'],
    [{ completion: { rule: 'TIME', seconds: -1 } }, 'completion.seconds'],
    [{ completion: { rule: 'OPENED', percent: 5 } }, 'completion.percent'],
    [{ completion: { rule: 'MANUAL', seconds: 5 } }, 'completion.seconds'],
  ])('when it makes no sense, %j, then it is refused, and nothing is written', async (wrong, field) => {
    const mentor = await signedIn(backend, mentorSub, ['Mentor']);
    const { id: courseId, moduleId } = await writeCourse(mentor, { draft: true, lessons: 0 });
    const input = {
      clientToken: 'rule',
      courseId,
      moduleId,
      title: 'Ruled',
      kind: 'VIDEO',
      durationSeconds: 60,
      ...wrong,
    };
    const { errors } = await writingNothing(backend, () => mentor.ask(CREATE_LESSON, { input }));
    expect(errors[0]).toMatchObject({ errorType: 'Validation', errorInfo: { field } });
  });
});

describe('given a lesson that is edited', () => {
  const edit = async (course: TestCourse, wanted: object) => {
    const mentor = await signedIn(backend, mentorSub, ['Mentor']);
    const { version } = await readCourse(mentor, course.id);
    return mentor.ask(UPDATE_LESSON, {
      input: { courseId: course.id, lessonId: course.lessons[0]?.id, version, ...wanted },
    });
  };

  it('when its rule is changed, then it holds from then on, and other edits leave it', async () => {
    const { course, lesson, report } = await given({ rule: 'WATCHED', percent: 50 });
    await edit(course, { title: 'Retitled' });
    expect(await lesson()).toMatchObject({ completion: { rule: 'WATCHED', percent: 50 } });
    await edit(course, { completion: { rule: 'OPENED' } });
    expect(await lesson()).toMatchObject({ completion: { rule: 'OPENED', percent: null } });
    expect(await report({})).toMatchObject({ completed: 1 });
    await edit(course, { completion: { rule: 'MANUAL' } });
    expect(await lesson()).toMatchObject({ completion: { rule: 'MANUAL' } });
  });

  it('when a rule is to lose the duration that it is a share of, then that is refused, and nothing is written', async () => {
    const { course } = await given({ rule: 'WATCHED', percent: 50 });
    const { errors } = await writingNothing(backend, () => edit(course, { durationSeconds: null }));
    expect(errors[0]).toMatchObject({ errorType: 'Validation', errorInfo: { field: 'durationSeconds' } });
    const both = await writingNothing(backend, () => edit(course, { completion: { rule: 'TIME', percent: 5 } }));
    expect(both.errors[0]).toMatchObject({ errorType: 'Validation', errorInfo: { field: 'completion.percent' } });
  });
});

describe('given a lesson that is done when it is opened', () => {
  it('when its learner reports the first time, then it is done', async () => {
    const { report } = await given({ rule: 'OPENED' });
    expect(await report({})).toMatchObject({ percent: 100, completed: 1 });
  });

  it('when its learner says that it is done, then it is', async () => {
    const { complete } = await given({ rule: 'OPENED' });
    expect(await complete()).toMatchObject({ completed: 1 });
  });
});

describe('given a lesson that is done when its learner says so', () => {
  it('when all of it is watched, then it is not done before they do', async () => {
    const { report, complete } = await given();
    await report({});
    await moveClock(backend, { advance: 'PT2M' });
    expect(await report({ positionSeconds: 120, watched: stretch(0, 120) })).toMatchObject({ completed: 0 });
    expect(await complete()).toMatchObject({ completed: 1 });
  });
});

describe('given a lesson of which three quarters must be watched', () => {
  const rule = { rule: 'WATCHED', percent: 75 } as const;

  it('when the learner jumps to its end, then nothing is watched, and it is not theirs to say that it is done', async () => {
    const { report, complete, lesson } = await given(rule);
    expect(await report({ positionSeconds: 120 })).toMatchObject({ completed: 0 });
    expect(await lesson()).toMatchObject({ positionSeconds: 120, watchedPercent: 0 });
    expect(await writingNothing(backend, complete)).toBe(
      'Forbidden: This lesson is done once 75 % of it are watched; 0 % are credited.',
    );
  });

  it('when stretches come late, doubled and from two devices, then they add up, and the lesson is done once', async () => {
    const { report, complete, lesson } = await given(rule);
    await report({ deviceId: 'phone', sequence: 1 });
    await moveClock(backend, { advance: 'PT2M' });
    const late = { deviceId: 'phone', sequence: 2, positionSeconds: 30, watched: stretch(0, 30) };
    await report({ deviceId: 'laptop', sequence: 1, positionSeconds: 60, watched: stretch(20, 60) });
    await report(late);
    await writingNothing(backend, () => report(late));
    expect(await lesson()).toMatchObject({ watchedPercent: 50, positionSeconds: 30 });
    expect(await complete()).toContain('50 % are credited');
    const [one, other] = await Promise.all([
      report({ deviceId: 'phone', sequence: 4, positionSeconds: 90, watched: stretch(60, 90) }),
      report({ deviceId: 'phone', sequence: 3, positionSeconds: 75, watched: stretch(60, 90) }),
    ]);
    expect([one, other]).toContainEqual(expect.objectContaining({ completed: 1 }));
    expect(await lesson()).toMatchObject({ watchedPercent: 75, positionSeconds: 90 });
    expect(await complete()).toMatchObject({ completed: 1, percent: 100 });
  });

  it('when two minutes are claimed in one, then they are not taken, and are a minute later', async () => {
    const { report } = await given(rule);
    await report({});
    const whole = { positionSeconds: 120, watched: stretch(0, 120) };
    expect(await writingNothing(backend, () => report(whole))).toContain('RateLimited');
    await moveClock(backend, { advance: 'PT1M' });
    expect(await report(whole)).toMatchObject({ completed: 1 });
  });

  it('when an offline report comes after a newer one, then the position stays, and what was watched counts', async () => {
    const { report, lesson } = await given(rule);
    await report({ deviceId: 'tablet', sequence: 1 });
    await moveClock(backend, { advance: 'PT10M' });
    await report({ deviceId: 'phone', sequence: 1, positionSeconds: 100 });
    const kept = { deviceId: 'tablet', sequence: 2, positionSeconds: 40, watched: stretch(0, 40), agoSeconds: 500 };
    await report(kept);
    expect(await lesson()).toMatchObject({ positionSeconds: 100, watchedPercent: 33 });
  });

  it('when a later report of the device has come already, then the earlier one moves nothing back', async () => {
    const { report, lesson } = await given(rule);
    await report({ deviceId: 'phone', sequence: 9, positionSeconds: 50 });
    await report({ deviceId: 'phone', sequence: 8, positionSeconds: 45, watched: stretch(40, 50) });
    expect(await lesson()).toMatchObject({ positionSeconds: 50, watchedPercent: 8 });
  });

  it.each<[object, string]>([
    [{ watched: stretch(5, 5) }, 'watched'],
    [{ watched: stretch(-1, 5) }, 'watched'],
    [{ watched: stretch(0, 86_401) }, 'watched'],
    [{ watched: Array.from({ length: 21 }, () => stretch(0, 5)[0]) }, 'watched'],
    [{ deviceId: 'phone' }, 'sequence'],
    [{ sequence: 1 }, 'sequence'],
    [{ deviceId: '', sequence: 1 }, 'deviceId'],
    [{ deviceId: 'phone', sequence: -1 }, 'sequence'],
    [{ agoSeconds: -1 }, 'agoSeconds'],
    [{ positionSeconds: 121 }, 'positionSeconds'],
  ])('when a report makes no sense, %j, then it is refused, and nothing is written', async (wrong, field) => {
    const { learner, course } = await given(rule);
    const input = { courseId: course.id, lessonId: course.lessons[0]?.id, positionSeconds: 0, ...wrong };
    const { errors } = await writingNothing(backend, () => learner.ask(SAVE_POSITION, { input }));
    expect(errors[0]).toMatchObject({ errorType: 'Validation', errorInfo: { field } });
  });
});

describe('given a lesson that takes a minute', () => {
  const rule = { rule: 'TIME', seconds: 60 } as const;

  it('when its learner claims it at once, then it is not done', async () => {
    const { report, complete } = await given(rule);
    for (const sequence of [1, 2, 3]) await report({ deviceId: 'phone', sequence, watched: stretch(0, 60) });
    expect(await writingNothing(backend, complete)).toBe(
      'Forbidden: This lesson is done after 60 seconds in it; 0 are credited.',
    );
  });

  it('when its learner is there for a minute, then it is done, and absence does not count', async () => {
    const { report, lesson } = await given(rule);
    await report({ deviceId: 'phone', sequence: 1 });
    await moveClock(backend, { advance: 'PT30S' });
    await report({ deviceId: 'phone', sequence: 2 });
    expect(await lesson()).toMatchObject({ spentSeconds: 30 });
    await moveClock(backend, { advance: 'PT5M' });
    expect(await report({ deviceId: 'phone', sequence: 3 })).toMatchObject({ completed: 0 });
    await moveClock(backend, { advance: 'PT30S' });
    expect(await report({ deviceId: 'phone', sequence: 4 })).toMatchObject({ completed: 1, percent: 100 });
  });
});
