import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';

const RECIPES = 'docs/clients';
const execute = promisify(execFile);
const check = (folder: string) =>
  execute('node_modules/.bin/tsc', ['-p', folder]).then(
    () => '',
    (error: unknown) => (error as { stdout: string }).stdout,
  );

/** A copy at the same depth, so that its settings and packages are found. */
function copied(): string {
  mkdirSync('build', { recursive: true });
  const folder = mkdtempSync(join('build', 'recipes-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  cpSync(RECIPES, folder, { recursive: true });
  return folder;
}

describe('docs/clients.md', () => {
  it('shows every recipe as it is tested', () => {
    const page = readFileSync('docs/clients.md', 'utf8');
    const shown = [...page.matchAll(/^`docs\/clients\/(\S+)`[^`]*(?:`[^`]+`[^`]*)*?\n\n```\w+\n([^]*?)^```$/gm)];
    const recipes = readdirSync(RECIPES).filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'));
    expect(shown.map(([, name]) => name).sort()).toEqual(recipes.sort());
    for (const [, name = '', code] of shown) expect(code).toBe(readFileSync(join(RECIPES, name), 'utf8'));
  });
});

describe('the typed client', () => {
  it('is made of the schema as it is', async () => {
    const folder = copied();
    await execute(process.execPath, [join(folder, 'codegen.ts'), 'schema.graphql']);
    for (const file of readdirSync(join(RECIPES, 'gql'))) {
      expect(readFileSync(join(folder, 'gql', file), 'utf8')).toBe(readFileSync(join(RECIPES, 'gql', file), 'utf8'));
    }
  });

  it('has the types of the schema from the operation to the screen', async () => {
    expect(await check(RECIPES)).toBe('');
    const folder = copied();
    const misspell = (file: string, right: string, wrong: string) => {
      const text = readFileSync(join(folder, file), 'utf8');
      expect(text).toContain(right);
      writeFileSync(join(folder, file), text.replace(right, wrong));
    };
    misspell('web.tsx', 'enrollment.course.title', 'enrollment.course.titel');
    misspell('native.tsx', 'item.progress.percent', 'item.progress.percentage');
    misspell('dashboard.ts', '{ limit: 10 }', "{ limit: '10' }");
    const problems = await check(folder);
    expect(problems).toContain("Property 'titel' does not exist");
    expect(problems).toContain("Property 'percentage' does not exist");
    expect(problems).toContain("Type 'string' is not assignable to type 'number'");
  });
});
