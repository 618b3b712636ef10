import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../../seed/people.ts';
import { freePort, run } from '../start/program.ts';
import { makeWorkingCopy } from '../start/working-copy.ts';
import { openBrowser } from './browser.ts';

/** For people to look at; git does not keep it. */
const SCREENSHOTS = 'test/system/screenshots';

let browser: Browser;
let url: string;
let page: Page;
/** Addresses that the page asked for, and what it complained of. */
const asked: string[] = [];
const complaints: string[] = [];
const stops: (() => unknown)[] = [];

beforeAll(async () => {
  browser = await openBrowser();
  stops.push(() => browser.close());
  const copy = makeWorkingCopy();
  stops.push(() => {
    copy.remove();
  });
  const port = await freePort();
  const backend = run(copy, 'scripts/start.ts', { env: { KALPLA_PORT: String(port) } });
  stops.push(() => {
    backend.kill('SIGTERM');
    return backend.ended;
  });
  await backend.printed('ready ');
  url = `http://127.0.0.1:${port}`;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  page = await context.newPage();
  page.on('request', (request) => asked.push(request.url()));
  page.on('websocket', (socket) => asked.push(socket.url()));
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  mkdirSync(SCREENSHOTS, { recursive: true });
});

afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

const open = (panel: string) => page.getByRole('navigation').getByRole('link', { name: panel }).click();
const keep = (name: string) => page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });

/** Puts an operation, which begins with its kind and name, into a tab of its own and runs it. */
async function ask(operation: string, where = page): Promise<void> {
  await where.getByRole('button', { name: 'New tab' }).click();
  const editor = where.locator('.graphiql-editor').first();
  await editor.locator('.monaco-editor').waitFor();
  const tab = where.getByTitle(/^\w+ (\w+)/.exec(operation)![1]!, { exact: true });
  // Keys that come before the editor listens are nobody's. GraphiQL has read the operation once the tab has its name.
  for (let isRead = false; !isRead;) {
    await editor.click();
    await where.keyboard.press('ControlOrMeta+a');
    await where.keyboard.insertText(operation);
    isRead = await tab.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false,
    );
  }
  await where.getByRole('button', { name: 'Execute query' }).click();
}

/** Monaco writes spaces that don't break, and no more lines than are seen. */
const answer = async () => (await page.locator('.result-window').innerText()).replaceAll('\u00a0', ' ');
const told = (text: string) => expect.poll(answer, { timeout: 30_000 }).toContain(text);

