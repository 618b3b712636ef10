import { GraphQLScalarType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { buildSchema } from '../../../../local/appsync/schema/schema.ts';

const schema = buildSchema('type Query { a: Int }');
const scalar = (name: string): GraphQLScalarType => {
  const type = schema.getType(name);
  if (!(type instanceof GraphQLScalarType)) throw new Error(`${name} is no scalar`);
  return type;
};

const VALUES: Record<string, { good: unknown[]; bad: unknown[] }> = {
  AWSDate: {
    good: ['1970-01-01', '2024-02-29', '1970-01-01Z', '1970-01-01-07:00', '1970-01-01+05:30'],
    bad: ['2023-02-29', '1970-1-1', '1970-13-01', '1970-01-01T00:00Z', '', 19700101, '1970-01-01+24:00'],
  },
  AWSTime: {
    good: ['12:30', '12:30Z', '12:30:24', '12:30:24.500+05:30', '12:30:24-07:00'],
    bad: ['24:00', '12:60', '12', '12:30:24+5', ''],
  },
  AWSDateTime: {
    good: [
      '1970-01-01T12:30:00Z',
      '1970-01-01T12:30Z',
      '1970-01-01T12:30:00.123456789-07:00',
      '2024-02-29T00:00:00+05:30:12',
    ],
    bad: [
      '1970-01-01T12:30:00',
      '1970-01-01',
      '1970-01-01 12:30:00Z',
      '2023-02-29T00:00Z',
      '1970-01-01T12:30:00Zjunk',
      0,
    ],
  },
  AWSTimestamp: { good: [0, -1, 1_700_000_000], bad: [1.5, '1', 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY] },
  AWSEmail: {
    good: ['student@kalpla.test', 'a.b+c@example.co.uk'],
    bad: ['a', 'a@', '@b.c', 'a b@c.de', 'a@b', 'a@b..c', `${'a'.repeat(300)}@b.cd`],
  },
  AWSURL: {
    good: ['https://example.com/a?b', 'http://localhost:3000'],
    bad: ['example.com', 'https:///a', 'https://', '//a.b', ''],
  },
  AWSPhone: {
    good: ['+1 555-555-0100', '+49 (30) 123456', '5555550100'],
    bad: ['12345', 'call me', '+', `+${'1'.repeat(16)}`],
  },
  AWSIPAddress: {
    good: ['127.0.0.1', '10.0.0.0/8', '::1', '2001:db8::/32'],
    bad: ['256.0.0.1', '10.0.0.0/33', '::1/129', '1.2.3.4/', '1.2.3.4/8/8', 'localhost'],
  },
};

describe.each(Object.entries(VALUES))('%s', (name, { good, bad }) => {
  test.each(good)('takes %j in and gives it out', (value) => {
    expect(scalar(name).parseValue(value)).toBe(value);
    expect(scalar(name).serialize(value)).toBe(value);
  });

  test.each(bad)('refuses %j both ways', (value) => {
    expect(() => scalar(name).parseValue(value)).toThrow(/^Unable to parse/);
    expect(() => scalar(name).serialize(value)).toThrow(/^Unable to serialize/);
  });
});

describe('AWSJSON', () => {
  test.each<[text: string, value: unknown]>([
    ['{"a":[1,null]}', { a: [1, null] }],
    ['"text"', 'text'],
    ['5', 5],
    ['null', null],
  ])('takes the text %s in as its value', (text, value) => {
    expect(scalar('AWSJSON').parseValue(text)).toEqual(value);
  });

  test.each(['{a:1}', 'text', '', { a: 1 }, 5])('refuses %j', (value) => {
    expect(() => scalar('AWSJSON').parseValue(value)).toThrow('as a valid JSON.');
  });

  test('gives text out, of any value; JSON text stays as it is', () => {
    expect(scalar('AWSJSON').serialize({ a: 1 })).toBe('{"a":1}');
    expect(scalar('AWSJSON').serialize([1])).toBe('[1]');
    expect(scalar('AWSJSON').serialize('{"a":1}')).toBe('{"a":1}');
    expect(scalar('AWSJSON').serialize('text')).toBe('"text"');
  });
});
