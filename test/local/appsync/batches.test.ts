import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Batches } from '../../../local/appsync/resolver/batches.ts';

/** A run that waits for as many turns as it is told, then joins the batch. */
async function runs(delays: readonly number[], limit: number): Promise<{ sent: number[][]; answers: unknown[] }> {
  const batch = new Batches().of({});
  const owner = {};
  const sent: number[][] = [];
  const answers = await Promise.all(
    delays.map((delay, index) =>
      batch.join(async () => {
        for (let turn = 0; turn < delay; turn += 1) await Promise.resolve();
        const answer = await batch.add(owner, index, limit, async (payloads) => {
          sent.push(payloads as number[]);
          return payloads.map((payload) => ({ result: `of ${String(payload)}` }));
        });
        return answer.result;
      }),
    ),
  );
  return { sent, answers };
}

test('however long each takes, all runs go out once, in parts of the limit, and each gets its own answer', async () => {
  const delays = fc.array(fc.nat(20), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(delays, fc.integer({ min: 1, max: 10 }), async (given, limit) => {
      const { sent, answers } = await runs(given, limit);
      expect(answers).toEqual(given.map((_, index) => `of ${index}`));
      expect(sent.flat().sort((one, other) => one - other)).toEqual(given.map((_, index) => index));
      expect(sent.map((part) => part.length)).toEqual(
        Array.from({ length: Math.ceil(given.length / limit) }, (_, part) =>
          Math.min(limit, given.length - part * limit),
        ),
      );
    }),
  );
});

test('a run that ends without joining keeps none of the others waiting', async () => {
  const batch = new Batches().of({});
  const send = async (payloads: readonly unknown[]) => payloads.map((result) => ({ result }));
  const joined = batch.join(() => batch.add({}, 1, 5, send));
  const ended = batch.join(async () => 'early');
  expect(await Promise.all([joined, ended])).toEqual([{ result: 1 }, 'early']);
});

test('what breaks the sending fails every run of the batch', async () => {
  const batch = new Batches().of({});
  const owner = {};
  const broken = async (): Promise<never> => {
    throw new Error('broken');
  };
  const runsOfBatch = [1, 2].map((payload) => batch.join(() => batch.add(owner, payload, 5, broken)));
  await expect(Promise.allSettled(runsOfBatch)).resolves.toMatchObject([
    { status: 'rejected' },
    { status: 'rejected' },
  ]);
});
