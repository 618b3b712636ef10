import type { EvaluateCodeCommandInput } from '@aws-sdk/client-appsync';
import { describe, expect, test } from 'vitest';
import { evaluateCommand, startAppSync } from './evaluate-code.ts';

const CODE = `import { util } from '@aws-appsync/utils';
export function request(ctx) {
  ctx.stash.seen = ctx.args.id;
  console.log('id', ctx.args.id);
  return { operation: 'GetItem', key: util.dynamodb.toMapValues({ id: ctx.args.id }) };
}
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  util.appendError('partly', 'Partial', ctx.result, { a: 1 });
  return ctx.result;
}`;

const command = (input: Partial<EvaluateCodeCommandInput>) => evaluateCommand({ code: CODE, ...input });

describe('EvaluateCode', () => {
  test('answers what the handler returned, its stash and its logs', async () => {
    const { client } = await startAppSync();
    const context = JSON.stringify({ arguments: { id: 'a' }, stash: { kept: true } });
    const answer = await client.send(command({ context }));
    expect(answer).toMatchObject({
      evaluationResult: '{"operation":"GetItem","key":{"id":{"S":"a"}}}',
      stash: '{"kept":true,"seen":"a"}',
      outErrors: '[]',
      logs: ['INFO - code.js:4:3: "id" "a"'],
    });
    expect(answer.error).toBeUndefined();
  });

  test('answers the errors that were appended, after those of the context', async () => {
    const { client } = await startAppSync();
    const context = JSON.stringify({ result: { id: 'a' }, outErrors: [{ message: 'before' }] });
    const { outErrors, evaluationResult } = await client.send(command({ context, function: 'response' }));
    expect(evaluationResult).toBe('{"id":"a"}');
    expect(JSON.parse(outErrors ?? '')).toEqual([
      { message: 'before' },
      { message: 'partly', type: 'Partial', data: { id: 'a' }, errorInfo: { a: 1 } },
    ]);
  });

  test('answers the error of util.error, and no result', async () => {
    const { client } = await startAppSync();
    const context = JSON.stringify({ error: { message: 'no', type: 'T' }, stash: { a: 1 } });
    const answer = await client.send(command({ context, function: 'response' }));
    expect(answer).toMatchObject({ error: { message: 'no', codeErrors: [] }, stash: '{"a":1}' });
    expect(answer.evaluationResult).toBeUndefined();
  });

  test('answers an error that the code ran into with its place', async () => {
    const { client } = await startAppSync();
    const code = 'export const request = (ctx) => 1 === 1 && ctx.a.b;\nexport const response = () => null;';
    const { error } = await client.send(command({ code }));
    expect(error).toMatchObject({ message: expect.stringMatching(/^code\.js:1:50: TypeError: /), codeErrors: [] });
  });

  test('answers null for nothing', async () => {
    const { client } = await startAppSync();
    const code = 'export const request = () => {}; export const response = () => {};';
    expect((await client.send(command({ code }))).evaluationResult).toBe('null');
  });

  test('answers every error of code that AppSync refuses, with its place', async () => {
    const { client } = await startAppSync();
    const code = `export function response() {\n  while (true) {}\n  return Date.now();\n}\n`;
    const answer = await client.send(command({ code }));
    expect(answer.error).toEqual({
      message: 'The code contains one or more errors.',
      codeErrors: [
        {
          errorType: 'LINT_ERROR',
          value: "The code must export a function 'request'",
          location: { line: 1, column: 1, span: -1 },
        },
        {
          errorType: 'LINT_ERROR',
          value: 'While statements are not supported.',
          location: { line: 2, column: 3, span: 15 },
        },
        { errorType: 'LINT_ERROR', value: 'Date is not supported', location: { line: 3, column: 10, span: 4 } },
      ],
    });
  });

  test('answers code that does not parse', async () => {
    const { client } = await startAppSync();
    const { error } = await client.send(command({ code: `export const request = 'a;` }));
    expect(error?.codeErrors).toEqual([
      {
        errorType: 'PARSER_ERROR',
        value: 'Parsing error: Unterminated string literal.',
        location: { line: 1, column: 24, span: -1 },
      },
    ]);
  });

  test('answers code that runs away, and goes on', async () => {
    const { client } = await startAppSync();
    const loops = 'for (const i of list) '.repeat(6);
    const code = `export const request = (ctx) => { const list = ctx.args.list; let n = 0; ${loops} n += 1; return n; };
export const response = () => 1;`;
    const context = JSON.stringify({ arguments: { list: Array.from({ length: 100 }, () => 0) } });
    const [{ error }, { evaluationResult }] = await Promise.all([
      client.send(command({ code, context })),
      client.send(command({ code, function: 'response' })),
    ]);
    expect(error?.message).toContain('time limit');
    expect(evaluationResult).toBe('1');
  });

  test.each([
    ['a code of nothing', { code: '' }, `at 'code' failed to satisfy constraint: Member must have length greater`],
    ['no code', { code: undefined }, `Value null at 'code' failed to satisfy constraint: Member must not be null`],
    ['too long a code', { code: ' '.repeat(32_769) }, 'Member must have length less than or equal to 32768'],
    [
      'too long a context',
      { context: `"${' '.repeat(28_000)}"` },
      'Member must have length less than or equal to 28000',
    ],
    ['a context that is not JSON', { context: '{a}' }, 'context'],
    ['a context that is a list', { context: '[]' }, 'context'],
    ['another handler', { function: 'other' }, 'request, response'],
    ['no runtime', { runtime: undefined }, `Value null at 'runtime'`],
    ['another runtime', { runtime: { name: 'VTL', runtimeVersion: '1.0.0' } }, `'VTL' at 'runtime.name'`],
    ['another version', { runtime: { name: 'APPSYNC_JS', runtimeVersion: '2.0.0' } }, '1.0.0'],
  ])('refuses %s as a bad request', async (_name, input, says) => {
    const { client } = await startAppSync();
    const sent = client.send(command(input as Partial<EvaluateCodeCommandInput>));
    await expect(sent).rejects.toMatchObject({ name: 'BadRequestException', message: expect.stringContaining(says) });
  });

  test('refuses a stranger, and a caller without the permission', async () => {
    const { client } = await startAppSync('stranger');
    await expect(client.send(command({}))).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    const { client: known, ports } = await startAppSync();
    ports.denied.add('/v1/dataplane-evaluatecode');
    await expect(known.send(command({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('appsync:EvaluateCode'),
    });
  });
});
