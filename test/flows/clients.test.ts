import { gql, type ApolloClient } from '@apollo/client';
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { ConsoleLogger } from 'aws-amplify/utils';
import type { AuthOptions } from 'aws-appsync-auth-link';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { demoToken, type DemoName } from '../support/demo-tokens.ts';
import { eventually } from '../support/eventually.ts';
import { amplifyOutputs } from '../../scripts/outputs.ts';
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../../seed/people.ts';
import { COMPLETE_LESSON, ENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import { LiveConnection } from '../support/live-connection.ts';

/** Of docs/clients, which is checked as apps are: with a bundler's module resolution and the browser's library. */
const recipe = async <Recipe>(name: string) => (await import(`../../docs/clients/${name}.ts`)) as Recipe;

interface ApolloRecipe {
  readonly byKey: (key: string) => AuthOptions;
  readonly byToken: (token: () => Promise<string>) => AuthOptions;
  readonly apolloClient: (api: { url: string; region: string }, auth: AuthOptions) => ApolloClient;
}

/** The judges: clients that people use, as they come. */
let backend: TestBackend;
let course: TestCourse;
let learnerId: string;

const ON_PROGRESS = `subscription ($courseId: ID!, $userId: ID!) {
  onProgressUpdated(courseId: $courseId, userId: $userId) { courseId userId completed }
}`;
const unexpected = (error: unknown) => {
  throw error;
};

beforeAll(async () => {
  backend = await startTestBackend();
  course = await writeCourse(backend.as('mentor'), { lessons: 2 });
  await backend.as('student').run(ENROLL, { input: { courseId: course.id } });
  learnerId = (await backend.as('student').run<{ me: { id: string } }>('{ me { id } }')).me.id;
});
afterAll(() => backend.stop());

const watched = () => ({ courseId: course.id, userId: learnerId });
const lesson = (place: number) => ({ input: { courseId: course.id, lessonId: course.lessons[place]?.id } });
const complete = () => backend.as('student').run(COMPLETE_LESSON, lesson(0));

interface Observed {
  readonly seen: unknown[];
  readonly errors: string[];
  readonly unsubscribe: () => void;
}

/** Neither client says when a subscription has started: lessons are completed until one is heard of. */
async function heardOf({ seen }: Observed): Promise<void> {
  await eventually(async () => {
    await complete();
    expect(seen).not.toEqual([]);
  });
}

async function refused({ errors }: Observed): Promise<string> {
  await eventually(() => {
    expect(errors).not.toEqual([]);
  });
  return errors.join(' ');
}

/** Amplify, as it is once that person has signed in. */
function signInAs(name: DemoName): void {
  ConsoleLogger.LOG_LEVEL = 'NONE';
  const jwt = { payload: {}, toString: () => demoToken(name) };
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  Amplify.configure(backend.amplify, {
    Auth: {
      tokenProvider: { getTokens: () => Promise.resolve({ accessToken: jwt }) },
      credentialsProvider: {
        getCredentialsAndIdentityId: () => Promise.resolve({ credentials }),
        clearCredentialsAndIdentityId: () => undefined,
      },
    },
  });
}

describe('given an app with Apollo Client and the AppSync links', () => {
  let apolloRecipe: ApolloRecipe;
  beforeAll(async () => {
    apolloRecipe = await recipe<ApolloRecipe>('apollo');
  });
  const byToken = (name: DemoName) => apolloRecipe.byToken(() => Promise.resolve(demoToken(name)));
  const byKey = () => apolloRecipe.byKey(backend.outputs.apiKey);

  function apollo(auth: AuthOptions): ApolloClient {
    const { graphqlUrl: url, region } = backend.outputs;
    const client = apolloRecipe.apolloClient({ url, region }, auth);
    onTestFinished(() => {
      client.stop();
    });
    return client;
  }

  function watch(client: ApolloClient): Observed {
    const seen: unknown[] = [];
    const errors: string[] = [];
    const subscription = client.subscribe({ query: gql(ON_PROGRESS), variables: watched() }).subscribe({
      next: ({ data, error }) => (error ? errors.push(JSON.stringify((error as Error).cause)) : seen.push(data)),
    });
    onTestFinished(() => {
      subscription.unsubscribe();
    });
    return { seen, errors, unsubscribe: subscription.unsubscribe.bind(subscription) };
  }

  it('when a learner signs in, then it queries, mutates and hears of progress until it unsubscribes', async () => {
    const client = apollo(byToken('student'));
    expect(await client.query({ query: gql('{ me { id } }') })).toMatchObject({ data: { me: { id: learnerId } } });
    const observed = watch(client);
    await heardOf(observed);
    expect(observed.seen[0]).toMatchObject({ onProgressUpdated: watched() });
    const mutation = gql(COMPLETE_LESSON);
    expect(await client.mutate({ mutation, variables: lesson(1) })).toMatchObject({
      data: { completeLesson: { completed: 2 } },
    });
    observed.unsubscribe();
    const before = observed.seen.length;
    await complete();
    expect(observed.seen).toHaveLength(before);
    expect(observed.errors).toEqual([]);
  });

  it('when a stranger watches the learner, then they are told that it is forbidden', async () => {
    const observed = watch(apollo(byToken('student2')));
    expect(await refused(observed)).toContain('Forbidden');
    expect(observed.seen).toEqual([]);
  });

  it('when it holds the public key, then it reads the catalogue and watches nobody', async () => {
    const client = apollo(byKey());
    expect(await client.query({ query: gql('{ courses { items { id } } }') })).toMatchObject({
      data: { courses: { items: expect.arrayContaining([expect.objectContaining({ id: course.id })]) as unknown } },
    });
    expect(await refused(watch(client))).toContain('Not Authorized to access onProgressUpdated on type Subscription');
  });
});

describe('given an app with Amplify', () => {
  function amplify(name: DemoName) {
    signInAs(name);
    return generateClient();
  }

  function watch(client: ReturnType<typeof amplify>, authMode: 'userPool' | 'apiKey' | 'iam'): Observed {
    const subscribed = client.graphql({ query: ON_PROGRESS, variables: watched(), authMode }) as unknown as {
      subscribe: (observer: unknown) => { unsubscribe: () => void };
    };
    const seen: unknown[] = [];
    const errors: string[] = [];
    const subscription = subscribed.subscribe({
      next: ({ data }: { data: unknown }) => seen.push(data),
      error: (error: unknown) => errors.push(JSON.stringify(error)),
    });
    onTestFinished(() => {
      subscription.unsubscribe();
    });
    return { seen, errors, unsubscribe: subscription.unsubscribe.bind(subscription) };
  }

  it('when a learner is signed in, then it hears of progress until it unsubscribes', async () => {
    const client = amplify('student');
    const [observed, other] = [watch(client, 'userPool'), watch(client, 'userPool')];
    await heardOf(observed);
    await heardOf(other);
    observed.unsubscribe();
    const before = observed.seen.length;
    other.seen.splice(0);
    await heardOf(other);
    expect(observed.seen).toHaveLength(before);
  });

  it.each(['apiKey', 'iam'] as const)('when it watches by %s, then the directive refuses it', async (authMode) => {
    const observed = watch(amplify('student'), authMode);
    expect(await refused(observed)).toContain('Not Authorized to access onProgressUpdated on type Subscription');
    expect(observed.seen).toEqual([]);
  });
});

describe('given an app with the typed client', () => {
  interface Typed {
    readonly run: (document: unknown, variables: object, authMode?: string) => Promise<Record<string, unknown>>;
    readonly watch: (
      document: unknown,
      variables: object,
      next: (data: unknown) => void,
      failed: (error: unknown) => void,
    ) => () => void;
    readonly ApiError: new (...given: never[]) => Error;
  }
  type Documents = Readonly<Record<'Dashboard' | 'CompleteLesson' | 'OnProgress', unknown>>;
  let typed: Typed;
  let documents: Documents;
  beforeAll(async () => {
    typed = await recipe<Typed>('kalpla');
    documents = await recipe<Documents>('dashboard');
  });

  it('when a learner is signed in, then they get their dashboard, complete a lesson and hear of it', async () => {
    signInAs('student');
    const { me, myEnrollments } = await typed.run(documents.Dashboard, { limit: 10 });
    expect(me).toMatchObject({ id: learnerId });
    expect(myEnrollments).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ course: expect.objectContaining({ id: course.id }) })]),
    });
    const seen: unknown[] = [];
    onTestFinished(typed.watch(documents.OnProgress, watched(), (data) => seen.push(data), unexpected));
    await eventually(async () => {
      await typed.run(documents.CompleteLesson, lesson(0));
      expect(seen).toContainEqual({ onProgressUpdated: expect.objectContaining({ courseId: course.id }) });
    });
  });

  it('when the API refuses, then it rejects with the type of the error and what says more', async () => {
    signInAs('student');
    const unknown = { input: { courseId: course.id, lessonId: 'les_none' } };
    const refusal = await typed.run(documents.CompleteLesson, unknown).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(typed.ApiError);
    expect(refusal).toMatchObject({ errorType: 'NotFound', message: 'There is no such lesson.' });
    await expect(typed.run(documents.Dashboard, { limit: 101 })).rejects.toMatchObject({
      errorType: 'Validation',
      errorInfo: { field: 'limit' },
    });
    await expect(typed.run(documents.Dashboard, {}, 'apiKey')).rejects.toMatchObject({ errorType: 'Unauthorized' });
  });
});

