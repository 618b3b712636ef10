import { expect } from 'vitest';
import { documented } from '../../support/documented.ts';
import { useRuntime, useValue } from './harness.ts';

const PAGE = 'appsync/latest/devguide/resolver-reference-rds-js.html';
const valueOf = useValue();
const run = useRuntime();

interface Request {
  readonly statements: string[];
  readonly variableMap: Record<string, unknown>;
  readonly variableTypeHintMap: Record<string, string>;
}
const pg = (statement: string, args?: object): Request =>
  valueOf(`rds.createPgStatement(${statement})`, { arguments: args ?? {} }) as Request;
const mysql = (statement: string, args?: object): Request =>
  valueOf(`rds.createMySQLStatement(${statement})`, { arguments: args ?? {} }) as Request;

documented(PAGE, 'The value can only be added to the statement using the tag expression:', () => {
  expect(mysql(`rds.sql\`SELECT * FROM table WHERE column = \${ctx.args.col}\``, { col: `'; DROP TABLE x` })).toEqual({
    statements: ['SELECT * FROM table WHERE column = :P0'],
    variableMap: { ':P0': `'; DROP TABLE x` },
    variableTypeHintMap: {},
  });
});
documented(
  PAGE,
  'These functions accept up to two statements, useful when a request should retrieve results immediately.',
  () => {
    const { statements, variableMap } = mysql(
      `rds.sql\`insert into Post(id, text) values(\${ctx.args.id}, \${ctx.args.text})\`, rds.sql\`select * from Post where id = \${ctx.args.id}\``,
      { id: 1, text: 't' },
    );
    expect(statements).toEqual(['insert into Post(id, text) values(:P0, :P1)', 'select * from Post where id = :P2']);
    expect(variableMap).toEqual({ ':P0': 1, ':P1': 't', ':P2': 1 });
  },
);
documented(
  PAGE,
  'createPgStatement and createMySQLStatement does not escape or quote statements built with the sql tagged template.',
  () => {
    expect(pg('rds.sql`select "a`').statements).toEqual(['select "a']);
  },
);

const rows = {
  sqlStatementResults: [
    { numberOfRecordsUpdated: 1, generatedFields: [] },
    {
      numberOfRecordsUpdated: 0,
      columnMetadata: [
        { name: 'id', label: 'id' },
        { name: 'n', label: 'Name' },
      ],
      records: [
        [{ longValue: 1 }, { stringValue: 'a' }],
        [{ longValue: 2 }, { isNull: true }],
      ],
    },
  ],
};
documented(
  PAGE,
  'You can use the toJsonObject utility to transform the result into a list of JSON objects representing the returned rows.',
  () => {
    expect(valueOf('rds.toJsonObject(ctx.result)[1][0]', { result: JSON.stringify(rows) })).toEqual({
      id: 1,
      Name: 'a',
    });
  },
);
documented(
  PAGE,
  'If you provided one statement, the array length is 1. If you provided two statements, the array length is 2.',
  () => {
    expect(valueOf('util.rds.toJsonObject(ctx.result).length', { result: JSON.stringify(rows) })).toBe(2);
  },
);
documented(PAGE, 'Each result in the array contains 0 or more rows.', () => {
  const none = { sqlStatementResults: [{ records: [], columnMetadata: [] }] };
  expect(valueOf('rds.toJsonObject(ctx.result)', { result: none })).toEqual([[]]);
});
for (const invalid of ['not JSON', 'null', '{}', '{"sqlStatementResults":1}']) {
  documented(PAGE, 'toJsonObject returns null if the result value is invalid or unexpected.', () => {
    expect(valueOf('rds.toJsonObject(ctx.result)', { result: invalid })).toBeNull();
  });
}

