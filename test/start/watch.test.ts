import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort, run, type Program } from './program.ts';
import { makeWorkingCopy, type WorkingCopy } from './working-copy.ts';

let copy: WorkingCopy;
let port: number;
let program: Program;

beforeAll(async () => {
  copy = makeWorkingCopy();
  port = await freePort();
  program = run(copy, 'scripts/start.ts', { args: [], env: { KALPLA_PORT: String(port) } });
  await program.printed('ready ');
});

afterAll(async () => {
  program.kill('SIGTERM');
  await program.ended;
  copy.remove();
});

async function ask(query: string): Promise<{ data?: unknown; errors?: { message: string }[] }> {
  const { API } = copy.readJson('.kalpla/amplify.local.json') as { API: { GraphQL: Record<string, string> } };
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'x-api-key': API.GraphQL['apiKey']!, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as { data?: unknown };
}

/** What the terminal says after what it has said so far. */
async function nextLine(pattern: RegExp, after: number): Promise<string> {
  for (let waited = 0; waited < 20_000; waited += 20) {
    const line = program
      .stdout()
      .slice(after)
      .split('\n')
      .find((text) => pattern.test(text));
    if (line) return line;
    await delay(20);
  }
  throw new Error(`Nothing like ${pattern} after:\n${program.stdout()}`);
}

const COURSES = '{ courses { items { slug } } }';
/** The description of the type, before which another can stand. */
const COURSE = '"A course as lists show it: without its outline."';
const RESOLVER = 'resolvers/courses/Query.courses.ts';

it('a saved resolver is live, and what it refuses is told while the old one goes on', async () => {
  expect((await ask(COURSES)).errors).toBeUndefined();

  let said = program.stdout().length;
  copy.edit(
    RESOLVER,
    'orError(ctx);',
    "orError(ctx);\n  if (ctx.result) util.error('Changed while it ran.', 'Internal');",
  );
  await nextLine(/live/, said);
  expect((await ask(COURSES)).errors?.[0]?.message).toBe('Changed while it ran.');

  said = program.stdout().length;
  copy.edit(RESOLVER, "util.error('Changed while it ran.', 'Internal');", "throw 'nothing';");
  expect(await nextLine(/not live/, said)).toMatch(
    /^not live, what ran before goes on: Resolver Query\.courses, resolvers\/courses\/Query\.courses\.ts:\d+:\d+: Throw statements /,
  );
  expect((await ask(COURSES)).errors?.[0]?.message).toBe('Changed while it ran.');

  said = program.stdout().length;
  copy.edit(RESOLVER, "\n  if (ctx.result) throw 'nothing';", '');
  expect(await nextLine(/^live/, said)).toContain('Query.courses');
  expect((await ask(COURSES)).errors).toBeUndefined();
});

/** As many editors save: the file is replaced by another of its name. */
function saveAs(path: string, text: string, by: string): void {
  const file = join(copy.folder, path);
  const content = readFileSync(file, 'utf8');
  if (!content.includes(text)) throw new Error(`${path} does not hold ${text}`);
  writeFileSync(`${file}~`, content.replace(text, by));
  renameSync(`${file}~`, file);
}

it('a resolver whose file is replaced is live each time', async () => {
  const last = 'orError(ctx);';
  for (const turn of [1, 2, 3]) {
    const said = program.stdout().length;
    const line = (number: number) =>
      number === 0 ? last : `${last}\n  if (ctx.result) util.error('Turn ${number}.');`;
    saveAs(RESOLVER, line(turn - 1), line(turn));
    await nextLine(/^live/, said);
    expect((await ask(COURSES)).errors?.[0]?.message).toBe(`Turn ${turn}.`);
  }
  const said = program.stdout().length;
  saveAs(RESOLVER, `${last}\n  if (ctx.result) util.error('Turn 3.');`, last);
  await nextLine(/^live/, said);
  expect((await ask(COURSES)).errors).toBeUndefined();
});

it('a saved schema is live, on the same state, and a broken one leaves what ran', async () => {
  let said = program.stdout().length;
  copy.edit('schema.graphql', COURSE, `"Of nobody."\ntype Extra @aws_api_key {\n  text: String\n}\n\n${COURSE}`);
  await nextLine(/^live .*the whole app/, said);
  expect((await ask('{ __type(name: "Extra") { description } }')).data).toEqual({
    __type: { description: 'Of nobody.' },
  });
  expect((await ask(COURSES)).data).toMatchObject({ courses: { items: [{}, {}] } });

  said = program.stdout().length;
  copy.edit('schema.graphql', `  text: String\n}\n\n${COURSE}`, `  text: Nothing\n}\n\n${COURSE}`);
  expect(await nextLine(/not live/, said)).toMatch(/"Nothing"/);
  expect((await ask(COURSES)).data).toMatchObject({ courses: { items: [{}, {}] } });
});
