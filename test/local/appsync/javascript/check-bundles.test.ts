import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { expect, test } from 'vitest';
import { refusalOf } from '../../../../local/appsync/javascript/refusal.ts';
import { JavaScriptRuntime } from '../../../../local/appsync/javascript/runtime.ts';
import { temporaryFolder } from '../../support/cloud.ts';

const HELPERS = `import { util, type Context } from '@aws-appsync/utils';
export const PREFIX = 'item' as const;
export function keyOf(ctx: Context, { id = util.autoId(), kind = PREFIX }: { id?: string; kind?: string } = {}) {
  return { pk: \`\${kind}#\${id}\`, owner: ctx.identity?.sub ?? null };
}`;

const RESOLVER = `import { util, type Context, type DynamoDBPutItemRequest } from '@aws-appsync/utils';
import * as ddb from '@aws-appsync/utils/dynamodb';
import { keyOf } from './helpers.ts';

interface Args { readonly id: string; readonly tags?: readonly string[] }

export function request(ctx: Context<Args>): DynamoDBPutItemRequest {
  const { id, tags = [], ...rest } = ctx.args;
  const item: Record<string, unknown> = { ...rest, tags: tags.map((tag) => tag.toLowerCase()) };
  item.count = tags.length;
  return ddb.put({ key: keyOf(ctx, { id }), item });
}

export const response = (ctx: Context) => {
  const { error, result } = ctx;
  if (error) {
    return util.appendError(error.message, error.type, result);
  }
  return result;
};`;

/** As the guide says to bundle: ES modules, AppSync's own left out, a source map inline. */
function bundle(resolver: string): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'lib'));
  writeFileSync(join(folder, 'lib', 'helpers.ts'), HELPERS);
  writeFileSync(join(folder, 'lib', 'resolver.ts'), resolver);
  const { outputFiles } = buildSync({
    absWorkingDir: folder,
    entryPoints: ['lib/resolver.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'esnext',
    platform: 'node',
    external: ['@aws-appsync/utils'],
    sourcemap: 'inline',
    sourcesContent: false,
    outdir: '.',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

test('a bundle of TypeScript with an inline source map is accepted, and runs', async () => {
  const code = bundle(RESOLVER);
  expect(refusalOf(code)).toBeUndefined();
  const runtime = new JavaScriptRuntime({ clock: { now: () => 0 } });
  const context = { arguments: { id: 'a', tags: ['X'], title: 't' }, identity: { sub: 's' } };
  expect((await runtime.compile('a', code).evaluate('request', context)).result).toEqual({
    operation: 'PutItem',
    key: { pk: { S: 'item#a' }, owner: { S: 's' } },
    attributeValues: { title: { S: 't' }, tags: { L: [{ S: 'x' }] }, count: { N: 1 } },
  });
  runtime.close();
});

test('what a bundle is refused for is told with the file and line of the author', () => {
  const code = bundle(RESOLVER.replace('item.count = tags.length;', 'while (item.count) item.count = 0;'));
  expect(refusalOf(code)).toBe('lib/resolver.ts:10:3: While statements are not supported.');
});
