import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UPLOADS } from '../../model/keys.ts';
import { objectKey, uploadKey } from '../../model/upload-keys.ts';
import { claimed, released } from '../../model/upload-use.ts';
import { ORPHAN_MS, type UploadItem } from '../../model/upload.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { makeLearners, signedIn, type Learner } from '../support/learners.ts';
import { endFaults, idle, lever, moveClock } from '../support/levers.ts';
import { storedItem } from '../support/reviews.ts';
import { bucketOf, PNG, postFile, requestUpload, UPLOAD, versionsOf } from '../support/uploads.ts';

const HOUR_MS = 3_600_000;
const CAUSE = { actor: 'test', request: '', origin: 'test' };

let backend: TestBackend;
let learner: Learner;
let Bucket: string;

const nowMs = () => backend.cloud.cloud.clock.now();
const iso = (ms: number) => new Date(ms).toISOString();

beforeAll(async () => {
  backend = await startTestBackend();
  [learner] = (await makeLearners(backend, 1)) as [Learner];
  Bucket = bucketOf(await requestUpload(learner));
});
afterAll(() => backend.stop());

interface File {
  readonly ulid: string;
  readonly id: string;
}

/** A picture that is READY, or an upload whose file never came. */
async function upload({ comes = true } = {}): Promise<File> {
  const person = await signedIn(backend, learner.sub);
  const asked = await requestUpload(person);
  if (comes) expect(await postFile(asked, PNG)).toMatchObject({ status: 204 });
  await idle(backend);
  return { id: asked.id, ulid: asked.id.slice('upl_'.length) };
}

/** @returns whether its condition held */
async function use({ ulid }: File, { update, condition }: ReturnType<typeof claimed>): Promise<boolean> {
  const { table, tableName } = backend.operator;
  const change = new UpdateCommand({
    TableName: tableName,
    Key: uploadKey(learner.sub, ulid),
    UpdateExpression: update.expression,
    ConditionExpression: condition.expression,
    ExpressionAttributeNames: { ...update.names, ...condition.names },
    ExpressionAttributeValues: { ...update.values, ...condition.values },
  });
  try {
    await table.send(change);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

const claim = (file: File, by: string) => use(file, claimed(by, iso(nowMs()), CAUSE));
const release = (file: File, by: string) => use(file, released(by, iso(nowMs() + ORPHAN_MS), CAUSE));

/** What is left of it: its item, and versions of its object. */
async function left({ ulid }: File): Promise<{ item: UploadItem | null; versions: number }> {
  const item = await storedItem<UploadItem>(backend, uploadKey(learner.sub, ulid));
  return { item, versions: (await versionsOf(backend, Bucket, objectKey(learner.sub, ulid))).length };
}

const GONE = { item: null, versions: 0 };

describe('an upload that nothing uses', () => {
  it('vanishes a day after it was requested, object and item, and not before; what is used stays', async () => {
    const [never, unused, used, left1] = [
      await upload({ comes: false }),
      await upload(),
      await upload(),
      await upload(),
    ];
    expect(await claim(used, 'les_1')).toBe(true);
    expect([await claim(left1, 'les_1'), await release(left1, 'les_1')]).toEqual([true, true]);
    await moveClock(backend, { advance: 'PT23H' });
    expect([(await left(never)).item?.status, (await left(unused)).versions]).toEqual(['PENDING', 1]);
    await moveClock(backend, { advance: 'PT3H' });
    expect([await left(never), await left(unused), await left(left1)]).toEqual([GONE, GONE, GONE]);
    expect(await left(used)).toMatchObject({
      item: { status: 'READY', usedBy: { les_1: expect.any(String) } },
      versions: 1,
    });
    const person = await signedIn(backend, learner.sub);
    expect(await person.refusal(UPLOAD, { id: unused.id })).toMatchObject({ errorType: 'NotFound' });
  });

  it('stays while anything of several still shows it, and vanishes a day after the last has ceased to', async () => {
    const file = await upload();
    for (const by of ['les_1', 'les_2']) expect(await claim(file, by)).toBe(true);
    expect(await release(file, 'les_1')).toBe(true);
    await moveClock(backend, { advance: 'PT26H' });
    const { item, versions } = await left(file);
    expect([item?.status, item?.dueAt, versions]).toEqual(['READY', undefined, 1]);
    expect(await release(file, 'les_2')).toBe(true);
    await moveClock(backend, { advance: 'PT26H' });
    expect(await left(file)).toEqual(GONE);
  });

  it('can be used no more: of a claim and a sweep at once, one wins, and what it says is so', async () => {
    const files = [await upload(), await upload(), await upload(), await upload()];
    await lever(backend, 'PUT', 'clock', { advance: 'PT25H' });
    const claims = await Promise.all(files.map((file) => claim(file, 'les_1')));
    await moveClock(backend, { advance: 'PT1H' });
    for (const [nth, file] of files.entries()) {
      const rest = await left(file);
      if (claims[nth]) expect(rest).toMatchObject({ item: { status: 'READY' }, versions: 1 });
      else expect(rest).toEqual(GONE);
      expect(await claim(file, 'les_2')).toBe(claims[nth]);
    }
  });

  it('vanishes after all where the sweep has crashed before it was done', async () => {
    const file = await upload();
    await lever(backend, 'POST', 'faults', { service: 's3', operation: 'DeleteObject', kind: 'error', count: 100 });
    await moveClock(backend, { advance: 'PT25H' });
    expect([await left(file), await claim(file, 'les_1')]).toMatchObject([
      { item: { status: 'GONE' }, versions: 1 },
      false,
    ]);
    await endFaults(backend);
    await moveClock(backend, { advance: 'PT1H' });
    expect(await left(file)).toEqual(GONE);
  });
});

describe('under a moving clock', () => {
  // Hours of which no sum is 24: so that whatever is due has been due for longer than the sweep takes to come.
  it('exactly what nothing has used for a day is gone, whatever the order of claims, releases and sweeps', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constantFrom('claim', 'release'), file: fc.nat(2), by: fc.constantFrom('les_1', 'les_2') }),
      fc.record({ kind: fc.constant('wait'), hours: fc.constantFrom(7, 13) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async (steps) => {
        const files = [await upload(), await upload(), await upload({ comes: false })];
        const model = files.map((_, nth) => ({
          users: new Set<string>(),
          due: nowMs() + ORPHAN_MS,
          gone: false,
          ready: nth < 2,
        }));
        for (const one of steps) {
          if ('hours' in one) {
            await moveClock(backend, { now: iso(nowMs() + one.hours * HOUR_MS) });
            for (const state of model) {
              if (state.due <= nowMs() && state.users.size === 0) state.gone = true;
            }
          } else {
            const [file, state] = [files[one.file] as File, model[one.file] as (typeof model)[0]];
            if (one.kind === 'claim') {
              expect(await claim(file, one.by)).toBe(!state.gone && state.ready);
              if (!state.gone && state.ready) state.users.add(one.by);
            } else if (state.users.has(one.by)) {
              expect(await release(file, one.by)).toBe(true);
              state.users.delete(one.by);
              state.due = nowMs() + ORPHAN_MS;
            }
          }
          for (const [nth, file] of files.entries()) {
            const { gone, ready } = model[nth] as (typeof model)[0];
            const rest = await left(file);
            expect([rest.item === null, rest.versions]).toEqual([gone, !gone && ready ? 1 : 0]);
          }
        }
      }),
      { numRuns: 4 },
    );
    expect((await backend.items()).filter(({ pk }) => pk.startsWith(UPLOADS)).length).toBeGreaterThan(0);
  });
});
