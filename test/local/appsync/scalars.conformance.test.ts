import { expect } from 'vitest';
import { DeploymentError } from '../../../local/errors.ts';
import { buildSchema } from '../../../local/appsync/schema/schema.ts';
import { documented } from '../support/documented.ts';
import { none, startApi } from './support/api.ts';

const PAGE = 'appsync/latest/devguide/scalars.html';

/** Whether a value is taken in as an argument of this type. */
async function takes(type: string, ...values: unknown[]): Promise<boolean[]> {
  const api = await startApi({ schema: `type Query { f(v: ${type}): Int }`, resolvers: { 'Query.f': none('1') } });
  const outcomes: boolean[] = [];
  for (const v of values) {
    const { body } = await api.query(`query ($v: ${type}) { f(v: $v) }`, { v });
    outcomes.push(body.errors === undefined);
  }
  return outcomes;
}

/** What a field of this type gives out for a value that its resolver returned. */
async function gives(type: string, value: string): Promise<unknown> {
  const api = await startApi({ schema: `type Query { f: ${type} }`, resolvers: { 'Query.f': none(value) } });
  const { body } = await api.query('{ f }');
  return body.errors ? body.errors.map(({ message }) => message) : body.data?.['f'];
}

const all = (...outcomes: boolean[]): boolean => outcomes.every(Boolean);
const none_ = (...outcomes: boolean[]): boolean => !outcomes.some(Boolean);

documented(PAGE, "AWS AppSync doesn't support the creation of user-defined (custom) scalars.", () => {
  expect(() => buildSchema('scalar BigInt type Query { a: BigInt }')).toThrow(DeploymentError);
  expect(() => buildSchema('scalar BigInt type Query { a: BigInt }')).toThrow(/no custom scalars: BigInt/);
});

documented(PAGE, 'You must use either the default or AWS scalars.', () => {
  expect(() => buildSchema('type Query { a: Double }')).toThrow(/Unknown type "Double"/);
  expect(() => buildSchema('type Query { a: Float b: AWSTimestamp }')).not.toThrow();
});

documented(PAGE, 'You cannot use AWS as a prefix for custom object types.', () => {
  expect(() => buildSchema('type Query { a: AWSCourse } type AWSCourse { a: Int }')).toThrow(/AWS/);
});

documented(PAGE, "This scalar is serialized like a String but isn't meant to be human-readable.", async () => {
  expect(await gives('ID', '7')).toBe('7');
  expect(await gives('ID', '1.5')).toBe('1.5');
});

documented(PAGE, 'An IEEE 754 floating point value.', async () => {
  expect(await gives('Float', '1e300')).toBe(1e300);
  expect(await takes('Float', 1.5, '1.5')).toEqual([true, false]);
});

documented(PAGE, 'A Boolean value, either true or false.', async () => {
  expect([await gives('Boolean', 'true'), await gives('Boolean', 'false')]).toEqual([true, false]);
  expect(none_(...(await takes('Boolean', 'yes', 1)))).toBe(true);
});

documented(PAGE, 'An extended ISO 8601 date string in the format YYYY-MM-DD.', async () => {
  expect(all(...(await takes('AWSDate', '1970-01-01', '2024-02-29')))).toBe(true);
  expect(none_(...(await takes('AWSDate', '1970-1-1', '2023-02-29', '1970-01-01T00:00Z', 0)))).toBe(true);
});

documented(
  PAGE,
  'For example, the values 1970-01-01Z, 1970-01-01-07:00, and 1970-01-01+05:30 are all valid for AWSDate.',
  async () => {
    const values = ['1970-01-01Z', '1970-01-01-07:00', '1970-01-01+05:30'];
    expect(all(...(await takes('AWSDate', ...values)))).toBe(true);
    for (const value of values) expect(await gives('AWSDate', `'${value}'`)).toBe(value);
  },
);

documented(PAGE, 'An extended ISO 8601 time string in the format hh:mm:ss.sss.', async () => {
  expect(all(...(await takes('AWSTime', '12:00:34', '12:00:34.567', '12:00')))).toBe(true);
  expect(none_(...(await takes('AWSTime', '24:00:00', '12', '12:61:00')))).toBe(true);
});

documented(PAGE, 'An extended ISO 8601 date and time string in the format YYYY-MM-DDThh:mm:ss.sssZ.', async () => {
  expect(all(...(await takes('AWSDateTime', '1930-01-01T16:00:00-07:00', '1970-01-01T12:30:00.123Z')))).toBe(true);
  expect(none_(...(await takes('AWSDateTime', '1970-01-01T12:30:00', '1970-01-01', '1970-01-01 12:30Z')))).toBe(true);
});

documented(
  PAGE,
  "The seconds field in the time zone offset is considered valid even though it's not part of the ISO 8601 standard.",
  async () => {
    expect(all(...(await takes('AWSDateTime', '1970-01-01T12:30:00+05:30:15')))).toBe(true);
    expect(all(...(await takes('AWSTime', '12:30:00-07:00:59')))).toBe(true);
  },
);

documented(
  PAGE,
  'The time zone offset must be either Z (UTC) or an offset in hours and minutes (and, optionally, seconds).',
  async () => {
    expect(none_(...(await takes('AWSTime', '12:30:00+5', '12:30:00UTC', '12:30:00+0530')))).toBe(true);
  },
);

documented(
  PAGE,
  'An integer value representing the number of seconds before or after 1970-01-01-T00:00Z.',
  async () => {
    expect(all(...(await takes('AWSTimestamp', -123123, 0, 4_102_444_800)))).toBe(true);
    expect(none_(...(await takes('AWSTimestamp', 1.5, '2020-01-01')))).toBe(true);
    expect(await gives('AWSTimestamp', '4102444800')).toBe(4_102_444_800);
  },
);