describe('the console at /', () => {
  it('signs a person of the demo in with one click, and runs what they ask', async () => {
    await page.getByRole('button', { name: /^mentor Mentor$/ }).click();
    await page.getByText('Signed in as mentor@kalpla.test').waitFor();
    await page.getByRole('tab', { name: 'Courses' }).click();
    await page.getByRole('button', { name: 'Execute query' }).click();
    await told('"slug": "dynamodb-in-an-hour"');
    await ask('query Myself { me { email groups } }');
    await told('"email": "mentor@kalpla.test"');
    await keep('graphql');
  });

  it('asks as whoever holds the key, as nobody, and as anybody by password', async () => {
    await page.getByRole('button', { name: /^API key/ }).click();
    await ask('query ByKey { me { email } }');
    await told('Not Authorized to access me on type Query');
    await page.getByRole('button', { name: /^Nobody/ }).click();
    await ask('query ByNobody { courses { items { id } } }');
    await told('UnauthorizedException');
    await page.getByRole('button', { name: /^Somebody else/ }).click();
    await page.getByLabel('E-mail or user name').fill(DEMO_PEOPLE.student.email);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('Incorrect username or password.').waitFor();
    await page.getByLabel('Password').fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText(`Signed in as ${DEMO_PEOPLE.student.email}`).waitFor();
  });

  it('shows what a subscription hears', async () => {
    await ask('query Mine { me { id } myEnrollments { items { course { id } progress { nextLessonId } } } }');
    await told('nextLessonId');
    const { data } = JSON.parse((await answer()).replaceAll(/\n\s*/g, '')) as {
      data: {
        me: { id: string };
        myEnrollments: { items: { course: { id: string }; progress: { nextLessonId: string } }[] };
      };
    };
    const [{ course, progress }] = data.myEnrollments.items as [(typeof data.myEnrollments.items)[number]];
    await ask(
      `subscription Live { onProgressUpdated(courseId: "${course.id}", userId: "${data.me.id}") { completed } }`,
    );
    await told('started');
    const other = await page.context().newPage();
    await other.goto(url);
    await other.getByText('Signed in as').waitFor();
    await ask(
      `mutation Complete { completeLesson(input: { courseId: "${course.id}", lessonId: "${progress.nextLessonId}" }) { courseId userId completed } }`,
      other,
    );
    await told('"completed": 6');
    await other.close();
    await page.getByRole('button', { name: 'Stop query' }).click();
  });

  it('shows the code of somebody who signs up', async () => {
    const { pools } = (await (await fetch(`${url}/_console/cloud`)).json()) as {
      pools: [{ clients: [{ id: string }] }];
    };
    await open('Outbox');
    const email = 'newcomer@kalpla.test';
    const signUp = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp',
      },
      body: JSON.stringify({
        ClientId: pools[0].clients[0].id,
        Username: email,
        Password: DEMO_PASSWORD,
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'name', Value: 'Nora Newcomer' },
        ],
      }),
    });
    expect(signUp.status).toBe(200);
    await page.getByRole('button', { name: email }).click();
    const outbox = (await (await fetch(`${url}/_local/outbox?to=${email}`)).json()) as { text: string }[];
    const code = /\d{6}/.exec(outbox[0]!.text)![0];
    expect(await page.getByRole('article').locator('output').innerText()).toBe(code);
    const mail = page.frameLocator(`iframe[title="Mail to ${email}"]`);
    await mail.getByText(code).waitFor();
    await keep('outbox');
  });

  it('shows events by type', async () => {
    await open('Events');
    await page.getByLabel('Type').selectOption('course.published');
    await expect.poll(() => page.locator('.events li').count(), { timeout: 30_000 }).toBe(2);
    await page.locator('.events summary').first().click();
    await page.getByText('"detail"').first().waitFor();
  });

  it('shows the table by entity', async () => {
    await open('Tables');
    await page.getByRole('button', { name: /^Account 6$/ }).click();
    await expect.poll(() => page.locator('.items li').count(), { timeout: 30_000 }).toBe(6);
    await page.getByLabel('Key contains').fill('SLUG#draft');
    await page.getByText('No such item.').waitFor();
    await page.getByRole('button', { name: /^All items/ }).click();
    await page.getByText('SLUG#draft-course', { exact: true }).click();
    await page.getByText('"entity"').waitFor();
    await keep('tables');
  });

  it('shows how queues, alarms and usage stand, and moves the clock', async () => {
    await open('Queues');
    await page.getByRole('rowheader', { name: 'kalpla-dev-points' }).waitFor();
    await page.getByText('kalpla-dev-points-set-aside').waitFor();
    await keep('queues');
    await open('Usage');
    await page.getByRole('rowheader', { name: 'dynamodb:GetItem' }).waitFor();
    await page.getByTitle("The cloud's clock").click();
    await page.getByRole('button', { name: '+1 day' }).click();
    await page.getByRole('button', { name: 'Back to the right time' }).waitFor();
    const { now } = (await (await fetch(`${url}/_local/clock`)).json()) as { now: string };
    expect(Date.parse(now) - Date.now()).toBeGreaterThan(86_000_000);
    await page.getByRole('button', { name: 'Back to the right time' }).click();
  });

  it('fits a phone', async () => {
    const phone = await browser.newPage({ viewport: { width: 390, height: 780 }, colorScheme: 'dark' });
    for (const panel of ['graphql', 'outbox', 'events', 'tables', 'queues', 'usage']) {
      await phone.goto(`${url}/#${panel}`);
      await phone.locator('main > *').waitFor();
      expect(await phone.evaluate('document.documentElement.scrollWidth')).toBe(390);
    }
    await phone.close();
  });

  it('asks no other origin for a byte, and its policy lets it ask none', async () => {
    const others = asked.filter((address) => !/^(http|ws):\/\/127\.0\.0\.1:\d+\/|^(data|blob):/.test(address));
    expect(asked.length).toBeGreaterThan(20);
    expect(others).toEqual([]);
    expect(
      new Set(asked.filter((address) => /^(http|ws):/.test(address)).map((address) => new URL(address).host)),
    ).toEqual(new Set([new URL(url).host]));
    const { headers } = await fetch(url, { headers: { accept: 'text/html' } });
    expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    // A refused request is told as an error: the policy has been tried out by whatever the page did.
    const leaving = await page.evaluate("fetch('http://127.0.0.1:1/').then(() => 'left', ({ message }) => message)");
    expect(leaving).toBe('Failed to fetch');
    expect(complaints.splice(-2).join(' ')).toContain("violates the document's Content Security Policy");
    // Who was nobody, and who had the wrong password.
    expect(complaints.filter((complaint) => !/ status of 40[01] /.test(complaint))).toEqual([]);
  });
});
