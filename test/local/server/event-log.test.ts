import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EventLog, type LoggedEvent } from '../../../local/event-log.ts';
import { temporaryFolder } from '../support/cloud.ts';

const event = (id: string, more: Partial<LoggedEvent> = {}): LoggedEvent => ({
  id,
  bus: 'orders',
  source: 'shop',
  detailType: 'order.placed',
  detail: { cents: 1 },
  resources: [],
  time: '2026-11-20T12:00:00Z',
  rules: [],
  ...more,
});

it('lists events by bus, source and type, oldest first, and keeps them', () => {
  const path = join(temporaryFolder(), 'kept', 'events.jsonl');
  const log = new EventLog(path);
  log.add(event('1'), event('2', { bus: 'default' }), event('3', { detailType: 'order.paid' }));
  for (const opened of [log, new EventLog(path)]) {
    expect(opened.list().map(({ id }) => id)).toEqual(['1', '2', '3']);
    expect(opened.list({ bus: 'orders', detailType: null }).map(({ id }) => id)).toEqual(['1', '3']);
    expect(opened.list({ bus: 'orders', detailType: 'order.paid', source: 'shop' })).toEqual([
      event('3', { detailType: 'order.paid' }),
    ]);
  }
});

it('loses no more than the line at which the process was killed', () => {
  const path = join(temporaryFolder(), 'events.jsonl');
  new EventLog(path).add(event('1'));
  appendFileSync(path, '{"id":"2","bus');
  const opened = new EventLog(path);
  expect(opened.list().map(({ id }) => id)).toEqual(['1']);
  opened.add(event('3'));
  expect(new EventLog(path).list().map(({ id }) => id)).toEqual(['1', '3']);
});

it('forgets the oldest of very many', () => {
  const log = new EventLog(join(temporaryFolder(), 'events.jsonl'));
  for (let batch = 0; batch < 25; batch += 1) {
    log.add(...Array.from({ length: 1000 }, (_, index) => event(String(batch * 1000 + index))));
  }
  const kept = log.list();
  expect(kept).toHaveLength(10_000);
  expect([kept[0]?.id, kept.at(-1)?.id]).toEqual(['15000', '24999']);
});
