import { describe, expect, test } from 'vitest';
import { startApi } from '../support/api.ts';

const SCHEMA = `
  type Query { course(id: ID!, limit: Int, input: In, kind: Kind): Course  courses: [Course] }
  type Mutation { m: Int }
  type Course { id: ID title(max: Int): String parent: Course }
  type Other { id: ID }
  input In { name: String! size: Int }
  enum Kind { TEXT }`;

async function refusal(query: string, variables = {}): Promise<unknown> {
  const api = await startApi({ schema: SCHEMA });
  const { status, body } = await api.query(query, variables);
  expect(status).toBe(200);
  expect(body.data).toBeNull();
  expect(body.errors?.[0]).toEqual({
    path: null,
    locations: [{ line: expect.any(Number), column: expect.any(Number), sourceName: null }],
    message: expect.any(String),
  });
  return body.errors?.[0]?.['message'];
}

describe('a document that does not fit the schema is answered as AppSync words it', () => {
  test.each([
    ['{ gone }', "FieldUndefined: Field 'gone' in type 'Query' is undefined @ 'gone'"],
    [
      'query Named { courses { parent { gone } } }',
      "FieldUndefined: Field 'gone' in type 'Course' is undefined @ 'courses/parent/gone'",
    ],
    [
      '{ c: courses { ...F } } fragment F on Course { gone }',
      "FieldUndefined: Field 'gone' in type 'Course' is undefined @ 'F/gone'",
    ],
    ['{ course { id } }', "MissingFieldArgument: Missing field argument id @ 'course'"],
    ['{ course(id: 1, no: 2) { id } }', "UnknownArgument: Unknown field argument no @ 'course'"],
    ['{ course(id: 1) }', "SubSelectionRequired: Sub selection required for type Course of field course @ 'course'"],
    [
      '{ courses { id { x } } }',
      "SubSelectionNotAllowed: Sub selection not allowed on leaf type ID of field id @ 'courses/id'",
    ],
    [
      '{ course(id: 1, limit: "a") { id } }',
      "WrongType: argument 'limit' with value 'StringValue{value='a'}' is not a valid 'Int' @ 'course'",
    ],
    [
      '{ courses { parent { title(max: [1.5]) } } }',
      "WrongType: argument 'max' with value 'ArrayValue{values=[FloatValue{value=1.5}]}' is not a valid 'Int' @ 'courses/parent/title'",
    ],
    [
      '{ course(id: 1, kind: VIDEO) { id } }',
      "WrongType: argument 'kind' with value 'EnumValue{name='VIDEO'}' is not a valid 'Kind' @ 'course'",
    ],
    [
      '{ course(id: 1, input: { size: 1 }) { id } }',
      "WrongType: argument 'input' with value 'ObjectValue{objectFields=[ObjectField{name='size', value=IntValue{value=1}}]}' is missing required fields '[name]' @ 'course'",
    ],
    [
      '{ course(id: 1, input: { name: "a", role: "Admin" }) { id } }',
      "WrongType: argument 'input' with value 'ObjectValue{objectFields=[ObjectField{name='name', value=StringValue{value='a'}}, ObjectField{name='role', value=StringValue{value='Admin'}}]}' contains a field not in 'In': 'role' @ 'course'",
    ],
    ['{ course(id: $id) { id } }', "UndefinedVariable: Undefined variable id @ 'course'"],
    ['query ($id: ID) { courses { id } }', 'UnusedVariable: Unused variable id'],
    [
      'query ($id: String) { course(id: $id) { id } }',
      "VariableTypeMismatch: Variable type 'String' doesn't match expected type 'ID!' @ 'course'",
    ],
    [
      'query ($c: Course) { course(id: $c) { id } }',
      'NonInputTypeOnVariable: Input variable c type Course is not an input type',
    ],
    ['query ($x: Nope) { course(id: $x) { id } }', 'UnknownType: Unknown type Nope'],
    ['{ courses { ...Gone } }', "UndefinedFragment: Undefined fragment Gone @ 'courses'"],
    ['{ courses { id } } fragment F on Course { id }', "UnusedFragment: Unused fragment F @ 'F'"],
    [
      '{ courses { ...F } } fragment F on Course { parent { ...F } }',
      "FragmentCycle: Fragment cycles not allowed @ 'F/parent'",
    ],
    [
      '{ courses { ... on Other { id } } }',
      "InvalidFragmentType: Fragment cannot be spread here as objects of type Course can never be of type Other @ 'courses'",
    ],
    ['{ courses @nope { id } }', "UnknownDirective: Unknown directive nope @ 'courses'"],
    ['{ courses @deprecated { id } }', "MisplacedDirective: Directive deprecated not allowed here @ 'courses'"],
    [
      '{ courses { id } } { courses { id } }',
      'LoneAnonymousOperationViolation: Anonymous operation with other operations.',
    ],
    [
      '{ courses { x: id x: title } }',
      "FieldsConflict: x: they return differing types ID and String @ 'courses/title'",
    ],
  ])('%s', async (query, message) => {
    const said = String(await refusal(query));
    expect(said).toBe(`Validation error of type ${message}`);
  });
});

describe('variables that do not fit are answered as AppSync words it', () => {
  const query = 'query ($id: ID!, $limit: Int, $input: In) { course(id: $id, limit: $limit, input: $input) { id } }';
  test.each<[variables: Record<string, unknown>, message: unknown]>([
    [{}, "Variable 'id' has coerced Null value for NonNull type 'ID!'"],
    [{ id: null }, "Variable 'id' has coerced Null value for NonNull type 'ID!'"],
    [{ id: '1', limit: 'a' }, expect.stringContaining("Variable 'limit' has an invalid value.")],
    [{ id: '1', limit: 2 ** 31 }, expect.stringContaining("Variable 'limit' has an invalid value.")],
    [{ id: '1', input: {} }, "Field 'name' of variable 'input' has coerced Null value for NonNull type 'String!'"],
    [
      { id: '1', input: { name: 'a', role: 'Admin' } },
      "The variables input contains a field name 'role' that is not defined for input object type 'In' ",
    ],
  ])('%o', async (variables, message) => {
    expect(await refusal(query, variables)).toEqual(message);
  });
});

test('what AppSync does not refuse is answered: repeated fields and directives, aliases of __typename', async () => {
  const api = await startApi({ schema: SCHEMA });
  const query =
    '{ courses @include(if: true) @include(if: true) { id id } courses { id } a: __typename b: __typename }';
  expect((await api.query(query)).body).toEqual({ data: { courses: null, a: 'Query', b: 'Query' } });
});
