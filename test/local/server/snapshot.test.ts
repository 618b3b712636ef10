import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Service } from '../../../local/service.ts';
import { Snapshot } from '../../../local/snapshot.ts';
import { testCloud } from '../lambda/fixture.ts';

/** A service whose state is one word. */
function notebook(word: string): Service & { word: string } {
  return {
    name: 'notebook',
    resourceTypes: {},
    word,
    snapshot(folder) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'word'), this.word);
    },
    restore(folder) {
      this.word = readFileSync(join(folder, 'word'), 'utf8');
    },
  };
}

const message = { to: 'a@b.c', channel: 'EMAIL', subject: 's', text: 't', html: '', headers: {} } as const;

it('brings back the state of services and the outbox', async () => {
  const [cloud, service] = [testCloud(), notebook('seeded')];
  const snapshot = new Snapshot(cloud, [service]);
  cloud.outbox.send(message);
  await snapshot.take();

  service.word = 'changed';
  cloud.outbox.send(message);
  await snapshot.restore();
  expect(service.word).toBe('seeded');
  expect(cloud.outbox.list()).toHaveLength(1);
});

it('brings back an empty outbox', async () => {
  const cloud = testCloud();
  const snapshot = new Snapshot(cloud, []);
  await snapshot.take();
  cloud.outbox.send(message);
  await snapshot.restore();
  expect(cloud.outbox.list()).toEqual([]);
});

it('outlives the process, and is replaced whole', async () => {
  const cloud = testCloud();
  await new Snapshot(cloud, [notebook('first')]).take();
  await new Snapshot(cloud, [notebook('second')]).take();
  const service = notebook('changed');
  const later = new Snapshot(cloud, [service]);
  expect(later.exists).toBe(true);
  await later.restore();
  expect(service.word).toBe('second');
  expect(existsSync(join(cloud.stateFolder, 'snapshot.next'))).toBe(false);
});

it('does not exist when it was never completed', async () => {
  const cloud = testCloud();
  const broken: Service = { ...notebook(''), snapshot: () => Promise.reject(new Error('disk full')) };
  await expect(new Snapshot(cloud, [broken]).take()).rejects.toThrow('disk full');
  expect(new Snapshot(cloud, []).exists).toBe(false);
});

it('is the earlier one when the process was killed while it was replaced', async () => {
  const cloud = testCloud();
  await new Snapshot(cloud, [notebook('first')]).take();
  const folder = join(cloud.stateFolder, 'snapshot');
  renameSync(folder, `${folder}.previous`);
  const service = notebook('changed');
  await new Snapshot(cloud, [service]).restore();
  expect(service.word).toBe('first');
});
