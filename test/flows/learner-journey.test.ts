import { Amplify } from 'aws-amplify';
import { confirmSignUp, fetchAuthSession, resendSignUpCode, signIn, signOut, signUp } from 'aws-amplify/auth';
import { ConsoleLogger } from 'aws-amplify/utils';
import { generateClient } from 'aws-amplify/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutboxMessage } from '../../local/outbox.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';

let backend: TestBackend;

const PERSON = { username: 'lea@example.com', password: 'Correct-horse-1' };

beforeAll(async () => {
  backend = await startTestBackend();
  ConsoleLogger.LOG_LEVEL = 'ERROR';
  Amplify.configure(backend.amplify);
});
afterAll(() => backend.stop());

/** GraphQL as an app with Amplify calls it. */
async function graphql<Data>(
  query: string,
  variables: Record<string, unknown> = {},
  authMode?: 'apiKey',
): Promise<Data> {
  const answer = await generateClient().graphql({ query, variables, ...(authMode ? { authMode } : {}) });
  return (answer as { data: Data }).data;
}

async function codesFor(address: string): Promise<string[]> {
  const response = await fetch(`${backend.url}/_local/outbox?to=${encodeURIComponent(address)}&channel=EMAIL`);
  const messages = (await response.json()) as OutboxMessage[];
  return messages.map(({ text }) => /\d{6}/.exec(text)?.[0] ?? '');
}

const COURSE = `query ($slug: String) {
  course(slug: $slug) { id title mentor { displayName } modules { title lessons { id title preview } } }
}`;
const LESSON =
  'query ($courseId: ID!, $id: ID!) { lesson(courseId: $courseId, id: $id) { title body positionSeconds } }';

interface CoursePage {
  readonly course: { readonly id: string; readonly modules: { readonly lessons: { readonly id: string }[] }[] };
}

