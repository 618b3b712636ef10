import { describe, expect, test } from 'vitest';
import { none, startApi } from './support/api.ts';
import { POOL } from './support/ports.ts';

const SIGNED = { authorization: 'AWS4-HMAC-SHA256 Credential=local/x' };
const STUDENT = { authorization: 'student' };
const ADMIN = { authorization: 'admin' };

const refused = (field: string, type: string, path: unknown[] = [field]) => ({
  path,
  data: null,
  errorType: 'Unauthorized',
  errorInfo: null,
  locations: [{ line: 1, column: expect.any(Number), sourceName: null }],
  message: `Not Authorized to access ${field} on type ${type}`,
});

const SCHEMA = `
  type Query {
    plain: String
    signed: String @aws_iam
    users: String @aws_cognito_user_pools
    admins: String @aws_cognito_user_pools(cognito_groups: ["Admin", "Moderator"])
    both: String @aws_iam @aws_cognito_user_pools(cognito_groups: ["Admin"])
    course: Course @aws_api_key @aws_cognito_user_pools
    courses: [Course!]! @aws_api_key @aws_cognito_user_pools
    foreign: String @aws_oidc
  }
  type Course @aws_api_key @aws_cognito_user_pools {
    id: ID
    secret: String @aws_cognito_user_pools(cognito_groups: ["Admin"])
    mentor: Mentor
  }
  type Mentor { name: String }`;

const COURSE = `{ id: 'c', secret: 's', mentor: { name: 'm' } }`;
const start = () =>
  startApi({
    schema: SCHEMA,
    resolvers: {
      ...Object.fromEntries(
        ['plain', 'signed', 'users', 'admins', 'both', 'foreign'].map((name) => [`Query.${name}`, none(`'${name}'`)]),
      ),
      'Query.course': none(COURSE),
      'Query.courses': none(`[${COURSE}]`),
    },
  });

describe('a root field', () => {
  test.each<[field: string, headers: Record<string, string> | undefined, allowed: boolean]>([
    ['plain', undefined, true],
    ['plain', STUDENT, false],
    ['plain', SIGNED, false],
    ['signed', SIGNED, true],
    ['signed', undefined, false],
    ['users', STUDENT, true],
    ['users', SIGNED, false],
    ['admins', ADMIN, true],
    ['admins', STUDENT, false],
    ['both', SIGNED, true],
    ['both', ADMIN, true],
    ['both', STUDENT, false],
    ['foreign', undefined, false],
  ])('%s for %o is allowed: %s', async (field, headers, allowed) => {
    const api = await start();
    const { status, body } = await api.query(`{ ${field} }`, {}, headers);
    expect(status).toBe(200);
    expect(body).toEqual(
      allowed ? { data: { [field]: field } } : { data: { [field]: null }, errors: [refused(field, 'Query')] },
    );
  });
});

test("a field's own directives win over its type's, also below the root and in lists", async () => {
  const api = await start();
  const forStudent = await api.query('{ course { id secret } courses { secret } }', {}, STUDENT);
  expect(forStudent.body).toEqual({
    data: { course: { id: 'c', secret: null }, courses: [{ secret: null }] },
    errors: [refused('secret', 'Course', ['course', 'secret']), refused('secret', 'Course', ['courses', 0, 'secret'])],
  });
  const forAdmin = await api.query('{ course { secret } }', {}, ADMIN);
  expect(forAdmin.body).toEqual({ data: { course: { secret: 's' } } });
});

test('a type without directives belongs to the default mode, whatever led to it', async () => {
  const api = await start();
  const { body } = await api.query('{ course { mentor { name } } }', {}, STUDENT);
  expect(body).toMatchObject({ data: { course: { mentor: { name: null } } } });
  expect(body.errors).toEqual([refused('name', 'Mentor', ['course', 'mentor', 'name'])]);
});

test('nothing is resolved for a refused field, and its neighbors are', async () => {
  const api = await start();
  const { body } = await api.query('{ a: admins plain }');
  expect(body).toMatchObject({ data: { a: null, plain: 'plain' }, errors: [{ path: ['a'] }] });
});

test('a signed caller needs appsync:GraphQL on the root field', async () => {
  const api = await start();
  api.ports.denied.add(`apis/${api.apiId}/types/Query/fields/signed`);
  const { body } = await api.query('{ signed both }', {}, SIGNED);
  expect(body).toEqual({ data: { signed: null, both: 'both' }, errors: [refused('signed', 'Query')] });
  expect(api.logged()).toContain('is not authorized to perform: appsync:GraphQL');
});

test('introspection of types is not refused by directives', async () => {
  const api = await start();
  const { body } = await api.query('{ __typename __type(name: "Course") { name } course { __typename } }', {}, STUDENT);
  expect(body).toEqual({ data: { __typename: 'Query', __type: { name: 'Course' }, course: { __typename: 'Course' } } });
});

describe('with user pools as the only mode', () => {
  const api = (DefaultAction: string) =>
    startApi({
      schema: 'type Query { open: String  admins: String @aws_auth(cognito_groups: ["Admin"]) }',
      resolvers: { 'Query.open': none(`'o'`), 'Query.admins': none(`'a'`) },
      api: {
        AuthenticationType: 'AMAZON_COGNITO_USER_POOLS',
        UserPoolConfig: { UserPoolId: POOL, DefaultAction },
        AdditionalAuthenticationProviders: [],
      },
    });

  test('@aws_auth narrows to groups', async () => {
    const running = await api('ALLOW');
    expect((await running.query('{ open admins }', {}, STUDENT)).body.data).toEqual({ open: 'o', admins: null });
    expect((await running.query('{ open admins }', {}, ADMIN)).body.data).toEqual({ open: 'o', admins: 'a' });
  });

  test('the default action DENY closes what has no directive', async () => {
    const running = await api('DENY');
    expect((await running.query('{ open admins }', {}, ADMIN)).body.data).toEqual({ open: null, admins: 'a' });
  });
});
