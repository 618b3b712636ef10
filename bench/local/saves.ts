import { setTimeout as delay } from 'node:timers/promises';
import { freePort, run } from '../../test/start/program.ts';
import { makeWorkingCopy, type WorkingCopy } from '../../test/start/working-copy.ts';
import { quantile, type Figure } from './report.ts';

const TIMES = 5;
const LONGEST_MS = 30_000;

/** From a saved file to the first answer that shows it, with `npm start` running on a copy of the project. */
export async function measureSaves(): Promise<Figure[]> {
  const copy = makeWorkingCopy();
  const port = await freePort();
  const begun = performance.now();
  const program = run(copy, 'scripts/start.ts', { args: [], env: { KALPLA_PORT: String(port) } });
  try {
    await program.printed('ready ');
    const started = performance.now() - begun;
    const ask = asker(copy, port);
    const resolver = await timesOf((turn) => saveResolver(copy, ask, turn));
    const schema = await timesOf((turn) => saveSchema(copy, ask, turn));
    return [
      { what: 'npm start until ready, first time', value: started / 1000, unit: 's', budget: { atMost: 10 } },
      { what: 'a saved resolver is live: median', value: quantile(resolver, 0.5) / 1000, unit: 's' },
      { what: 'the slowest', value: Math.max(...resolver) / 1000, unit: 's', budget: { atMost: 1 } },
      { what: 'a saved schema is live: median', value: quantile(schema, 0.5) / 1000, unit: 's' },
      { what: 'the slowest', value: Math.max(...schema) / 1000, unit: 's', budget: { atMost: 6 } },
    ];
  } finally {
    program.kill('SIGTERM');
    await program.ended;
    copy.remove();
  }
}

/** The description of the type, before which another can stand. */
const COURSE = '"A course with its outline."';

type Ask = (query: string) => Promise<string>;

async function timesOf(once: (turn: number) => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 1; turn <= TIMES; turn += 1) times.push(await once(turn));
  return times;
}

function asker(copy: WorkingCopy, port: number): Ask {
  const { API } = copy.readJson('.kalpla/amplify.local.json') as { API: { GraphQL: Record<string, string> } };
  const headers = { 'x-api-key': API.GraphQL['apiKey'] ?? '', 'content-type': 'application/json' };
  return async (query) =>
    fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) }).then(
      (response) => response.text(),
      () => 'nobody answers',
    );
}

async function until(ask: Ask, query: string, shows: string): Promise<number> {
  const begun = performance.now();
  while (performance.now() - begun < LONGEST_MS) {
    if ((await ask(query)).includes(shows)) return performance.now() - begun;
    await delay(5);
  }
  throw new Error(`${query} never showed ${shows}.`);
}

function saveResolver(copy: WorkingCopy, ask: Ask, turn: number): Promise<number> {
  const line = (number: number) =>
    number === 0 ? '' : `\n  if (ctx.result) util.error('Turn ${number}.', 'Internal');`;
  copy.edit('resolvers/courses/Query.courses.ts', `orError(ctx);${line(turn - 1)}`, `orError(ctx);${line(turn)}`);
  return until(ask, '{ courses { items { slug } } }', `Turn ${turn}.`);
}

function saveSchema(copy: WorkingCopy, ask: Ask, turn: number): Promise<number> {
  copy.edit('schema.graphql', COURSE, `type Turn${turn} @aws_api_key {\n  text: String\n}\n\n${COURSE}`);
  return until(ask, `{ __type(name: "Turn${turn}") { name } }`, `"Turn${turn}"`);
}