const selects: [quote: string, payload: string, statement: string, values?: unknown[]][] = [
  ["return createPgStatement(select({table: 'persons'}));", `{ table: 'persons' }`, 'SELECT * FROM "persons"'],
  [
    'Note that you can also specify the schema in your table identifier:',
    `{ table: 'private.persons' }`,
    'SELECT * FROM "private"."persons"',
  ],
  ["If this isn't set to a value, it defaults to *:", `{ table: 'persons', columns: null }`, 'SELECT * FROM "persons"'],
  [
    'You can specify columns with the columns property.',
    `{ table: 'persons', columns: ['id', 'name'] }`,
    'SELECT "id", "name" FROM "persons"',
  ],
  [
    "You can specify a column's table as well:",
    `{ table: 'persons', columns: ['id', 'persons.name'] }`,
    'SELECT "id", "persons"."name" FROM "persons"',
  ],
  [
    'You can apply limit and offset to the query:',
    `{ table: 'persons', columns: ['id', 'name'], limit: 10, offset: 40 }`,
    'SELECT "id", "name" FROM "persons" LIMIT :P0 OFFSET :P1',
    [10, 40],
  ],
  [
    'Provide an array of objects specifying the column and an optional dir property:',
    `{ table: 'persons', columns: ['id', 'name'], orderBy: [{column: 'name'}, {column: 'id', dir: 'DESC'}] }`,
    'SELECT "id", "name" FROM "persons" ORDER BY "name" ASC, "id" DESC',
  ],
  [
    'You can build filters by using the special condition object:',
    `{ table: 'persons', columns: ['id', 'name'], where: {name: {eq: 'Stephane'}} }`,
    'SELECT "id", "name" FROM "persons" WHERE "name" = :P0',
    ['Stephane'],
  ],
  [
    'You can also combine filters:',
    `{ table: 'persons', columns: ['id', 'name'], where: {name: {eq: 'Stephane'}, id: {gt: 10}} }`,
    'SELECT "id", "name" FROM "persons" WHERE "name" = :P0 AND "id" > :P1',
    ['Stephane', 10],
  ],
  [
    'You can also create OR statements:',
    `{ table: 'persons', columns: ['id', 'name'], where: { or: [ { name: { eq: 'Stephane'} }, { id: { gt: 10 } } ]} }`,
    'SELECT "id", "name" FROM "persons" WHERE ("name" = :P0) OR ("id" > :P1)',
    ['Stephane', 10],
  ],
  [
    'You can also negate a condition with not:',
    `{ table: 'persons', columns: ['id', 'name'], where: { not: [ { name: { eq: 'Stephane'} }, { id: { gt: 10 } } ]} }`,
    'SELECT "id", "name" FROM "persons" WHERE NOT (("name" = :P0) AND ("id" > :P1))',
    ['Stephane', 10],
  ],
];
for (const [quote, payload, statement, values = []] of selects) {
  documented(PAGE, quote, () => {
    expect(pg(`rds.select(${payload})`)).toEqual({
      statements: [statement],
      variableMap: Object.fromEntries(values.map((value, index) => [`:P${index}`, value])),
      variableTypeHintMap: {},
    });
  });
}

const operators: [quote: string, condition: string, sql: string, values?: unknown[]][] = [
  ['| eq | Equal | number, string, boolean |', '{ eq: true }', '"a" = :P0', [true]],
  ['| ne | Not equal | number, string, boolean |', '{ ne: 1 }', '"a" != :P0', [1]],
  ['| le | Less than or equal | number, string |', '{ le: 1 }', '"a" <= :P0', [1]],
  ['| lt | Less than | number, string |', '{ lt: 1 }', '"a" < :P0', [1]],
  ['| ge | Greater than or equal | number, string |', '{ ge: 1 }', '"a" >= :P0', [1]],
  ['| gt | Greater than | number, string |', '{ gt: 1 }', '"a" > :P0', [1]],
  ['| contains | Like | string |', `{ contains: 'x' }`, '"a" LIKE :P0', ['%x%']],
  ['| notContains | Not like | string |', `{ notContains: 'x' }`, '"a" NOT LIKE :P0', ['x']],
  ['| beginsWith | Starts with prefix | string |', `{ beginsWith: 'x' }`, '"a" LIKE :P0', ['x%']],
  ['| between | Between two values | number, string |', '{ between: [1, 2] }', '"a" BETWEEN :P0 AND :P1', [1, 2]],
  [
    '| attributeExists | The attribute is not null | number, string, boolean |',
    '{ attributeExists: true }',
    '"a" IS NOT NULL',
  ],
  ['| size | checks the length of the element | string |', '{ size: { gt: 3 } }', 'LENGTH ("a") > :P0', [3]],
];
for (const [quote, condition, sql, values = []] of operators) {
  documented(PAGE, quote, () => {
    const request = pg(`rds.select({ table: 't', where: { a: ${condition} } })`);
    expect(request.statements).toEqual([`SELECT * FROM "t" WHERE ${sql}`]);
    expect(Object.values(request.variableMap)).toEqual(values);
  });
}

