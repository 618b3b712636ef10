import { describe, expect, it } from 'vitest';
import { entriesOf } from '../../../functions/audit-log/notes.ts';

const SUB = '8680098a-00d1-475c-8130-8950fe3d1a01';
const REQUEST = '48bc41de-c8fc-4b65-a933-7834c24d49fe';
const COURSE = 'crs_01M7ZC8TA8MDDWYCV2W6MT2QZS';

function line(note: object, from = `${REQUEST} ERROR - code.js:9:2: `) {
  return { id: '37', timestamp: 1_795_000_000_123, message: `${from}${JSON.stringify(note)}` };
}
const note = { audit: 'refused', type: 'Forbidden', actor: SUB, origin: 'Mutation.enroll', objectIds: [COURSE] };

describe('lines of the log', () => {
  it('become entries with the id of their delivery', () => {
    const [entry] = entriesOf([line(note)]);
    expect(entry).toMatchObject({
      type: 'access.refused',
      facts: ['access.refused', 'access.forbidden'],
      time: '2026-11-18T11:06:40.000Z',
      actor: `usr_${SUB}`,
      origin: 'Mutation.enroll',
      request: REQUEST,
      about: [`usr_${SUB}`, COURSE],
      count: 1,
    });
    expect(entriesOf([line(note)])).toEqual([entry]);
  });

  it('are believed only where a resolver wrote them: what a client sends stands in other lines', () => {
    const forged = [
      line(note, `${REQUEST} GraphQL Query: `),
      line(note, `${REQUEST} ERROR - code.js:9:2: "`),
      line(note, ''),
      { id: '1', timestamp: 0, message: `${REQUEST} ERROR - code.js:9:2: "x ${JSON.stringify(note)}"` },
      line({ ...note, audit: 'toString' }),
      line({ ...note, objectIds: 'all' }),
    ];
    expect(entriesOf(forged)).toEqual([]);
  });

  it('lose what is no id, and are one entry for one caller who tries thousands', () => {
    const ids = Array.from({ length: 3000 }, (_, number) => `crs_${String(number).padStart(26, '0')}`);
    const tried = ids.map((id) => line({ ...note, objectIds: [id, 'anna@example.com', 'usr_anna', null] }));
    const [entry, ...more] = entriesOf([...tried, line({ ...note, actor: 'anna@example.com' })]);
    expect(entry).toMatchObject({ count: 3000, about: [`usr_${SUB}`, ...ids.slice(0, 20)] });
    expect(more).toMatchObject([{ actor: 'unnamed', about: [COURSE] }]);
  });
});
