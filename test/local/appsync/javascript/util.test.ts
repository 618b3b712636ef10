import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NOW, useRuntime } from './harness.ts';

const run = useRuntime();
const valueOf = (expression: string, args: Record<string, unknown> = {}): unknown => {
  const { result, error } = run(`return ${expression};`, { arguments: args });
  if (error) throw new Error(error.message);
  return result;
};

describe('util', () => {
  test.each([
    [`util.base64Encode('')`, ''],
    [`util.base64Encode('héllo')`, 'aMOpbGxv'],
    [`util.base64Decode('aMOpbGxv')`, 'héllo'],
    [`util.urlEncode("a b&c*é~'()!")`, 'a+b%26c*%C3%A9%7E%27%28%29%21'],
    [`util.urlDecode('a+b%26%C3%A9')`, 'a b&é'],
    [`util.escapeJavaScript('a"b/\\n\\u00e9')`, 'a\\"b\\/\\n\\u00E9'],
    [`util.str.normalize('e\\u0301', 'nfc')`, '\u00e9'],
    [`util.math.roundNum(-1.5)`, -1],
    [`util.math.minVal(1, 2)`, 1],
    [`util.math.maxVal(1, 2)`, 2],
    [`util.time.nowISO8601()`, '2026-01-02T03:04:05.678Z'],
    [`util.time.nowEpochSeconds()`, Math.floor(NOW / 1000)],
    [`util.time.nowEpochMilliSeconds()`, NOW],
    [`util.time.epochMilliSecondsToISO8601(0)`, '1970-01-01T00:00:00.000Z'],
    [`util.time.epochMilliSecondsToSeconds(1999)`, 1],
    [`util.time.parseISO8601ToEpochMilliSeconds('2018-02-01T17:21:05.180+08:00')`, 1_517_476_865_180],
    [`JSON.parse('not JSON')`, ''],
    [`JSON.parse('{"a":1}')`, { a: 1 }],
    [`[3, 1, 2].sort()`, [1, 2, 3]],
  ])('%s', (expression, expected) => {
    expect(valueOf(expression)).toEqual(expected);
  });

  test.each([`[2, 1].sort((a, b) => a - b)`, `'a'.padStart(2)`, `[].keys()`])('%s is an error', (expression) => {
    expect(() => valueOf(expression)).toThrow('TypeError');
  });

  test('encodes any text as Node does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const encoded = Buffer.from(text.toWellFormed()).toString('base64');
        expect(valueOf('util.base64Encode(ctx.args.text)', { text })).toBe(encoded);
        expect(valueOf('util.base64Decode(ctx.args.encoded)', { encoded })).toBe(text.toWellFormed());
        expect(valueOf('util.urlDecode(util.urlEncode(ctx.args.text))', { text })).toBe(text.toWellFormed());
      }),
    );
  });

  test('makes identifiers that differ, in the form of their kind', () => {
    const ids = Array.from(
      { length: 50 },
      () => valueOf('[util.autoId(), util.autoUlid(), util.autoKsuid()]') as string[],
    );
    expect(new Set(ids.flat()).size).toBe(150);
    for (const [uuid, ulid, ksuid] of ids) {
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(ulid).toMatch(/^01KDYAK3SE[0-9A-HJKMNP-TV-Z]{16}$/);
      expect(ksuid).toMatch(/^[0-9A-Za-z]{27}$/);
    }
  });

  test('random numbers stay in their range', () => {
    for (let i = 0; i < 50; i += 1) expect([2, 3, 4]).toContain(valueOf('util.math.randomWithinRange(2, 4)'));
    expect(valueOf('util.math.randomDouble()')).toBeLessThan(1);
  });

  const iam = { accountId: '1', sourceIp: ['x'], username: 'u', userArn: 'arn:aws:iam::1:user/u' };
  const pool = { sourceIp: ['x'], username: 'u', sub: 's', issuer: 'i', claims: {}, defaultAuthStrategy: 'ALLOW' };
  const oidc = { sub: 's', issuer: 'i', claims: {} };

  /** What AppSync answers, recorded by EvaluateCode. */
  test.each([
    ['API Key Authorization', null],
    ['API Key Authorization', undefined],
    ['IAM Authorization', iam],
    ['IAM Authorization', { ...iam, cognitoIdentityId: null, cognitoIdentityAuthType: 'authenticated' }],
    ['API Key Authorization', { ...iam, userArn: undefined }],
    ['API Key Authorization', { ...iam, sourceIp: null }],
    ['User Pool Authorization', pool],
    ['User Pool Authorization', { ...pool, groups: ['a'] }],
    ['API Key Authorization', { ...pool, defaultAuthStrategy: undefined }],
    ['API Key Authorization', { ...pool, sourceIp: undefined }],
    ['Open ID Connect Authorization', oidc],
    ['API Key Authorization', { ...oidc, username: 'u' }],
    ['API Key Authorization', { claims: {} }],
    ['Lambda Authorization', { resolverContext: { a: 1 } }],
    ['Lambda Authorization', { handlerContext: {} }],
    ['Lambda Authorization', {}],
  ])('authType is %s for %j', (type, identity) => {
    expect(run('return util.authType();', { identity }).result).toBe(type);
  });

  test.each([
    [`util.time.parseISO8601ToEpochMilliSeconds('yesterday')`, 'DateTimeParseException'],
    [`util.dynamodb.toDynamoDB(() => 1)`, 'has no DynamoDB type'],
  ])('%s is refused', (expression, message) => {
    expect(() => valueOf(expression)).toThrow(message);
  });

  test.each([
    `util.dynamodb.fromS3ObjectJson('no JSON')`,
    `util.dynamodb.fromS3ObjectJson('{}')`,
    'util.dynamodb.toMap(null)',
  ])('%s is null', (expression) => {
    expect(valueOf(expression)).toBeNull();
  });
});

