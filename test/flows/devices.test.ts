import { readFileSync, writeFileSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { devicesKey } from '../../model/keys.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { idle, lever } from '../support/levers.ts';
import { DEVICES, REGISTER_DEVICE, registerDevice, UNREGISTER_DEVICE } from '../support/messages.ts';
import { storedItem } from '../support/reviews.ts';

let backend: TestBackend;
let learner: Learner;
let other: Learner;
let nth = 0;

/** As a stage whose configuration names no application of Apple's. */
function withoutApple(folder: string): void {
  const [path = ''] = globSync(join(folder, 'ApiNotifications*.nested.template.json'));
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll('\\"APNS\\":', '\\"NONE\\":'));
}

beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(async () => {
  await idle(backend);
  await backend.stop();
});
beforeEach(async () => {
  [learner, other] = (await makeLearners(backend, 2)) as [Learner, Learner];
  nth += 1;
});

interface Listed {
  readonly devices: { readonly items: readonly { id: string; name: string | null }[]; readonly most: number };
}

const listed = async (person: Learner) => (await person.run<Listed>(DEVICES)).devices;
const token = (name: string) => `token-${nth}-${name}`;
const register = (input: object) => learner.refusal(REGISTER_DEVICE, { input });

describe('a device', () => {
  it('is registered once, however often its app does it, also at once', async () => {
    const ids = await Promise.all(Array.from({ length: 4 }, () => registerDevice(learner, token('a'))));
    expect(new Set(ids).size).toBe(1);
    const input = { platform: 'FCM', token: token('a'), name: 'My phone' };
    await learner.run(REGISTER_DEVICE, { input });
    await registerDevice(learner, token('a'));
    expect(await listed(learner)).toMatchObject({ items: [{ id: ids[0], name: 'My phone' }], most: 10 });
    expect((await listed(other)).items).toEqual([]);
  });

  it('keeps its token with SNS: it stands in no item and no event', async () => {
    await registerDevice(learner, token('secret'));
    await idle(backend);
    expect(JSON.stringify(await storedItem(backend, devicesKey(learner.sub)))).not.toContain(token('secret'));
    const events = JSON.stringify(await lever(backend, 'GET', 'events'));
    expect([events.includes(token('secret')), events.includes('DEVICES')]).toEqual([false, false]);
  });

  it('belongs to who registered it last', async () => {
    const id = await registerDevice(learner, token('shared'));
    expect(await registerDevice(other, token('shared'))).toBe(id);
    expect([(await listed(learner)).items, (await listed(other)).items.length]).toEqual([[], 1]);
    expect(await learner.refusal(UNREGISTER_DEVICE, { input: { deviceId: id } })).toMatchObject({
      errorType: 'NotFound',
    });
  });

  it('is one of ten at most, also where twelve are registered at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        learner.ask(REGISTER_DEVICE, { input: { platform: 'FCM', token: token(`of-many-${index}`) } }),
      ),
    );
    const { items } = await listed(learner);
    expect(items.length).toBeLessThanOrEqual(10);
    expect(items).toHaveLength(answers.filter(({ errors }) => errors.length === 0).length);
    for (let index = items.length; index < 10; index += 1) await registerDevice(learner, token(`more-${index}`));
    expect(await register({ platform: 'FCM', token: token('too-many') })).toMatchObject({ errorType: 'Conflict' });
    expect((await listed(learner)).items).toHaveLength(10);
  });

  it('is forgotten when it is unregistered, once', async () => {
    const id = await registerDevice(learner, token('b'));
    await learner.run(UNREGISTER_DEVICE, { input: { deviceId: id } });
    expect((await listed(learner)).items).toEqual([]);
    expect(await learner.refusal(UNREGISTER_DEVICE, { input: { deviceId: id } })).toMatchObject({
      errorType: 'NotFound',
    });
    expect(await registerDevice(learner, token('b'))).toBe(id);
  });

  it.each([
    ['no token', { platform: 'FCM', token: ' ' }, 'token', 'length'],
    ['a token of another platform', { platform: 'APNS', token: 'not-hexadecimal' }, 'token', 'format'],
    ['a name without end', { platform: 'FCM', token: 'x', name: 'x'.repeat(81) }, 'name', 'length'],
  ])('is refused with %s', async (_, input, field, rule) => {
    expect(await register(input)).toMatchObject({ errorType: 'Validation', errorInfo: { field, rule } });
    expect((await listed(learner)).items).toEqual([]);
  });
});

describe('a stage without an application of a platform', () => {
  it('says so, and registers devices of the others', async () => {
    const without = await startTestBackend({ changeAssembly: withoutApple });
    try {
      const [person] = (await makeLearners(without, 1)) as [Learner];
      const input = { platform: 'APNS', token: 'ab'.repeat(32) };
      expect(await person.refusal(REGISTER_DEVICE, { input })).toMatchObject({
        errorType: 'Validation',
        errorInfo: { field: 'platform', rule: 'configured' },
      });
      await registerDevice(person, 'fcm-token');
      expect((await listed(person)).items).toHaveLength(1);
    } finally {
      await idle(without);
      await without.stop();
    }
  });
});
