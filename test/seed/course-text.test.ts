import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { buildASTSchema, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { APPSYNC_DEFINITIONS } from '../../lib/appsync-definitions.ts';
import { MAX_BODY_BYTES, MAX_DURATION_SECONDS } from '../../model/lesson.ts';
import { firstOf, line, range, size, slug } from '../../model/validation.ts';
import { readCourse } from '../../seed/course-files.ts';

const FOLDER = 'seed/courses';
const MAIN = 'serverless-graphql-on-aws';
const PUBLISHED = [MAIN, 'dynamodb-in-an-hour'];

/** A fenced block of a lesson. `file` names the file of this repository that it quotes. */
interface Block {
  readonly language: string;
  readonly file: string | undefined;
  readonly text: string;
}

interface LessonText {
  /** Path of its Markdown. */
  readonly path: string;
  readonly blocks: readonly Block[];
  /** All that stands outside of blocks. */
  readonly prose: string;
}

/** @throws Error at an info string that is neither a language nor one with `file=…` */
function readLesson(path: string): LessonText {
  const blocks: Block[] = [];
  const prose = readFileSync(path, 'utf8').replace(/^```(.*)\n([\s\S]*?)^```$/gm, (_, info: string, text: string) => {
    const [, language, file] = /^(\w+)(?: file=(\S+))?$/.exec(info) ?? [];
    if (!language) throw new Error(`${path}: a block begins with \`\`\`${info}`);
    blocks.push({ language, file, text });
    return '';
  });
  return { path, blocks, prose };
}

/** Names of the Markdown files, as course.json has them. */
function bodiesOf(courseSlug: string): string[] {
  const file = readFileSync(`${FOLDER}/${courseSlug}/course.json`, 'utf8');
  const course = JSON.parse(file) as { modules: { lessons: { body: string }[] }[] };
  return course.modules.flatMap((module) => module.lessons.map((lesson) => lesson.body));
}

function lessonsOf(courseSlug: string): LessonText[] {
  return bodiesOf(courseSlug).map((body) => readLesson(`${FOLDER}/${courseSlug}/${body}`));
}

/** What is wrong with a block's quotation, if anything. */
function misquotation({ file, text }: Block): string[] {
  if (!file) return [];
  const lines = text.trimEnd().split('\n');
  const named = `${file}, the lines from "${lines[0]?.trim()}" on:`;
  if (!existsSync(file)) return [`${named} there is no such file`];
  if (!`\n${readFileSync(file, 'utf8')}`.includes(`\n${text}`)) return [`${named} the file reads otherwise`];
  return lines.length > 25 ? [`${named} ${lines.length} of them are too many`] : [];
}

/** What a shell block gives to `curl -d` or `ask.mjs`, and what a GraphQL block shows. */
function queriesIn({ language, file, text }: Block): string[] {
  if (file) return [];
  if (language === 'graphql') return [text];
  const quoted = [...text.matchAll(/'((?:\{|mutation|query)[^']*)'/g)].map(([, argument = '']) => argument);
  return quoted.map((argument) =>
    argument.startsWith('{"query"') ? (JSON.parse(argument) as { query: string }).query : argument,
  );
}

const schema = buildASTSchema(parse(`${readFileSync('schema.graphql', 'utf8')}\n${APPSYNC_DEFINITIONS}`));
const slugs = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

describe.each(slugs)('the course %s', (courseSlug) => {
  test('is what the API takes', () => {
    const course = readCourse(courseSlug);
    expect(course.slug).toBe(courseSlug);
    const problem = firstOf([
      slug('slug', course.slug),
      line('title', course.title, 1, 120),
      line('subtitle', course.subtitle, 1, 200),
      line('category', course.category, 1, 60),
      ...course.modules.map((module) => line('title', module.title, 1, 120)),
      ...course.modules.flatMap((module) =>
        module.lessons.flatMap((lesson) => [
          line('title', lesson.title, 1, 120),
          range('durationSeconds', lesson.durationSeconds, 1, MAX_DURATION_SECONDS),
          size(lesson.title, Buffer.byteLength(lesson.body), MAX_BODY_BYTES),
        ]),
      ),
    ]);
    expect(problem).toBeNull();
  });

  test('has a body for each lesson and a lesson for each body', () => {
    const files = readdirSync(`${FOLDER}/${courseSlug}`).filter((file) => file.endsWith('.md'));
    expect(bodiesOf(courseSlug)).toEqual(files.sort());
    expect(lessonsOf(courseSlug).filter((lesson) => lesson.prose.trim() === '')).toEqual([]);
  });

  test('quotes files of this repository as they stand, 25 lines at most', () => {
    const wrong = lessonsOf(courseSlug).flatMap(({ path, blocks }) =>
      blocks.flatMap(misquotation).map((problem) => `${path} quotes ${problem}`),
    );
    expect(wrong).toEqual([]);
  });

  test('gives only queries to try that the schema knows', () => {
    const queries = lessonsOf(courseSlug).flatMap((lesson) => lesson.blocks.flatMap(queriesIn));
    const wrong = queries.flatMap((query) =>
      validate(schema, parse(query)).map((error) => `${query}: ${error.message}`),
    );
    expect(wrong).toEqual([]);
  });
});

test.each(PUBLISHED)('%s shows its first lesson to everybody, and only that', (courseSlug) => {
  const [first, ...others] = readCourse(courseSlug).modules.flatMap((module) => module.lessons);
  expect(first?.preview).toBe(true);
  expect(others.filter((lesson) => lesson.preview)).toEqual([]);
});

test.each(PUBLISHED)('each lesson of %s ends with something to try', (courseSlug) => {
  expect(lessonsOf(courseSlug).filter(({ prose }) => !/^## Try it$/m.test(prose))).toEqual([]);
});

describe('the main course', () => {
  const blocks = () => lessonsOf(MAIN).flatMap((lesson) => lesson.blocks);

  test('has 16 lessons in 4 modules', () => {
    expect(readCourse(MAIN).modules.map((module) => module.lessons.length)).toEqual([4, 4, 4, 4]);
  });

  test('is a course, not a brochure: 3,500 words and more without its code', () => {
    const words = lessonsOf(MAIN).flatMap(({ prose }) => prose.match(/\S*[\p{L}\p{N}]\S*/gu) ?? []);
    expect(words.length).toBeGreaterThanOrEqual(3_500);
  });

  test('shows how this repository does it: 14 quotations and more, from at least 10 files', () => {
    const quoted = blocks().flatMap(({ file }) => file ?? []);
    expect(quoted.length).toBeGreaterThanOrEqual(14);
    expect(new Set(quoted).size).toBeGreaterThanOrEqual(10);
  });

  test('has a query to try for most of its lessons', () => {
    expect(blocks().flatMap(queriesIn).length).toBeGreaterThanOrEqual(16);
  });
});
