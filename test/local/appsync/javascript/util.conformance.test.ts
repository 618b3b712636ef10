import { expect } from 'vitest';
import { documented } from '../../support/documented.ts';
import { useRuntime, useValue } from './harness.ts';

const PAGE = 'appsync/latest/devguide/built-in-util-js.html';
const run = useRuntime();
const valueOf = useValue();

documented(PAGE, 'Returns the input string as an application/x-www-form-urlencoded encoded string.', () => {
  const text = 'a b&c=ä/*-._~';
  expect(valueOf('util.urlEncode(ctx.args.text)', { arguments: { text } })).toBe(
    new URLSearchParams({ '': text }).toString().slice(1),
  );
});

documented(PAGE, 'Decodes an application/x-www-form-urlencoded encoded string back to its non-encoded form.', () => {
  expect(valueOf(`util.urlDecode('a+b%26c%3D%C3%A4')`)).toBe('a b&c=ä');
});

documented(PAGE, 'Encodes the input into a base64-encoded string.', () => {
  expect(valueOf(`util.base64Encode('hello')`)).toBe('aGVsbG8=');
});

documented(PAGE, 'Decodes the data from a base64-encoded string.', () => {
  expect(valueOf(`util.base64Decode('aGVsbG8=')`)).toBe('hello');
});

documented(PAGE, 'Unless otherwise specified, all utilities use the UTF-8 character set.', () => {
  expect(valueOf(`util.base64Encode('€')`)).toBe(Buffer.from('€', 'utf8').toString('base64'));
  expect(valueOf(`util.urlEncode('€')`)).toBe('%E2%82%AC');
});