documented(
  PAGE,
  'Columns names are automatically escaped, and values are sent to the database using the variable map:',
  () => {
    expect(
      mysql(`rds.insert({ table: 'persons', values: ctx.args.input })`, { input: { name: 'x', 'a`b': 1 } }),
    ).toEqual({
      statements: ['INSERT INTO `persons` (`name`, `a``b`) VALUES (:P0, :P1)'],
      variableMap: { ':P0': 'x', ':P1': 1 },
      variableTypeHintMap: {},
    });
  },
);
documented(PAGE, 'You can combine an insert followed by a select to retrieve your inserted row:', () => {
  expect(
    mysql(
      `rds.insert({ table: 'persons', values: { id: 7 } }), rds.select({ table: 'persons', columns: '*', where: { id: { eq: 7 } }, limit: 1 })`,
    ).statements,
  ).toEqual(['INSERT INTO `persons` (`id`) VALUES (:P0)', 'SELECT * FROM `persons` WHERE `id` = :P1 LIMIT :P2']);
});
documented(PAGE, 'It accepts * or an array of column names:', () => {
  expect(pg(`rds.insert({ table: 'p', values: { a: 1 }, returning: '*' })`).statements).toEqual([
    'INSERT INTO "p" ("a") VALUES (:P0) RETURNING *',
  ]);
  expect(pg(`rds.insert({ table: 'p', values: { a: 1 }, returning: ['id', 'name'] })`).statements).toEqual([
    'INSERT INTO "p" ("a") VALUES (:P0) RETURNING "id", "name"',
  ]);
});
documented(
  PAGE,
  'You can use the condition object to apply changes to the specified columns in all the rows that satisfy the condition.',
  () => {
    expect(
      pg(
        `rds.update({ table: 'persons', values: { name: 'Jon' }, where: { known_since: { ge: '2000' }, id: { eq: 3 } }, returning: ['id', 'name'] })`,
      ),
    ).toEqual({
      statements: [
        'UPDATE "persons" SET "name" = :P0 WHERE "known_since" >= :P1 AND "id" = :P2 RETURNING "id", "name"',
      ],
      variableMap: { ':P0': 'Jon', ':P1': '2000', ':P2': 3 },
      variableTypeHintMap: {},
    });
  },
);
documented(PAGE, 'The remove utility allows you to delete existing rows.', () => {
  expect(
    pg(`rds.remove({ table: 'persons', where: { id: { eq: 1 } }, returning: ['id', 'name'] })`).statements,
  ).toEqual(['DELETE FROM "persons" WHERE "id" = :P0 RETURNING "id", "name"']);
});

documented(PAGE, `const statement = sql\`select \${typeHint.JSON(arr)}->2 as value\``, () => {
  expect(pg(`rds.sql\`select \${rds.typeHint.JSON(ctx.args.list)}->2 as value\``, { list: [1, 2, 3] })).toEqual({
    statements: ['select :P0->2 as value'],
    variableMap: { ':P0': [1, 2, 3] },
    variableTypeHintMap: { ':P0': 'JSON' },
  });
});
documented(PAGE, 'Casting is also useful when handling and comparing DATE, TIME, and TIMESTAMP:', () => {
  expect(
    pg(`rds.select({ table: 'persons', where: { createdAt: { gt: rds.typeHint.TIMESTAMP('2026-01-02 03:04:05') } } })`),
  ).toEqual({
    statements: ['SELECT * FROM "persons" WHERE "createdAt" > :P0'],
    variableMap: { ':P0': '2026-01-02 03:04:05' },
    variableTypeHintMap: { ':P0': 'TIMESTAMP' },
  });
});
const hints = [
  'typeHint.DATE - The corresponding parameter is sent as an object of the DATE type to the database.',
  'typeHint.DECIMAL - The corresponding parameter is sent as an object of the DECIMAL type to the database.',
  'typeHint.JSON - The corresponding parameter is sent as an object of the JSON type to the database.',
  'typeHint.TIME - The corresponding string parameter value is sent as an object of the TIME type to the database.',
  'typeHint.TIMESTAMP - The corresponding string parameter value is sent as an object of the TIMESTAMP type to the database.',
  'typeHint.UUID - The corresponding string parameter value is sent as an object of the UUID type to the database.',
];
for (const quote of hints) {
  documented(PAGE, quote, () => {
    const hint = quote.slice('typeHint.'.length, quote.indexOf(' '));
    expect(pg(`rds.sql\`select \${rds.typeHint.${hint}('v')}\``).variableTypeHintMap).toEqual({ ':P0': hint });
  });
}

const BEDROCK = 'appsync/latest/devguide/resolver-reference-bedrock-js.html';
documented(
  BEDROCK,
  'you can build your request objects directly or use the helper functions from @aws-appsync/utils/ai to create the request',
  () => {
    expect(
      run(`return [ai.invokeModel({ modelId: 'm', body: {} }), ai.converse({ modelId: 'm', messages: [] })];`).result,
    ).toEqual([
      { operation: 'InvokeModel', modelId: 'm', body: {} },
      { operation: 'Converse', modelId: 'm', messages: [] },
    ]);
  },
);
