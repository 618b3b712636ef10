import { expect, it } from 'vitest';
import { MovableClock } from '../../../local/clock.ts';
import { busyServices } from '../../../local/idle.ts';
import type { Service } from '../../../local/service.ts';

function service(name: string, idle?: () => Promise<void>): Service {
  return { name, resourceTypes: {}, ...(idle && { idle }) };
}

it('services with nothing under way are idle', async () => {
  expect(await busyServices([service('a'), service('b', async () => {})], 1_000, () => {})).toEqual([]);
});

it('a service that is not done in time is named', async () => {
  const stuck = service('stuck', () => new Promise(() => {}));
  expect(await busyServices([service('a'), stuck], 0, () => {})).toEqual(['stuck']);
});

it('what one service ends and another one begins is waited for', async () => {
  const done: string[] = [];
  let underway: Promise<void> = Promise.resolve();
  const second = service('second', () => underway);
  const first = service('first', async () => {
    if (done.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
    done.push('first');
    underway = new Promise<void>((resolve) => setTimeout(resolve, 30)).then(() => void done.push('second'));
  });
  expect(await busyServices([second, first], 10_000, () => {})).toEqual([]);
  expect(done).toEqual(['first', 'second']);
});

it('what is due is begun first, although no timer has fired yet', async () => {
  const clock = new MovableClock();
  let underway = Promise.resolve();
  clock.at(Date.now() + 5, () => {
    underway = new Promise((resolve) => setTimeout(resolve, 20));
  });
  const end = Date.now() + 6;
  while (Date.now() < end);
  const begun = busyServices([service('a', () => underway)], 0, () => clock.keepAppointments());
  clock.stop();
  expect(await begun).toEqual(['a']);
});
