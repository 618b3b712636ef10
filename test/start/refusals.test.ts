import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { enginesOf, freePort, outcome, type RunOptions } from './program.ts';
import { makeWorkingCopy, type WorkingCopy } from './working-copy.ts';

let copy: WorkingCopy;
afterEach(() => {
  copy.remove();
});

/** The reason that a start gives. It is one line, without a stack, and nothing runs afterwards. */
async function refusal({ args, env }: RunOptions = {}): Promise<string> {
  const port = String(await freePort());
  const { code, stdout, stderr } = await outcome(copy, 'scripts/start.ts', {
    args,
    env: { KALPLA_PORT: port, ...env },
  });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(await enginesOf(copy)).toEqual([]);
  return /^Kalpla did not start\. ([^\n]+)\n$/.exec(stderr)?.[1] ?? `More than a line: ${stderr}`;
}

describe('without a dynoxide for this system', () => {
  it('a start says how to get one, and how to name another DynamoDB', async () => {
    copy = makeWorkingCopy({ withoutPackage: '@dynoxide' });
    const reason = await refusal({ env: { PATH: '/usr/bin:/bin', KALPLA_DYNAMODB_ENDPOINT: '' } });
    expect(reason).toContain(`@dynoxide/${process.platform}-${process.arch}`);
    expect(reason).toContain('dynoxide on the PATH');
    expect(reason).toContain('KALPLA_DYNAMODB_ENDPOINT');
  });
});

describe('a schema', () => {
  it('that does not parse is refused by line and column', async () => {
    copy = makeWorkingCopy();
    copy.edit('schema.graphql', 'type Query {', 'type Query');
    expect(await refusal()).toMatch(/^Schema, line \d+, column \d+: Syntax Error: /);
  });

  it('that names a type which there is not is refused by that name', async () => {
    copy = makeWorkingCopy();
    copy.edit('schema.graphql', 'type Query {', 'type Query {\n  extra: Nothing');
    expect(await refusal()).toMatch(/^Schema, line \d+, column \d+: .*"Nothing"/);
  });

  it('that lacks a field which has a resolver is refused by the name of the field', async () => {
    copy = makeWorkingCopy();
    copy.edit('schema.graphql', 'unenroll(', 'leave(');
    expect(await refusal()).toContain('Mutation.unenroll');
  });
});

describe('a resolver', () => {
  it('with a throw is refused by its name and the line of its source', async () => {
    copy = makeWorkingCopy();
    const file = 'resolvers/courses/Query.courses.ts';
    copy.edit(file, 'orError(ctx);', "orError(ctx);\n  if (!ctx.result) throw 'nothing';");
    expect(await refusal()).toMatch(
      /^Resolver Query\.courses, resolvers\/courses\/Query\.courses\.ts:\d+:20: Throw statements /,
    );
  });

  it('with a try in a step is refused by the line of the step', async () => {
    copy = makeWorkingCopy();
    const file = 'resolvers/learning/Mutation.enroll.1-decide.ts';
    copy.edit(file, 'orError(ctx);', 'try {\n    orError(ctx);\n  } catch {\n    return null;\n  }');
    expect(await refusal()).toMatch(
      /^Function \w+, resolvers\/learning\/Mutation\.enroll\.1-decide\.ts:\d+:3: Try statements /,
    );
  });

  it('that is not TypeScript is refused by its line, before anything runs', async () => {
    copy = makeWorkingCopy();
    copy.edit('resolvers/courses/Query.courses.ts', 'orError(ctx);', 'orError(ctx');
    expect(await refusal()).toMatch(/^resolvers\/courses\/Query\.courses\.ts:\d+:\d+: /);
    expect(existsSync(join(copy.folder, '.kalpla'))).toBe(false);
  });
});

describe('what an engineer gives to a start', () => {
  it.each([
    ['a port that is none', { env: { KALPLA_PORT: 'http' } }, 'KALPLA_PORT is "http"'],
    ['a DynamoDB that is no URL', { env: { KALPLA_DYNAMODB_ENDPOINT: 'localhost:8000' } }, 'KALPLA_DYNAMODB_ENDPOINT'],
    ['an option that there is not', { args: ['--frehs'] }, '--frehs'],
  ])('is refused where it is %s', async (_, options, reason) => {
    copy = makeWorkingCopy();
    expect(await refusal(options)).toContain(reason);
  });

  it('is refused where it is another DynamoDB than the demo was written into', async () => {
    copy = makeWorkingCopy();
    mkdirSync(join(copy.folder, '.kalpla'));
    writeFileSync(join(copy.folder, '.kalpla', 'seeded'), 'the bundled engine');
    const reason = await refusal({ env: { KALPLA_DYNAMODB_ENDPOINT: 'http://127.0.0.1:9' } });
    expect(reason).toBe(
      '.kalpla goes with another DynamoDB: the bundled engine. Name that one, or forget it: npm start -- --fresh',
    );
  });
});
