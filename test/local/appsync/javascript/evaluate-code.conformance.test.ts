import type { EvaluateCodeCommandInput, EvaluateCodeCommandOutput } from '@aws-sdk/client-appsync';
import { describe, expect } from 'vitest';
import { documented } from '../../support/documented.ts';
import { evaluateCommand, startAppSync } from './evaluate-code.ts';

const GUIDE = 'appsync/latest/devguide/test-debug-resolvers-js.html';
const REFERENCE = 'appsync/latest/APIReference/API_EvaluateCode.html';

/** The code of the guide's example. */
const DOG = `import { util } from '@aws-appsync/utils';

export function request(ctx) {
  return {
    operation: 'PutItem',
    key: util.dynamodb.toMapValues({ id: util.autoId() }),
    attributeValues: util.dynamodb.toMapValues(ctx.args),
  };
}

export function response(ctx) {
  if (ctx.identity.username === 'Nadia') {
    console.log("This request is allowed")
    return ctx.result;
  }
  util.unauthorized();
}`;

const CONTEXT = {
  arguments: { firstname: 'Shaggy', age: 4 },
  source: {},
  result: { breed: 'Miniature Schnauzer', color: 'black_grey' },
  identity: { sub: 'uuid', username: 'Nadia', claims: {}, sourceIp: ['x.x.x.x'], defaultAuthStrategy: 'ALLOW' },
};

async function evaluate(
  input: Partial<EvaluateCodeCommandInput>,
  context: unknown = CONTEXT,
): Promise<EvaluateCodeCommandOutput> {
  const { client } = await startAppSync();
  return client.send(evaluateCommand({ code: DOG, context: JSON.stringify(context), ...input }));
}

describe('the guide’s example', () => {
  documented(GUIDE, '"logs": [ "INFO - code.js:13:5: \\"This request is allowed\\"" ]', async () => {
    const answer = await evaluate({ function: 'response' });
    expect(answer.evaluationResult).toBe('{"breed":"Miniature Schnauzer","color":"black_grey"}');
    expect(answer.logs).toEqual(['INFO - code.js:13:5: "This request is allowed"']);
  });
  documented(
    GUIDE,
    'const result = JSON.parse(response.evaluationResult) expect(result.key.id.S).toBeDefined() expect(result.attributeValues.firstname.S).toEqual(contextJSON.arguments.firstname)',
    async () => {
      const { evaluationResult = '' } = await evaluate({ function: 'request' });
      const result = JSON.parse(evaluationResult) as { key: { id: { S: string } }; attributeValues: unknown };
      expect(result.key.id.S).toBeDefined();
      expect(result.attributeValues).toEqual({ firstname: { S: 'Shaggy' }, age: { N: 4 } });
    },
  );
  documented(
    GUIDE,
    'if you were to change the username to a value other than Nadia, the results won’t be returned because the authorization check would fail',
    async () => {
      const context = { ...CONTEXT, identity: { ...CONTEXT.identity, username: 'Other' } };
      const { error, evaluationResult, logs } = await evaluate({ function: 'response' }, context);
      expect({ message: error?.message, evaluationResult, logs }).toEqual({
        message: 'Unauthorized',
        evaluationResult: undefined,
        logs: [],
      });
    },
  );
  documented(
    'appsync/latest/devguide/test-resolvers.html',
    '"Effect": "Allow", "Action": "appsync:evaluateCode"',
    async () => {
      const { client, ports } = await startAppSync();
      const asked: string[] = [];
      ports.authorize = (_principal, action, resources) => void asked.push(action, ...resources);
      await client.send(evaluateCommand({}));
      expect(asked).toEqual([
        'appsync:EvaluateCode',
        expect.stringMatching(/^arn:aws:appsync:us-east-1:000000000000:/),
      ]);
    },
  );
});

describe('the reference', () => {
  const RUNTIME =
    'The runtime to be used when evaluating the code. Currently, only the APPSYNC_JS runtime is supported.';
  documented(REFERENCE, RUNTIME, async () => {
    const runtime = { name: 'OTHER', runtimeVersion: '1.0.0' } as unknown as EvaluateCodeCommandInput['runtime'];
    await expect(evaluate({ runtime })).rejects.toMatchObject({ name: 'BadRequestException' });
  });
  documented(REFERENCE, 'Length Constraints: Minimum length of 1. Maximum length of 32768.', async () => {
    await expect(evaluate({ code: '' })).rejects.toMatchObject({ name: 'BadRequestException' });
    await expect(evaluate({ code: DOG.padEnd(32_769) })).rejects.toMatchObject({ name: 'BadRequestException' });
    expect((await evaluate({ code: DOG.padEnd(32_768) })).error).toBeUndefined();
  });
  documented(REFERENCE, 'Length Constraints: Minimum length of 2. Maximum length of 28000.', async () => {
    await expect(evaluate({ context: '1' })).rejects.toMatchObject({ name: 'BadRequestException' });
    await expect(evaluate({ context: '{}'.padEnd(28_001) })).rejects.toMatchObject({ name: 'BadRequestException' });
    expect((await evaluate({ context: '{}'.padEnd(28_000) })).error).toBeUndefined();
  });
  documented(REFERENCE, 'If provided, the valid values are request and response.', async () => {
    await expect(evaluate({ function: 'other' })).rejects.toMatchObject({ name: 'BadRequestException' });
    expect((await evaluate({ function: 'request' })).evaluationResult).toContain('PutItem');
    expect((await evaluate({ function: 'response' })).evaluationResult).toContain('breed');
  });
  const ERROR_TYPES = "Examples include, but aren't limited to: LINT_ERROR, PARSER_ERROR.";
  documented('appsync/latest/APIReference/API_CodeError.html', ERROR_TYPES, async () => {
    const typeOf = async (code: string): Promise<unknown> =>
      (await evaluate({ code })).error?.codeErrors?.[0]?.errorType;
    expect(await typeOf(`${DOG}\nwhile (true) {}`)).toBe('LINT_ERROR');
    expect(await typeOf(`${DOG}\nconst a = 'b`)).toBe('PARSER_ERROR');
  });
  documented(
    'appsync/latest/APIReference/API_CodeError.html',
    "A user presentable error. Examples include, but aren't limited to: Parsing error: Unterminated string literal.",
    async () => {
      const { error } = await evaluate({ code: `const a = 'b` });
      expect(error?.codeErrors?.[0]?.value).toBe('Parsing error: Unterminated string literal.');
    },
  );
  documented(
    'appsync/latest/APIReference/API_CodeError.html',
    'The line, column, and span location of the error in the code.',
    async () => {
      const { error } = await evaluate({ code: `${DOG}\n  for (;;) {}` });
      expect(error?.codeErrors?.[0]?.location).toEqual({ line: 18, column: 3, span: 11 });
    },
  );
  documented(
    'appsync/latest/devguide/supported-features.html',
    'During code evaluation with evaluateCode, log statements are returned in the command response.',
    async () => {
      const code = `export const request = () => {\n  console.log('a', { b: [1] });\n  console.error('c');\n};\nexport const response = () => {};`;
      expect((await evaluate({ code })).logs).toEqual([
        'INFO - code.js:2:3: "a" {"b":[1]}',
        'ERROR - code.js:3:3: "c"',
      ]);
    },
  );
});
