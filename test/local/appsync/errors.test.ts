import { describe, expect, test } from 'vitest';
import { none, startApi, type Answer } from './support/api.ts';

const throwing = (call: string): string => `import { util } from '@aws-appsync/utils';
export function request(ctx) { ${call}; return { payload: { id: '1', title: 't' } }; }
export function response(ctx) { return ctx.result; }`;

const SCHEMA = `
  type Query { course: Course required: Course! courses: [Course!] kind: Kind date: AWSDate n: Int many: [[Int!]!] }
  type Course { id: ID! title: String level: String! parent: Course }
  enum Kind { TEXT }`;

async function ask(query: string, resolvers: Record<string, string>): Promise<Answer['body']> {
  const api = await startApi({ schema: SCHEMA, resolvers });
  return (await api.query(query)).body;
}

const LOCATIONS = [{ line: 1, column: 3, sourceName: null }];

describe('util.error', () => {
  test('is an error of its field with type, data and info', async () => {
    const call = `util.error('not today', 'Forbidden', { id: '1', title: 't', secret: 's' }, { rule: 'open' })`;
    expect(await ask('{ course { id } }', { 'Query.course': throwing(call) })).toEqual({
      data: { course: null },
      errors: [
        {
          path: ['course'],
          data: { id: '1' },
          errorType: 'Forbidden',
          errorInfo: { rule: 'open' },
          locations: LOCATIONS,
          message: 'not today',
        },
      ],
    });
  });

  test('without a type has none', async () => {
    const { errors } = await ask('{ course { id } }', { 'Query.course': throwing(`util.error('no')`) });
    expect(errors).toMatchObject([{ errorType: null, errorInfo: null, data: null }]);
  });
});

test('util.unauthorized names field and type', async () => {
  expect(await ask('{ c: course { id } }', { 'Query.course': throwing('util.unauthorized()') })).toEqual({
    data: { c: null },
    errors: [
      {
        path: ['c'],
        data: null,
        errorType: 'Unauthorized',
        errorInfo: null,
        locations: LOCATIONS,
        message: 'Not Authorized to access course on type Query',
      },
    ],
  });
});

test('util.appendError leaves the field its value', async () => {
  const body = await ask('{ course { title } }', { 'Query.course': throwing(`util.appendError('partly', 'Partial')`) });
  expect(body).toMatchObject({
    data: { course: { title: 't' } },
    errors: [{ path: ['course'], message: 'partly', errorType: 'Partial', locations: LOCATIONS }],
  });
});

test('code that breaks is an error of type Code', async () => {
  const { errors } = await ask('{ course { id } }', { 'Query.course': throwing('ctx.args.input.id.length') });
  expect(errors).toMatchObject([{ errorType: 'Code', path: ['course'] }]);
});

test('data is null when a required root field fails', async () => {
  const body = await ask('{ required { id } }', { 'Query.required': throwing(`util.error('no', 'NotFound')`) });
  expect(body).toMatchObject({ data: null, errors: [{ errorType: 'NotFound' }] });
});

describe('a value that its type can not take', () => {
  test.each<[name: string, field: string, value: string, data: unknown, message: string]>([
    [
      'null for a required field',
      'courses { level }',
      '[{}]',
      { courses: null },
      "Cannot return null for non-nullable type: 'String' within parent 'Course' (/courses[0]/level)",
    ],
    [
      'null in a list of required items',
      'many',
      '[[null]]',
      { many: null },
      "Cannot return null for non-nullable type: 'Int' within parent 'Query' (/many[0][0])",
    ],
    [
      'no list',
      'courses { id }',
      '{}',
      { courses: null },
      "Can't resolve value (/courses) : type mismatch error, expected type LIST",
    ],
    [
      'an unknown enum value',
      'kind',
      `'VIDEO'`,
      { kind: null },
      "Can't serialize value (/kind) : Invalid input for Enum 'Kind'. No value found for name 'VIDEO'",
    ],
    [
      'no date',
      'date',
      `'soon'`,
      { date: null },
      "Can't serialize value (/date) : Unable to serialize `soon` as a valid Date Object.",
    ],
    [
      'an integer out of range',
      'n',
      '2147483648',
      { n: null },
      expect.stringContaining("Can't serialize value (/n) : "),
    ],
  ])('%s', async (_, field, value, data, message) => {
    const name = field.split(' ')[0] ?? '';
    expect(await ask(`{ ${field} }`, { [`Query.${name}`]: none(value) })).toEqual({
      data,
      errors: [{ path: expect.arrayContaining([name]), locations: null, message }],
    });
  });
});
