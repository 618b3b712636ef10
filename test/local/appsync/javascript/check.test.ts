import { describe, expect, test } from 'vitest';
import { checkCode } from '../../../../local/appsync/javascript/check.ts';

/** Statements of a request handler. */
function inHandler(body: string): string {
  return `import { util, runtime, extensions } from '@aws-appsync/utils';
import * as ddb from '@aws-appsync/utils/dynamodb';
export function request(ctx) { ${body} }
export const response = (ctx) => ctx.result;`;
}

/** A module around other statements at its top. */
function atTop(statements: string): string {
  return `${statements}\nexport function request(ctx) { return {}; }\nexport function response(ctx) { return ctx.result; }`;
}

function messages(code: string): string[] {
  return checkCode(code).map(({ message }) => message);
}

describe('checkCode', () => {
  test('accepts the whole of the supported language', () => {
    const body = `
      const { id, limit = 20, ...rest } = ctx.args;
      var total = 0;
      for (const [key, value] of Object.entries(rest)) { total += value ?? 0; if (key === 'end') break; }
      for (const key in rest) delete rest[key];
      switch (id) { case 'a': total **= 2; break; default: total |= 1; }
      const text = \`\${id?.toUpperCase()} of \${\`\${limit}\`}\` + String.raw\`\\n\`;
      const sum = [1, 2].flatMap((n) => [n, ...[n]]).reduce((a, b) => a + b, Math.max(0, -1));
      if (typeof text !== 'string' || void 0) { util.appendError('x'); } else { console.log(text, JSON.stringify(rest)); }
      return { [id]: text, sum, nan: isNaN(Number('x')), infinite: Infinity, ok: (() => true)() };`;
    expect(messages(inHandler(body))).toEqual([]);
  });

  test('takes util, runtime and extensions as globals too', () => {
    const code = atTop('const id = () => util.autoId(); const end = () => runtime.earlyReturn();');
    expect(messages(code)).toEqual([]);
  });

  test('knows handlers that are exported by a list or under another name', () => {
    expect(messages('const a = () => 1; function response() {} export { a as request, response };')).toEqual([]);
  });

  test('allows 32,768 characters and not one more', () => {
    const code = atTop('');
    const filled = `${code}${' '.repeat(32_768 - code.length)}`;
    expect(messages(filled)).toEqual([]);
    expect(messages(`${filled} `)).toEqual([expect.stringContaining('32769 characters')]);
  });

  test('takes a name for what is declared nearest to it', () => {
    const returning = (inner: string) => atTop(`const f = (n) => n;\nconst g = (n) => { ${inner} return f; };`);
    expect(messages(returning('const f = n;'))).toEqual([]);
    expect(messages(returning(''))).toEqual(['returning a function is not allowed']);
  });

  test('says where: lines and columns count from one', () => {
    expect(checkCode(atTop('const a = 1;\n  debugger; const d = Date;'))).toEqual([
      { type: 'LINT_ERROR', line: 2, column: 23, span: 4, message: 'Date is not supported' },
    ]);
  });

  test('says where the code does not parse', () => {
    expect(checkCode('export function request( {')).toEqual([
      { type: 'PARSER_ERROR', line: 1, column: 27, span: -1, message: 'Parsing error: Unexpected token' },
    ]);
  });
});
