import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Outbox } from '../../../local/outbox.ts';
import type { NewOutboxMessage } from '../../../local/outbox.ts';
import { StoppedClock, temporaryFolder } from '../support/cloud.ts';

const mail = (to: string, more: Partial<NewOutboxMessage> = {}): NewOutboxMessage => ({
  to,
  channel: 'EMAIL',
  subject: 'Hello',
  text: 'two\nlines',
  html: '',
  headers: {},
  ...more,
});

it('numbers messages whose service gives them no id, and filters by recipient and channel', () => {
  const folder = temporaryFolder();
  const clock = new StoppedClock(Date.parse('2026-11-20T12:00:00Z'));
  const outbox = new Outbox(folder, clock);
  outbox.send(mail('a@example.org'), mail('b@example.org', { id: 'own' }));
  outbox.send(mail('+15555550100', { channel: 'SMS' }));
  for (const opened of [outbox, new Outbox(folder, clock)]) {
    expect(opened.list().map(({ id, at }) => [id, at])).toEqual(
      ['msg-000001', 'own', 'msg-000003'].map((id) => [id, '2026-11-20T12:00:00.000Z']),
    );
    expect(opened.list({ to: 'A@EXAMPLE.org' })).toMatchObject([{ id: 'msg-000001', text: 'two\nlines' }]);
    expect(opened.list({ channel: 'SMS', to: null })).toMatchObject([{ to: '+15555550100' }]);
  }
});

it('loses no more than the message at which the process was killed', () => {
  const folder = temporaryFolder();
  const clock = new StoppedClock();
  new Outbox(folder, clock).send(mail('a@example.org'));
  appendFileSync(join(folder, 'outbox.jsonl'), '{"id":"2","to');
  const opened = new Outbox(folder, clock);
  opened.send(mail('b@example.org'));
  expect(new Outbox(folder, clock).list().map(({ to }) => to)).toEqual(['a@example.org', 'b@example.org']);
});
