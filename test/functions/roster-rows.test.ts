import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../functions/import-roster/rows.ts';
import { MOST_ROWS } from '../../model/roster-import.ts';

const of = (text: string) => rowsOf(Buffer.from(text));

describe('a file of learners', () => {
  it.each([
    ['commas', 'email,name\nlou@example.com,Lou\n'],
    ['semicolons, and the columns the other way round', 'Name;E-Mail-Kind;EMAIL\r\nLou;work;lou@example.com\r\n'],
    ['tabs', 'email\tname\nlou@example.com\tLou'],
    ['a byte order mark and quotes', '\ufeff"email","name"\r\n"lou@example.com","Lou"\r\n'],
    ['empty lines and white space', 'email , name\n\n  lou@example.com , Lou \n,\n\n'],
  ])('is read with %s', (_, text) => {
    expect(of(text)).toEqual([{ row: 1, email: 'lou@example.com', name: 'Lou' }]);
  });

  it('may hold what separates columns inside of quotes', () => {
    expect(of('email,name\na@example.com,"Lind, ""Lou"""\n')).toEqual([
      { row: 1, email: 'a@example.com', name: 'Lind, "Lou"' },
    ]);
  });

  it('names each address once, however it is written', () => {
    const text = 'email\nzo\u00eb@example.com\nZOE\u0308@example.com\nzoe@example.com\n';
    expect(of(text)).toMatchObject([{ row: 1 }, { row: 2, status: 'DUPLICATE' }, { row: 3 }]);
    expect(of(text)).not.toMatchObject([{ status: 'DUPLICATE' }]);
  });

  it.each(['', 'nobody', '@example.com', 'a@b', '=cmd()@', 'a b@example.com', `${'x'.repeat(250)}@example.com`])(
    'says that %j is no address, and goes on',
    (email) => {
      const rows = of(`email,name\n"${email}",A\nlou@example.com,B\n`);
      expect(rows).toMatchObject([{ status: 'INVALID', reason: 'EMAIL' }, { email: 'lou@example.com' }]);
    },
  );

  it('says that a name with control characters is none', () => {
    expect(of('email,name\na@example.com,"L\u202eou"\n')).toMatchObject([{ status: 'INVALID', reason: 'NAME' }]);
  });

  it.each([
    ['columns', 'name\nLou\n'],
    ['columns', ''],
    ['rows', 'email\n'],
    ['csv', 'email\n"lou@example.com\n'],
  ])('is refused for its %s: %j', (rule, text) => {
    expect(of(text)).toMatchObject({ type: 'Validation', info: { field: 'uploadId', rule } });
  });

  it('is refused where it is no text', () => {
    expect(rowsOf(Uint8Array.from([0x65, 0xff, 0xfe, 0x00]))).toMatchObject({ info: { rule: 'encoding' } });
  });

  it('has 5,000 rows at most, and is told how many it has', () => {
    const rows = (count: number) => `email\n${Array.from({ length: count }, (_, n) => `p${n}@example.com\n`).join('')}`;
    expect(of(rows(MOST_ROWS))).toHaveLength(MOST_ROWS);
    expect(of(rows(MOST_ROWS + 1))).toMatchObject({ type: 'Validation', message: expect.stringContaining('5001') });
  });

  it('is never more than an error, whatever it holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, headed) => {
        const file = headed ? Buffer.concat([Buffer.from('email,name\n'), bytes]) : bytes;
        const rows = rowsOf(file);
        expect('type' in rows ? rows.type : 'rows').toMatch(/^(Validation|rows)$/);
      }),
    );
  });
});
