import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { App } from './page.ts';

const CHROMIUM = '/usr/bin/chromium';

/** It brings no browser along, and asks nobody but the pages' servers. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser with an empty profile. @throws Error that names the package where the program is missing */
export function openBrowser(): Promise<Browser> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(`There is no ${CHROMIUM}: install the Debian package chromium (apt-get install chromium).`);
  }
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** A page of the app, with storage of its own: another device. */
export interface Client {
  readonly page: Page;
  /** Everything that the page complained of. */
  readonly complaints: readonly string[];
  /** Calls the app in the page. Rejects with what it throws. */
  readonly call: <Name extends keyof App>(
    name: Name,
    ...args: Parameters<App[Name]>
  ) => Promise<Awaited<ReturnType<App[Name]>>>;
  /** Waits until the app is loaded, after a reload too. */
  readonly loaded: () => Promise<void>;
}

export async function openClient(browser: Browser, url: string): Promise<Client> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  const loaded = async () => {
    await page.waitForFunction('globalThis.app !== undefined');
  };
  await page.goto(url);
  await loaded();
  return {
    page,
    complaints,
    call: (name, ...args) => page.evaluate(`app.${name}(...${JSON.stringify(args)})`),
    loaded,
  };
}