describe('given somebody who has never been here', () => {
  it('when they sign up, then a code arrives by e-mail, and a wrong one is refused', async () => {
    const { nextStep } = await signUp({
      ...PERSON,
      options: { userAttributes: { email: PERSON.username, name: 'Lea Learner' } },
    });
    expect(nextStep.signUpStep).toBe('CONFIRM_SIGN_UP');
    const [code = ''] = await codesFor(PERSON.username);
    const wrong = code === '111111' ? '222222' : '111111';
    await expect(confirmSignUp({ username: PERSON.username, confirmationCode: wrong })).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
  });

  it('when they ask for another code, then the first is worth nothing and the second confirms', async () => {
    await resendSignUpCode({ username: PERSON.username });
    const [first = '', second = ''] = await codesFor(PERSON.username);
    if (first !== second) {
      await expect(confirmSignUp({ username: PERSON.username, confirmationCode: first })).rejects.toThrow();
    }
    const confirmed = await confirmSignUp({ username: PERSON.username, confirmationCode: second });
    expect(confirmed.isSignUpComplete).toBe(true);
  });

  it('when they give a wrong password, or nobody has the address, then both are told the same', async () => {
    const wrong = signIn({ ...PERSON, password: 'Wrong-horse-22' });
    await expect(wrong).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    const nobody = signIn({ username: 'nobody@example.com', password: PERSON.password });
    await expect(nobody).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('when they sign in by Amplify’s default flow, then they are a Student with a 15-minute token', async () => {
    expect((await signIn(PERSON)).isSignedIn).toBe(true);
    const { tokens } = await fetchAuthSession();
    const claims = tokens?.accessToken.payload ?? {};
    expect(claims['cognito:groups']).toEqual(['Student']);
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(900);
    const { me } = await graphql<{ me: unknown }>('{ me { id displayName email groups version } }');
    expect(me).toEqual({
      id: `usr_${claims.sub}`,
      displayName: 'Lea Learner',
      email: PERSON.username,
      groups: ['Student'],
      version: 1,
    });
  });
});

describe('given that they are signed in', () => {
  let page: CoursePage;
  let lessons: readonly string[];

  beforeAll(async () => {
    page = await graphql<CoursePage>(COURSE, { slug: 'serverless-graphql-on-aws' });
    lessons = page.course.modules.flatMap((module) => module.lessons.map(({ id }) => id));
  });

  it('when they look around, then they see the catalogue, newest first, and not the draft', async () => {
    const { courses } = await graphql<{ courses: { items: { slug: string }[] } }>(
      '{ courses { items { slug } nextToken } }',
      {},
      'apiKey',
    );
    expect(courses.items.map(({ slug }) => slug)).toEqual(['dynamodb-in-an-hour', 'serverless-graphql-on-aws']);
  });

  it('when they open lessons before enrolling, then the preview is there and the others are not', async () => {
    const courseId = page.course.id;
    const { lesson } = await graphql<{ lesson: { body: string } }>(LESSON, { courseId, id: lessons[0] });
    expect(lesson.body.length).toBeGreaterThan(100);
    await expect(graphql(LESSON, { courseId, id: lessons[1] })).rejects.toMatchObject({
      errors: [{ errorType: 'NotFound' }],
    });
  });

  it('when they enroll and learn, then they see their progress', async () => {
    const courseId = page.course.id;
    await graphql('mutation ($input: EnrollInput!) { enroll(input: $input) { status } }', { input: { courseId } });
    const { lesson } = await graphql<{ lesson: { body: string } }>(LESSON, { courseId, id: lessons[1] });
    expect(lesson.body).toContain('#');
    for (const lessonId of lessons.slice(0, 4)) {
      await graphql('mutation ($input: CompleteLessonInput!) { completeLesson(input: $input) { percent } }', {
        input: { courseId, lessonId },
      });
    }
    const { myEnrollments } = await graphql<{ myEnrollments: { items: unknown[] } }>(
      '{ myEnrollments { items { status course { slug title } progress { percent completed total nextLessonId } } } }',
    );
    expect(myEnrollments.items).toEqual([
      {
        status: 'ACTIVE',
        course: { slug: 'serverless-graphql-on-aws', title: 'Serverless GraphQL on AWS' },
        progress: { percent: 25, completed: 4, total: 16, nextLessonId: lessons[4] },
      },
    ]);
  });

  it('when they leave a lesson, then they find it where they left it', async () => {
    const courseId = page.course.id;
    await graphql('mutation ($input: SaveLessonPositionInput!) { saveLessonPosition(input: $input) { percent } }', {
      input: { courseId, lessonId: lessons[4], positionSeconds: 42 },
    });
    const { lesson } = await graphql<{ lesson: { positionSeconds: number } }>(LESSON, { courseId, id: lessons[4] });
    expect(lesson.positionSeconds).toBe(42);
  });

  it('when they give the course up, then it leaves the dashboard, and comes back as it was', async () => {
    const courseId = page.course.id;
    const slugs = async (): Promise<string[]> => {
      const { myEnrollments } = await graphql<{ myEnrollments: { items: { course: { slug: string } }[] } }>(
        '{ myEnrollments { items { course { slug } } } }',
      );
      return myEnrollments.items.map(({ course }) => course.slug);
    };
    await graphql('mutation ($input: UnenrollInput!) { unenroll(input: $input) { status } }', { input: { courseId } });
    expect(await slugs()).toEqual([]);
    await expect(graphql(LESSON, { courseId, id: lessons[2] })).rejects.toMatchObject({
      errors: [{ errorType: 'NotFound' }],
    });
    const { enroll } = await graphql<{ enroll: { progress: { completed: number } } }>(
      'mutation ($input: EnrollInput!) { enroll(input: $input) { progress { completed } } }',
      { input: { courseId } },
    );
    expect(enroll.progress.completed).toBe(4);
    expect(await slugs()).toEqual(['serverless-graphql-on-aws']);
  });

  it('when their session is refreshed, then they go on with a new token', async () => {
    const before = (await fetchAuthSession()).tokens?.accessToken.toString();
    const after = (await fetchAuthSession({ forceRefresh: true })).tokens?.accessToken.toString();
    expect(after).toBeDefined();
    expect(after).not.toBe(before);
    expect(await graphql('{ me { email } }')).toEqual({ me: { email: PERSON.username } });
  });

  it('when they sign out everywhere, then nothing of theirs can be called', async () => {
    await signOut({ global: true });
    expect((await fetchAuthSession()).tokens).toBeUndefined();
    await expect(graphql('{ me { id } }')).rejects.toBeDefined();
  });
});
