import { describe, expect, test } from 'vitest';
import { useValue } from './harness.ts';

const valueOf = useValue();
const pg = (statement: string): string | undefined =>
  (valueOf(`rds.createPgStatement(${statement})`) as { statements: string[] }).statements[0];
const mysql = (statement: string): string | undefined =>
  (valueOf(`rds.createMySQLStatement(${statement})`) as { statements: string[] }).statements[0];
const where = (conditions: string): string | undefined => pg(`rds.select({ table: 't', where: ${conditions} })`);

/** What AppSync answers, recorded by EvaluateCode: where it writes what no database reads, so do we. */
describe('the statements of AppSync', () => {
  test.each([
    [`{}`, ''],
    [`{ and: [] }`, ''],
    [`{ a: {} }`, ''],
    [`{ and: [{ or: [] }] }`, ''],
    [`{ a: { eq: 1 }, b: {} }`, ' WHERE "a" = :P0 AND'],
    [`{ and: [{ a: { eq: 1 } }, {}] }`, ' WHERE ("a" = :P0) AND'],
    [`{ or: [{}, {}] }`, ' WHERE  OR'],
    [`{ a: { size: {}, eq: 1 } }`, ' WHERE  AND "a" = :P0'],
    [`{ a: { ge: 1, le: 9, ne: 5 } }`, ' WHERE "a" >= :P0 AND "a" <= :P1 AND "a" != :P2'],
    [
      `{ a: { le: 1 }, and: [{ b: { eq: 2 } }], c: { attributeExists: false } }`,
      ' WHERE "a" <= :P0 AND ("b" = :P1) AND "c" IS NULL',
    ],
    [`{ or: [{ and: [{ a: { size: { eq: 3 } } }] }] }`, ' WHERE ((LENGTH ("a") = :P0))'],
    [`{ a: { between: [null, 65] } }`, ' WHERE "a" BETWEEN NULL AND :P0'],
    [`{ a: { size: { eq: null } } }`, ' WHERE LENGTH ("a") = NULL'],
    [`rds.sql\`id = \${1}\``, ' WHERE id = :P0'],
  ])('where: %s', (conditions, clause) => {
    expect(where(conditions)).toBe(`SELECT * FROM "t"${clause}`);
  });

  test.each([
    [`rds.select({ table: 't', columns: [] })`, 'SELECT FROM "t"'],
    [`rds.select({ table: 't', columns: ['*', 'p.*'] })`, 'SELECT *, "p"."*" FROM "t"'],
    [`rds.select({ table: { p: 'persons' } })`, 'SELECT * FROM "persons" as "p"'],
    [`rds.select({ from: 'd.t', limit: '5' })`, 'SELECT * FROM "d"."t" LIMIT :P0'],
    [`rds.select({ table: 't', orderBy: [{ column: 'a', dir: 1 }] })`, 'SELECT * FROM "t" ORDER BY "a" ASC'],
    [`rds.insert({ table: 't', values: { a: null, b: 0 } })`, 'INSERT INTO "t" ("a", "b") VALUES (NULL, :P0)'],
    [`rds.insert({ table: 't', values: { a: 1 }, returning: [] })`, 'INSERT INTO "t" ("a") VALUES (:P0) RETURNING'],
    [`rds.update({ table: 't', values: {}, where: { a: { eq: 1 } } })`, 'UPDATE "t" SET WHERE "a" = :P0'],
    [`'select 1 '`, 'select 1 '],
  ])('%s', (statement, sql) => {
    expect(pg(statement)).toBe(sql);
  });

  test.each([
    [`rds.createPgStatement()`, 'An argument is expected to be passed to createPgStatement'],
    [`rds.createMySQLStatement(1)`, 'Unsupported type is passed as argument to createMySQLStatement'],
    [`rds.select()`, 'An argument is expected to be passed to select'],
    [`rds.remove(null)`, 'Expected payload to be an Object.'],
    [`rds.sql(['a'], 1)`, 'java.lang.IllegalArgumentException: Unexpected argument passed to sql tagged template'],
    [`rds.createPgStatement(rds.select({}))`, "'table' or 'from' key is required."],
    [`rds.createPgStatement(rds.insert({ from: 't' }))`, "'table' or 'from' key is required."],
    [`rds.createPgStatement(rds.select({ table: 'a', from: 'b' }))`, "'from' and 'table' keys cannot be used together"],
    [`rds.createPgStatement(rds.select({ table: {} }))`, 'java.util.NoSuchElementException'],
    [
      `rds.createPgStatement(rds.select({ table: { a: 'b', c: 'd' } }))`,
      'table alias is allowed only one key-value pair.',
    ],
    [`rds.createPgStatement(rds.select({ table: { a: 1 } }))`, 'Table alias value is expected to be a string.'],
    [`rds.createPgStatement(rds.select({ table: 1 }))`, 'table name is expected to be a string or alias.'],
    [`rds.createPgStatement(rds.select({ from: 1 }))`, "'from' value is expected to be string or object."],
    [`rds.createPgStatement(rds.select({ table: 't', columns: 'a' }))`, 'Expected column to be * or an array.'],
    [`rds.createPgStatement(rds.select({ table: 't', columns: [1] }))`, 'Invalid type in column array.'],
    [
      `rds.createPgStatement(rds.select({ table: 't', where: 'a' }))`,
      'WHERE values are expected to be SQL templates or a condition object.',
    ],
    [`rds.createPgStatement(rds.select({ table: 't', where: { a: 1 } }))`, 'Expected condition to be an Object.'],
    [`rds.createPgStatement(rds.select({ table: 't', where: { or: 1 } }))`, 'or expects conditions to be an array'],
    [
      `rds.createPgStatement(rds.select({ table: 't', where: { and: [rds.sql\`a\`] } }))`,
      'Expected and to be an Object.',
    ],
    [`rds.createPgStatement(rds.select({ table: 't', where: { a: { in: [1] } } }))`, 'Unsupported condition a.in.'],
    [
      `rds.createPgStatement(rds.select({ table: 't', where: { a: { eq: undefined } } }))`,
      "Value for a.eq can't be null.",
    ],
    [
      `rds.createPgStatement(rds.select({ table: 't', where: { a: { contains: 5 } } }))`,
      'a.contains expects a string value to be passed.',
    ],
    [
      `rds.createPgStatement(rds.select({ table: 't', where: { a: { between: 5 } } }))`,
      'a.between condition expects an array with length of 2.',
    ],
    [
      `rds.createPgStatement(rds.select({ table: 't', where: { a: { size: { between: [1] } } } }))`,
      'a.size condition expects an array with 2 values but received an array with length 1.',
    ],
    [
      `rds.createPgStatement(rds.select({ table: 't', where: { a: { size: { contains: 'x' } } } }))`,
      'a.size has invalid size operator.',
    ],
    [
      `rds.createPgStatement(rds.select({ table: 't', where: { a: { size: 3 } } }))`,
      'Expected a.size to be an Object.',
    ],
    [
      `rds.createPgStatement(rds.select({ table: 't', where: { a: { attributeExists: 0 } } }))`,
      'a.attributeExists expects a boolean value to be passed.',
    ],
    [`rds.createPgStatement(rds.select({ table: 't', orderBy: {} }))`, 'orderBy expects an array.'],
    [`rds.createPgStatement(rds.select({ table: 't', orderBy: [null] }))`, 'orderBy item expected to be an object.'],
    [
      `rds.createPgStatement(rds.select({ table: 't', orderBy: [{ column: 1 }] }))`,
      'orderBy item expected to have property column.',
    ],
    [
      `rds.createPgStatement(rds.select({ table: 't', orderBy: [{ column: 'a', dir: 'up' }] }))`,
      'orderBy dir can have either ASC or DESC found up.',
    ],
    [`rds.createPgStatement(rds.select({ table: 't', limit: '' }))`, 'limit expects a number.'],
    [`rds.createPgStatement(rds.select({ table: 't', offset: {} }))`, 'offset expects a number.'],
    [`rds.createPgStatement(rds.insert({ table: 't' }))`, 'values are expected to be passed to insert'],
    [`rds.createPgStatement(rds.update({ table: 't', values: [1] }))`, 'Expected values to an Object.'],
    [`rds.createMySQLStatement(rds.remove({ table: 't', returning: '*' }))`, 'returning is not supported in MySQL.'],
  ])('%s is refused', (call, message) => {
    expect(() => valueOf(call)).toThrow(new RegExp(`^code\\.js:\\d+:\\d+: ${escaped(message)}$`));
  });
});

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** As AWS's samples use them; what AppSync writes for them is not recorded. */
describe('joins, aggregates and subqueries', () => {
  test('a join by common columns', () => {
    expect(
      pg(
        `rds.select({ from: { t: 'track' }, columns: [{ track: 't.name' }, 'a.title'], join: [{ from: { a: 'album' }, using: ['album_id'] }] })`,
      ),
    ).toBe('SELECT "t"."name" as "track", "a"."title" FROM "track" as "t" JOIN "album" as "a" USING ("album_id")');
  });

  test('a join by a condition of one’s own', () => {
    expect(
      pg(
        'rds.select({ from: "album", leftJoin: [{ from: "artist", on: rds.sql`album.some_id = artist.another_id` }] })',
      ),
    ).toBe('SELECT * FROM "album" LEFT JOIN "artist" ON album.some_id = artist.another_id');
  });

  test.each([
    ['innerJoin', 'INNER JOIN'],
    ['leftOuterJoin', 'LEFT OUTER JOIN'],
    ['rightJoin', 'RIGHT JOIN'],
    ['rightOuterJoin', 'RIGHT OUTER JOIN'],
    ['fullOuterJoin', 'FULL OUTER JOIN'],
    ['crossJoin', 'CROSS JOIN'],
    ['joinNatural', 'NATURAL JOIN'],
    ['innerJoinNatural', 'NATURAL INNER JOIN'],
    ['leftJoinNatural', 'NATURAL LEFT JOIN'],
    ['leftOuterJoinNatural', 'NATURAL LEFT OUTER JOIN'],
    ['rightJoinNatural', 'NATURAL RIGHT JOIN'],
    ['rightOuterJoinNatural', 'NATURAL RIGHT OUTER JOIN'],
    ['fullOuterJoinNatural', 'NATURAL FULL OUTER JOIN'],
  ])('%s', (key, keyword) => {
    expect(pg(`rds.select({ from: 'a', ${key}: [{ table: 'b' }] })`)).toBe(`SELECT * FROM "a" ${keyword} "b"`);
  });

  test('full joins are Postgres’s', () => {
    expect(() => mysql(`rds.select({ from: 'a', fullOuterJoin: [{ from: 'b' }] })`)).toThrow('not supported in MySQL');
  });

  test('groups, and conditions on them', () => {
    expect(
      pg(
        `rds.select({ table: 'album', columns: ['artist_id', { count: rds.agg.count('*') }], groupBy: ['artist_id', 1], having: { album_id: { count: { ge: 5 } } } })`,
      ),
    ).toBe(
      'SELECT "artist_id", COUNT (*) as "count" FROM "album" GROUP BY "artist_id", 1 HAVING COUNT ("album_id") >= :P0',
    );
  });

  test.each(['max', 'min', 'count', 'avg', 'sum'])('%s, also of distinct values', (name) => {
    const sql = name.toUpperCase();
    expect(pg(`rds.select({ table: 't', columns: [rds.agg.${name}('a'), rds.agg.${name}Distinct('t.a')] })`)).toBe(
      `SELECT ${sql} ("a"), ${sql} (DISTINCT "t"."a") FROM "t"`,
    );
    expect(where(`{ a: { ${name}Distinct: { gt: 1 } } }`)).toBe(`SELECT * FROM "t" WHERE ${sql} (DISTINCT "a") > :P0`);
  });

  test('a select within a select, its variables counted through', () => {
    expect(
      valueOf(
        `rds.createPgStatement(rds.select({ from: { sub: rds.select({ table: 'a', where: { b: { eq: 1 } } }) }, where: { c: { eq: 2 } } }))`,
      ),
    ).toEqual({
      statements: ['SELECT * FROM (SELECT * FROM "a" WHERE "b" = :P0) as "sub" WHERE "c" = :P1'],
      variableMap: { ':P0': 1, ':P1': 2 },
      variableTypeHintMap: {},
    });
  });

  test('text of one’s own for a value', () => {
    expect(pg(`rds.update({ table: "t", values: { n: rds.sql\`n + \${1}\` } })`)).toBe('UPDATE "t" SET "n" = n + :P0');
  });
});

describe('the rows of a result', () => {
  test('have the type of each field', () => {
    const record = [
      { stringValue: 's' },
      { longValue: 1 },
      { doubleValue: 1.5 },
      { booleanValue: false },
      { blobValue: 'aGk=' },
      { isNull: true },
      { arrayValue: { arrayValues: [{ longValues: [1, 2] }, { booleanValues: [true] }] } },
    ];
    const columnMetadata = record.map((_, index) => ({ name: `c${index}`, ...(index === 0 ? { label: 'S' } : {}) }));
    const result = JSON.stringify({ sqlStatementResults: [{ records: [record], columnMetadata }] });
    expect(valueOf('rds.toJsonObject(ctx.result)', { result })).toEqual([
      [{ S: 's', c1: 1, c2: 1.5, c3: false, c4: 'aGk=', c6: [[1, 2], [true]] }],
    ]);
  });

  test('are one empty row for a statement that only changes', () => {
    const result = { sqlStatementResults: [{ numberOfRecordsUpdated: 1, generatedFields: [] }] };
    expect(valueOf('rds.toJsonObject(ctx.result)', { result: JSON.stringify(result) })).toEqual([[{}]]);
  });
});
