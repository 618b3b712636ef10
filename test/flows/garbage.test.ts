import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { idle } from '../support/levers.ts';
import { consumerQueues, deadLetterQueues, Queues } from '../support/queues.ts';

/** An event of ours but for its entity. */
const RIDDLE = {
  id: randomUUID(),
  time: '2026-11-21T12:00:00.000Z',
  type: 'riddle.solved',
  facts: ['riddle.solved'],
  entity: 'Riddle',
  key: { pk: 'RIDDLE#1', sk: 'RIDDLE' },
  changed: [],
  cause: { actor: 'test', request: '', origin: '' },
  data: {},
};

const GARBAGE = [
  '{',
  '[]',
  'null',
  JSON.stringify([RIDDLE]),
  JSON.stringify(RIDDLE),
  JSON.stringify({ ...RIDDLE, entity: 'toString' }),
  JSON.stringify({ data: 'x'.repeat(256 * 1024 - 11) }),
];

let backend: TestBackend;
let queues: Queues;

beforeAll(async () => {
  backend = await startTestBackend();
  queues = new Queues(backend);
});
afterAll(() => backend.stop());

describe('garbage in the queue of a consumer', () => {
  it('comes to every consumer that the template has', () => {
    expect(consumerQueues().map(({ name }) => name)).toEqual(
      expect.arrayContaining(
        ['points', 'notifications', 'deliver', 'mail-events', 'audit-index', 'recompute'].map(
          (name) => `kalpla-dev-${name}`,
        ),
      ),
    );
    expect(Buffer.byteLength(GARBAGE.at(-1) ?? '')).toBe(256 * 1024);
  });

  it.each(consumerQueues())(
    'of $name is set aside at once, alone, each with its cause',
    async ({ name, deadLetters }) => {
      await idle(backend);
      const before = await backend.items();
      for (const body of GARBAGE) await queues.send(name, body);
      await idle(backend);
      const found = await queues.letters(deadLetters);
      expect(found.map(({ body }) => body).sort()).toEqual([...GARBAGE].sort());
      for (const { body, cause } of found) expect(cause, body.slice(0, 100)).toMatch(/^Poison: \w+/);
      expect(await queues.waiting(name)).toBe(0);
      for (const other of deadLetterQueues()) expect(await queues.letters(other)).toEqual([]);
      expect(await backend.items()).toEqual(before);
    },
  );
});