documented(PAGE, 'Returns a 128-bit randomly generated UUID.', () => {
  expect(valueOf('util.autoId()')).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

documented(
  PAGE,
  'Returns a 128-bit randomly generated ULID (Universally Unique Lexicographically Sortable Identifier).',
  () => {
    expect(valueOf('util.autoUlid()')).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  },
);

documented(
  PAGE,
  'Returns a 128-bit randomly generated KSUID (K-Sortable Unique Identifier) base62 encoded as a String with a length of 27.',
  () => {
    expect(valueOf('util.autoKsuid()')).toMatch(/^[0-9A-Za-z]{27}$/);
  },
);

documented(PAGE, 'Throws a custom error.', () => {
  const { error, result, logs } = run(`util.error('broken'); console.log('after'); return 1;`);
  expect(error).toEqual({ message: 'broken', type: null, data: null, errorInfo: null });
  expect([result, logs]).toEqual([null, []]);
});

documented(PAGE, 'Additionally, an errorType field, a data field, and an errorInfo field can be specified.', () => {
  expect(run(`util.error('m', 'T', { id: 1 }, { why: 2 });`).error).toEqual({
    message: 'm',
    type: 'T',
    data: { id: 1 },
    errorInfo: { why: 2 },
  });
});

documented(
  PAGE,
  'Unlike util.error(String, String?, Object?, Object?), the template evaluation will not be interrupted, so that data can be returned to the caller.',
  () => {
    const { appended, result, error } = run(`util.appendError('m', 'T', { id: 1 }, { why: 2 }); return 'data';`);
    expect(appended).toEqual([{ message: 'm', type: 'T', data: { id: 1 }, errorInfo: { why: 2 } }]);
    expect(result).toBe('data');
    expect(error).toBeUndefined();
  },
);

documented(
  PAGE,
  'Returns true if the specified pattern in the first argument matches the supplied data in the second argument.',
  () => {
    expect(valueOf(`[util.matches('^b+$', 'bb'), util.matches('^b+$', 'bc')]`)).toEqual([true, false]);
  },
);

documented(PAGE, 'The pattern must be a regular expression such as util.matches("a*b", "aaaaab").', () => {
  expect(valueOf(`util.matches("a*b", "aaaaab")`)).toBe(true);
});

documented(PAGE, 'The functionality is based on Pattern, which you can reference for further documentation.', () => {
  expect(valueOf(`[util.matches('^\\\\p{Alpha}+$', 'abc'), util.matches('^\\\\Qa.b\\\\E$', 'axb')]`)).toEqual([
    true,
    false,
  ]);
});

const claims = { sub: 's' };
const identities: [string, unknown][] = [
  [
    'IAM Authorization',
    {
      accountId: '1',
      cognitoIdentityPoolId: null,
      cognitoIdentityId: null,
      sourceIp: ['127.0.0.1'],
      username: 'u',
      userArn: 'arn:aws:iam::1:user/u',
      cognitoIdentityAuthType: null,
      cognitoIdentityAuthProvider: null,
    },
  ],
  [
    'User Pool Authorization',
    {
      sourceIp: ['127.0.0.1'],
      username: 'u',
      groups: null,
      sub: 's',
      issuer: 'i',
      claims,
      defaultAuthStrategy: 'ALLOW',
    },
  ],
  ['Open ID Connect Authorization', { sub: 's', issuer: 'i', claims }],
  ['API Key Authorization', null],
];

for (const [type, identity] of identities) {
  documented(
    PAGE,
    'Returns a String describing the multi-auth type being used by a request, returning back either "IAM Authorization", "User Pool Authorization", "Open ID Connect Authorization", or "API Key Authorization".',
    () => {
      expect(valueOf('util.authType()', { identity })).toBe(type);
    },
  );
}

documented(PAGE, 'Returns the input string as a JavaScript escaped string.', () => {
  expect(valueOf('util.escapeJavaScript(ctx.args.text)', { arguments: { text: `He said "it's"\n` } })).toBe(
    `He said \\"it\\'s\\"\\n`,
  );
});

documented(PAGE, 'Throws Unauthorized for the field being resolved.', () => {
  expect(run(`util.unauthorized(); return 1;`)).toMatchObject({
    error: { type: 'Unauthorized', message: 'Unauthorized' },
    result: null,
  });
});

const STR = 'appsync/latest/devguide/str-helpers-in-util-str-js.html';
const forms = ['nfc', 'nfd', 'nfkc', 'nfkd'];
for (const form of forms) {
  documented(
    STR,
    'Normalizes a string using one of the four unicode normalization forms: NFC, NFD, NFKC, or NFKD.',
    () => {
      const text = 'Amélie e\u0301 ﬁ';
      expect(valueOf(`util.str.normalize(ctx.args.text, '${form}')`, { arguments: { text } })).toBe(
        text.normalize(form.toUpperCase()),
      );
    },
  );
}

const MATH = 'appsync/latest/devguide/math-helpers-in-util-math.html';
documented(MATH, 'Takes a double and rounds it to the nearest integer.', () => {
  expect(valueOf('[util.math.roundNum(10.2), util.math.roundNum(10.5), util.math.roundNum(10.7)]')).toEqual([
    10, 11, 11,
  ]);
});
documented(MATH, 'Takes two doubles and returns the minimum value between the two doubles.', () => {
  expect(valueOf('util.math.minVal(13.45, 45.67)')).toBe(13.45);
});
documented(MATH, 'Takes two doubles and returns the maximum value between the two doubles.', () => {
  expect(valueOf('util.math.maxVal(13.45, 45.67)')).toBe(45.67);
});
documented(MATH, 'Returns a random double between 0 and 1.', () => {
  const numbers = Array.from({ length: 20 }, () => valueOf('util.math.randomDouble()') as number);
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  expect(new Set(numbers).size).toBeGreaterThan(1);
});
documented(
  MATH,
  'Returns a random integer value within the specified range, with the first argument specifying the lower value of the range and the second argument specifying the upper value of the range.',
  () => {
    const numbers = Array.from({ length: 60 }, () => valueOf('util.math.randomWithinRange(10, 12)'));
    expect(new Set(numbers)).toEqual(new Set([10, 11, 12]));
  },
);

const FEATURES = 'appsync/latest/devguide/supported-features.html';
documented(FEATURES, 'Returns a blank string if the parsed string is not valid JSON.', () => {
  expect(valueOf(`JSON.parse('{')`)).toBe('');
});
documented(FEATURES, "Array.prototype.sort() doesn't support arguments.", () => {
  expect(valueOf('[3, 1, 2].sort()')).toEqual([1, 2, 3]);
  expect(() => valueOf('[3, 1, 2].sort((a, b) => a - b)')).toThrow();
});
documented(
  FEATURES,
  'However, Java-styled regular expression constructs are supported in the provided parameter.',
  () => {
    expect(valueOf(`'a1b22'.replaceAll('[0-9]+', '#')`)).toBe('a#b#');
    expect(valueOf(`'a1b22'.replace('[0-9]+', '#')`)).toBe('a#b22');
  },
);

const TESTS = 'appsync/latest/devguide/test-debug-resolvers-js.html';
documented(TESTS, '"INFO - code.js:13:5: \\"This request is allowed\\""', () => {
  expect(run(`console.log("This request is allowed")`).logs[0]).toMatch(
    /^INFO - code\.js:\d+:\d+: "This request is allowed"$/,
  );
});
const LOGS = 'appsync/latest/devguide/test-resolvers.html';
documented(LOGS, '"INFO - code.js:5:3: \\"current id\\" \\"record-id\\""', () => {
  expect(run(`console.log('current id', 'record-id')`).logs[0]).toMatch(/: "current id" "record-id"$/);
});