describe('patterns are Java’s', () => {
  test.each([
    ['a*b', 'aaaaab', true],
    ['^[a-z]+$', 'abc1', false],
    ['b', 'abc', true],
    ['^abc$', 'abc\n', true],
    ['^abc$', 'abc\n\n', false],
    ['\\Aabc\\z', 'abc\n', false],
    ['(?i)ABC', 'xabcx', true],
    ['(?s)a.b', 'a\nb', true],
    ['(?m)^b$', 'a\nb\nc', true],
    ['^\\p{Alpha}+$', 'abc', true],
    ['^[\\p{Digit}_]+$', '1_2', true],
    ['^\\p{L}+$', 'é', true],
    ['^\\P{L}+$', 'é', false],
    ['^\\Qa.b\\E$', 'axb', false],
    ['^(?<x>a)\\k<x>$', 'aa', true],
    ['[$]', '$', true],
  ])('%s in %j: %s', (pattern, value, expected) => {
    expect(valueOf('util.matches(ctx.args.pattern, ctx.args.value)', { pattern, value })).toBe(expected);
  });

  test.each(['a++', '(?>a)', '[a-z&&[^b]]', '('])('%s is an error and not a wrong answer', (pattern) => {
    expect(() => valueOf('util.matches(ctx.args.pattern, "a")', { pattern })).toThrow('SyntaxError');
  });

  test.each([
    [`'a.b.c'.replaceAll('.', '-')`, '-----'],
    [`'a.b.c'.replaceAll('[.]', '-')`, 'a-b-c'],
    [`'a.b.c'.replace('[.]', '-')`, 'a-b.c'],
    [`'x1y22'.replaceAll('([0-9])', '<$1>')`, 'x<1>y<2><2>'],
    [`'2026-01'.replace('(?<y>[0-9]+)-', '\${y}/')`, '2026/01'],
    [`'abc'.replaceAll('', '-')`, '-a-b-c-'],
    [`'aaa'.replaceAll('^a', 'b')`, 'baa'],
    [`'a'.replace('a', '\\\\$1')`, '$1'],
    [`'a'.replace('b', 'c')`, 'a'],
  ])('%s', (expression, expected) => {
    expect(valueOf(expression)).toBe(expected);
  });
});