documented(PAGE, 'An email address in the format local-part@domain-part as defined by RFC 822.', async () => {
  expect(all(...(await takes('AWSEmail', 'example@example.com', 'a.b+c@mail.example.org')))).toBe(true);
  expect(none_(...(await takes('AWSEmail', 'example.com', '@example.com', 'a@', 'a b@example.com')))).toBe(true);
});

documented(
  PAGE,
  'Any valid JSON construct is automatically parsed and loaded in the resolver code as maps, lists, or scalar values rather than as the literal input strings.',
  async () => {
    const api = await startApi({
      schema: 'type Query { f(v: AWSJSON): [String] }',
      resolvers: { 'Query.f': none('[typeof ctx.args.v, JSON.stringify(ctx.args.v)]') },
    });
    const ask = async (v: string) => (await api.query('query ($v: AWSJSON) { f(v: $v) }', { v })).body.data?.['f'];
    expect(await ask('{"a":1, "b":3, "string": 234}')).toEqual(['object', '{"a":1,"b":3,"string":234}']);
    expect(await ask('[1,2]')).toEqual(['object', '[1,2]']);
    expect(await ask('5')).toEqual(['number', '5']);
  },
);

documented(PAGE, 'Unquoted strings or otherwise invalid JSON result in a GraphQL validation error.', async () => {
  const api = await startApi({ schema: 'type Query { f(v: AWSJSON): Int }', resolvers: { 'Query.f': none('1') } });
  for (const v of ['text', '{a: 1}', '']) {
    const { body } = await api.query('query ($v: AWSJSON) { f(v: $v) }', { v });
    expect(body).toMatchObject({ data: null, errors: [{ message: expect.stringContaining('JSON') }] });
  }
  const { body } = await api.query('{ f(v: "{a: 1}") }');
  expect(body.errors?.[0]?.['message']).toMatch(/^Validation error of type WrongType/);
});

documented(PAGE, 'Phone numbers can contain either spaces or hyphens to separate digit groups.', async () => {
  expect(all(...(await takes('AWSPhone', '+1 555 764 4377', '+1-555-764-4377')))).toBe(true);
  expect(none_(...(await takes('AWSPhone', 'call me', '+1 555 CALL')))).toBe(true);
});

documented(
  PAGE,
  'Phone numbers without a country code are assumed to be US/North American numbers adhering to the North American Numbering Plan (NANP).',
  async () => {
    expect(await takes('AWSPhone', '555-764-4377', '12345')).toEqual([true, false]);
  },
);

documented(PAGE, 'For example, https://www.amazon.com/dp/B000NZW3KC/ or mailto:example@example.com.', async () => {
  const values = ['https://www.amazon.com/dp/B000NZW3KC/', 'mailto:example@example.com', 'https://amazon.com'];
  expect(all(...(await takes('AWSURL', ...values)))).toBe(true);
  for (const value of values) expect(await gives('AWSURL', `'${value}'`)).toBe(value);
});

documented(
  PAGE,
  "URLs must contain a schema (http, mailto) and can't contain two forward slashes (//) in the path part.",
  async () => {
    expect(none_(...(await takes('AWSURL', 'www.amazon.com', '//amazon.com', 'https://amazon.com/a//b')))).toBe(true);
  },
);

documented(PAGE, 'A valid IPv4 or IPv6 address.', async () => {
  expect(all(...(await takes('AWSIPAddress', '123.12.34.56', '1a2b:3c4b::1234:4567')))).toBe(true);
  expect(none_(...(await takes('AWSIPAddress', '256.1.1.1', '[::1]', 'localhost')))).toBe(true);
});

documented(PAGE, 'You can include an optional CIDR suffix (123.45.67.89/16) to indicate subnet mask.', async () => {
  expect(all(...(await takes('AWSIPAddress', '123.45.67.89/16', '127.0.0.1/8')))).toBe(true);
  expect(none_(...(await takes('AWSIPAddress', '123.45.67.89/33', '123.45.67.89/')))).toBe(true);
});

documented(PAGE, 'The following are some examples of using this schema with GraphQL queries:', async () => {
  const fields =
    'email: AWSEmail json: AWSJSON date: AWSDate time: AWSTime datetime: AWSDateTime timestamp: AWSTimestamp url: AWSURL phoneno: AWSPhone ip: AWSIPAddress';
  const api = await startApi({
    schema: `type Query { a: Int } type Mutation { putObject(${fields}): Object } type Object { id: ID! ${fields} }`,
    resolvers: { 'Mutation.putObject': none(`{ id: 'x', ...ctx.args }`) },
  });
  const { body } = await api.query(`mutation CreateObject {
      putObject(email: "example@example.com"
        json: "{\\"a\\":1, \\"b\\":3, \\"string\\": 234}"
        date: "1970-01-01Z"
        time: "12:00:34."
        datetime: "1930-01-01T16:00:00-07:00"
        timestamp: -123123
        url:"https://amazon.com"
        phoneno: "+1 555 764 4377"
        ip: "127.0.0.1/8"
      ) { id email json date time datetime url timestamp phoneno ip }
    }`);
  expect(body).toEqual({
    data: {
      putObject: {
        id: 'x',
        email: 'example@example.com',
        json: '{"a":1,"b":3,"string":234}',
        date: '1970-01-01Z',
        time: '12:00:34.',
        datetime: '1930-01-01T16:00:00-07:00',
        url: 'https://amazon.com',
        timestamp: -123123,
        phoneno: '+1 555 764 4377',
        ip: '127.0.0.1/8',
      },
    },
  });
});
