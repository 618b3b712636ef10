/**
 * `npm run bench:local`: how fast the local cloud is on this machine, with IAM, sandbox and counting on. Prints; compares
 * with nothing but the budgets, since a time is this machine's. `--only NAME` runs one part.
 */
import { parseArgs } from 'node:util';
import { measureEvents } from './events.ts';
import { measureQueries } from './queries.ts';
import type { Figure } from './report.ts';
import { show } from './report.ts';
import { measureSaves } from './saves.ts';

const PARTS: Readonly<Record<string, () => Promise<Figure[]>>> = {
  queries: measureQueries,
  events: measureEvents,
  saves: measureSaves,
};

try {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const names = values.only ? [values.only] : Object.keys(PARTS);
  for (const name of names) {
    const part = PARTS[name];
    if (!part) throw new Error(`There is no part ${name}, but ${Object.keys(PARTS).join(', ')}.`);
    for (const figure of await part()) console.log(show(figure));
  }
} catch (error) {
  console.error(`The bench did not run. ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