describe('given a script with amplify_outputs.json', () => {
  interface AmplifyRecipe {
    readonly connect: (outputs: object) => void;
    readonly catalogue: () => Promise<unknown>;
    readonly firstScreen: (username: string, password: string) => Promise<unknown>;
    readonly accessToken: () => Promise<string>;
    readonly leave: () => Promise<void>;
  }
  let script: AmplifyRecipe;
  beforeAll(async () => {
    ConsoleLogger.LOG_LEVEL = 'NONE';
    script = await recipe<AmplifyRecipe>('amplify');
  });

  it('when it is connected as to a stage, then it reads the catalogue', async () => {
    script.connect(amplifyOutputs(backend.outputs));
    expect(await script.catalogue()).toMatchObject({
      courses: { items: expect.arrayContaining([expect.objectContaining({ id: course.id })]) as unknown },
    });
  });

  it('when it is connected to the local cloud, then a person signs in, asks and leaves', async () => {
    script.connect(backend.amplify);
    const { email } = DEMO_PEOPLE.student2;
    expect(await script.firstScreen(email, DEMO_PASSWORD)).toEqual({
      me: { email, groups: ['Student'] },
      myEnrollments: { items: [] },
    });
    expect(await script.accessToken()).toMatch(/^ey/);
    await script.leave();
    await expect(script.accessToken()).rejects.toThrow('Nobody is signed in.');
  });
});

describe('given a learner who watches', () => {
  it('when their token expires, then what they watch goes on, and nothing new starts', async () => {
    const credentials = { Authorization: demoToken('student') };
    const live = await LiveConnection.open(backend.outputs.graphqlUrl, credentials);
    onTestFinished(() => {
      live.close();
    });
    const started = await live.start(ON_PROGRESS, watched());
    const move = async (body: object): Promise<void> => {
      await fetch(`${backend.url}/_local/clock`, { method: 'PUT', body: JSON.stringify(body) });
    };
    onTestFinished(() => move({ now: new Date().toISOString() }));
    await move({ advance: 'PT16M' });
    await expect(live.start(ON_PROGRESS, watched())).rejects.toThrow('UnauthorizedException: Token has expired.');
    await move({ now: new Date().toISOString() });
    await complete();
    expect(await started.next()).toMatchObject({ onProgressUpdated: watched() });
  });
});
