import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { ConsoleLogger } from 'aws-amplify/utils';
import { createAuthLink, type AuthOptions } from 'aws-appsync-auth-link';
import { createSubscriptionHandshakeLink } from 'aws-appsync-subscription-link';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { demoToken, type DemoName } from '../support/demo-tokens.ts';
import { COMPLETE_LESSON, ENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import { LiveConnection } from '../support/live-connection.ts';

/** The links' types know Apollo's CommonJS form, the test its ES modules. */
type Link = Parameters<typeof createSubscriptionHandshakeLink>[1];

/** The judges: clients that people use, as they come. */
let backend: TestBackend;
let course: TestCourse;
let learnerId: string;

const ON_PROGRESS = `subscription ($courseId: ID!, $userId: ID!) {
  onProgressUpdated(courseId: $courseId, userId: $userId) { courseId userId completed }
}`;
const PATIENCE = { timeout: 10_000, interval: 100 };

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
  await vi.waitFor(async () => {
    await complete();
    expect(seen).not.toEqual([]);
  }, PATIENCE);
}

async function refused({ errors }: Observed): Promise<string> {
  await vi.waitFor(() => {
    expect(errors).not.toEqual([]);
  }, PATIENCE);
  return errors.join(' ');
}

describe('given an app with Apollo Client and the AppSync links', () => {
  const byToken = (name: DemoName): AuthOptions => ({ type: 'AMAZON_COGNITO_USER_POOLS', jwtToken: demoToken(name) });
  const byKey = (): AuthOptions => ({ type: 'API_KEY', apiKey: backend.outputs.apiKey });

  function apollo(auth: AuthOptions): ApolloClient {
    const given = { url: backend.outputs.graphqlUrl, region: backend.outputs.region, auth };
    const http = new HttpLink({ uri: given.url });
    const live = createSubscriptionHandshakeLink(given, http as unknown as Link);
    const link = ApolloLink.from([createAuthLink(given), live] as unknown as ApolloLink[]);
    const client = new ApolloClient({ link, cache: new InMemoryCache() });
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
