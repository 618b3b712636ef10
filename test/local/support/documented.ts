import { test } from 'vitest';

/**
 * A case of the conformance suite: what AWS's documentation says, and a check that the local cloud does so. The suite
 * is every `*.conformance.test.ts`; `npm run conformance` counts its cases by service.
 *
 * @param page address of the page, without the host: `appsync/latest/devguide/security-authz.html`
 * @param quote the sentence or example of that page which is checked, to the letter
 */
export function documented(page: string, quote: string, check: () => Promise<void> | void): void {
  if (!/^[\w./#-]+$/.test(page) || quote.trim().split(/\s+/).length < 3) {
    throw new Error(`A case names its page and quotes it: ${page}: ${quote}`);
  }
  test(`"${quote}" (docs.aws.amazon.com/${page})`, check);
}
