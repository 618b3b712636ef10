import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../../seed/people.ts';
import { freePort, run } from '../start/program.ts';
import { makeWorkingCopy } from '../start/working-copy.ts';
import { COMPLETE_LESSON, ENROLL } from '../support/courses.ts';
import { openBrowser, openClient, type Client } from './browser.ts';
import { serveWebsite, type Website } from './website.ts';

const SLUG = 'dynamodb-in-an-hour';
const COURSE = `query ($slug: String) {
  course(slug: $slug) { id title mentor { displayName } modules { title lessons { id title } } }
}`;

interface Course {
  readonly id: string;
  readonly title: string;
  readonly mentor: { readonly displayName: string };
  readonly modules: readonly { readonly lessons: readonly { readonly id: string }[] }[];
}

let website: Website;
let browser: Browser;
let client: Client;
/** What Cognito was asked for, in its order. */
const flows: string[] = [];
const sockets: string[] = [];
let course: Course;

const { email } = DEMO_PEOPLE.student;
const lesson = (place: number) => ({
  input: { courseId: course.id, lessonId: course.modules.flatMap(({ lessons }) => lessons)[place]!.id },
});

/** What has been started, to be stopped in reverse. */
const stops: (() => unknown)[] = [];

beforeAll(async () => {
  browser = await openBrowser();
  stops.push(() => browser.close());
  const copy = makeWorkingCopy();
  stops.push(() => {
    copy.remove();
  });
  const backend = run(copy, 'scripts/start.ts', { env: { KALPLA_PORT: String(await freePort()) } });
  stops.push(() => {
    backend.kill('SIGTERM');
    return backend.ended;
  });
  await backend.printed('ready ');
  website = await serveWebsite(join(copy.folder, '.kalpla', 'amplify.local.json'));
  stops.push(website.stop);
  client = await openClient(browser, website.url);
  client.page.on('request', (request) => {
    const operation = request.headers()['x-amz-target']?.split('.').at(-1);
    if (!operation) return;
    const { AuthFlow } = request.postDataJSON() as { AuthFlow?: string };
    flows.push(AuthFlow ? `${operation} ${AuthFlow}` : operation);
  });
  client.page.on('websocket', (socket) => sockets.push(socket.url()));
});

afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

it('a page of another origin signs a person in by the default flow', async () => {
  expect(await client.call('signIn', email, DEMO_PASSWORD)).toBe(true);
  expect(flows.slice(0, 2)).toEqual(['InitiateAuth USER_SRP_AUTH', 'RespondToAuthChallenge']);
  expect(await client.call('ask', '{ me { email groups } }')).toEqual({ me: { email, groups: ['Student'] } });
});

it('who comes back is still signed in, and gets fresh tokens', async () => {
  const before = await client.call('accessToken', false);
  await client.page.reload();
  await client.loaded();
  expect(await client.call('accessToken', false)).toBe(before);
  const after = await client.call('accessToken', true);
  expect(after).not.toBe(before);
  expect(flows.at(-1)).toBe('GetTokensFromRefreshToken');
  expect(await client.call('ask', '{ me { email } }')).toEqual({ me: { email } });
});

it('they read the catalogue and a course page', async () => {
  const { courses } = (await client.call('ask', '{ courses { items { slug } } }')) as {
    courses: { items: { slug: string }[] };
  };
  expect(courses.items.map(({ slug }) => slug)).toContain(SLUG);
  ({ course } = (await client.call('ask', COURSE, { slug: SLUG })) as { course: Course });
  expect(course.mentor.displayName).toBe(DEMO_PEOPLE.mentor2.name);
  expect(course.modules[0]!.lessons.length).toBeGreaterThan(0);
});

it('they enroll and complete a lesson', async () => {
  expect(await client.call('ask', ENROLL, { input: { courseId: course.id } })).toMatchObject({
    enroll: { course: { slug: SLUG }, progress: { completed: 0 } },
  });
  expect(await client.call('ask', COMPLETE_LESSON, lesson(0))).toMatchObject({ completeLesson: { completed: 1 } });
});

it('the page sees what the same person does on another device, until it unsubscribes', async () => {
  const { me } = (await client.call('ask', '{ me { id } }')) as { me: { id: string } };
  for (const name of ['kept', 'given up']) await client.call('watchProgress', name, course.id, me.id);
  const device = await openClient(browser, website.url);
  await device.call('signIn', email, DEMO_PASSWORD);
  // Amplify does not say when the server has taken a subscription: the other device repeats itself until it is heard.
  const heard = async (name: string, place: number) => {
    const completed = place + 1;
    await expect
      .poll(
        async () => {
          await device.call('ask', COMPLETE_LESSON, lesson(place));
          return client.call('progress', name);
        },
        { interval: 200, timeout: 30_000 },
      )
      .toContainEqual(expect.objectContaining({ courseId: course.id, userId: me.id, completed }));
  };
  await heard('kept', 1);
  await heard('given up', 1);
  await client.call('unwatchProgress', 'given up');
  const before = await client.call('progress', 'given up');
  await heard('kept', 2);
  expect(await client.call('progress', 'given up')).toEqual(before);
  expect(sockets).toEqual([expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/graphql\/realtime/)]);
  expect(device.complaints).toEqual([]);
});

it('a stranger in another browser watches them in vain', async () => {
  const { me } = (await client.call('ask', '{ me { id } }')) as { me: { id: string } };
  const stranger = await openClient(browser, website.url);
  await stranger.call('signIn', DEMO_PEOPLE.student2.email, DEMO_PASSWORD);
  await stranger.call('watchProgress', 'theirs', course.id, me.id);
  await expect
    .poll(() => stranger.call('progress', 'theirs'), { interval: 200, timeout: 30_000 })
    .toEqual([{ error: expect.stringContaining('Forbidden') as unknown }]);
});

it('who signs out is nobody, who may read the catalogue', async () => {
  await client.call('signOut');
  await expect(client.call('userId')).rejects.toThrow('UserUnAuthenticatedException');
  await expect(client.call('ask', '{ me { id } }')).rejects.toThrow();
  expect(await client.call('askAsAnybody', '{ courses { items { slug } } }')).toMatchObject({
    courses: { items: expect.arrayContaining([{ slug: SLUG }]) as unknown },
  });
  expect(client.complaints).toEqual([]);
});
