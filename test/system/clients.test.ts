import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../../seed/people.ts';
import { freePort, run } from '../start/program.ts';
import { makeWorkingCopy } from '../start/working-copy.ts';
import { openBrowser } from './browser.ts';
import { serveWebsite } from './website.ts';

/** All that an app adds to docs/clients/web.tsx. */
const START = `
  import { start } from './docs/clients/web.tsx';
  start(document.body, await (await fetch('/amplify.local.json')).json());
`;

let browser: Browser;
let page: Page;
const complaints: string[] = [];
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
  const website = await serveWebsite(join(copy.folder, '.kalpla', 'amplify.local.json'), {
    stdin: { contents: START, resolveDir: process.cwd(), loader: 'ts' },
  });
  stops.push(website.stop);
  const context = await browser.newContext();
  page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  await page.goto(website.url);
});

afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

describe("the recipe for React, in a learner's browser", () => {
  it('says why a sign-in failed', async () => {
    await page.getByLabel('E-mail').fill(DEMO_PEOPLE.student.email);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('Incorrect username or password.').waitFor();
  });

  it('shows who is signed in their courses, also after the page is loaded again', async () => {
    await page.getByLabel('Password').fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Serverless GraphQL on AWS: 31 %').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Hello Sami Student' }).waitFor();
    await page.getByText('Serverless GraphQL on AWS: 31 %').waitFor();
  });

  it('shows a lesson that is completed, there and on every other device', async () => {
    const device = await page.context().newPage();
    await device.goto(page.url());
    const shown = (where: Page) => where.getByRole('listitem').innerText();
    await device.getByText('Serverless GraphQL on AWS: 31 %').waitFor();
    // Amplify does not say when a subscription has begun: lessons are completed until one is heard of.
    await expect
      .poll(
        async () => {
          await device.getByRole('button', { name: 'Complete the next lesson' }).click();
          return shown(page);
        },
        { interval: 1_000, timeout: 30_000 },
      )
      .not.toContain('31 %');
    await expect.poll(async () => (await shown(page)) === (await shown(device)), { timeout: 30_000 }).toBe(true);
    expect(complaints).toEqual([]);
  });
});
