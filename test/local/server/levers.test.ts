import { afterEach, expect, it, describe } from 'vitest';
import { MovableClock } from '../../../local/clock.ts';
import { Faults } from '../../../local/faults.ts';
import { levers } from '../../../local/levers.ts';
import type { LeverPorts } from '../../../local/levers.ts';
import { Server } from '../../../local/server.ts';

const running: Server[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.close())));

/** Pulls one lever. */
async function pull(method: string, path: string, ports: Partial<LeverPorts> = {}, body?: string) {
  const clock = new MovableClock();
  const all: LeverPorts = {
    ready: () => true,
    outbox: () => [],
    usage: () => ({ requests: 0 }),
    clearUsage: () => {},
    clock,
    faults: new Faults(),
    supportedFaults: () => ({ table: { Put: ['throttle', 'latency'], Get: ['error'] } }),
    events: () => [],
    alarms: () => [],
    grants: () => [],
    splitShards: (table) => [{ table }],
    busyServices: async () => [],
    reset: async () => {},
    ...ports,
  };
  const server = new Server([levers(all)], { onDefect: () => {} });
  running.push(server);
  const response = await fetch(`http://127.0.0.1:${await server.listen(0)}/_local/${path}`, { method, body });
  return { status: response.status, body: await response.json() };
}

describe('health', () => {
  it.each([
    [true, 200],
    [false, 503],
  ])('is ready: %s with status %i', async (ready, status) => {
    expect(await pull('GET', 'health', { ready: () => ready })).toEqual({ status, body: { ready } });
  });
});

it('outbox filters by receiver and channel', async () => {
  const message = {
    id: 'msg-1',
    to: 'a@b.c',
    channel: 'EMAIL',
    subject: '',
    text: 'hi',
    html: '',
    headers: {},
    at: '',
  } as const;
  const seen: unknown[] = [];
  const outbox: LeverPorts['outbox'] = (filter) => {
    seen.push(filter);
    return [message];
  };
  expect(await pull('GET', 'outbox?to=a%40b.c&channel=EMAIL', { outbox })).toEqual({ status: 200, body: [message] });
  await pull('GET', 'outbox', { outbox });
  expect(seen).toEqual([
    { to: 'a@b.c', channel: 'EMAIL' },
    { to: null, channel: null },
  ]);
});

it('usage is reported and, by DELETE, cleared first', async () => {
  let requests = 3;
  const ports = { usage: () => ({ requests }), clearUsage: () => void (requests = 0) };
  expect((await pull('GET', 'usage', ports)).body).toEqual({ requests: 3 });
  expect((await pull('DELETE', 'usage', ports)).body).toEqual({ requests: 0 });
});

it('idle holds the clock only where all are idle, and until it is released', async () => {
  const clock = new MovableClock();
  let kept = 0;
  const due = () => {
    clock.at(Date.now() - 1, () => (kept += 1));
    clock.keepAppointments();
    return kept;
  };
  await pull('POST', 'idle', { clock, busyServices: async () => ['lambda'] }, '{"hold":true}');
  expect(due()).toBe(1);
  await pull('POST', 'idle', { clock }, '{"hold":true}');
  expect(due()).toBe(1);
  expect(await pull('DELETE', 'idle', { clock })).toEqual({ status: 200, body: { held: false } });
  expect(kept).toBe(2);
});

describe('idle', () => {
  it('waits as long as it is told to', async () => {
    const seen: number[] = [];
    const busyServices = async (timeoutMs: number) => (seen.push(timeoutMs), []);
    expect(await pull('POST', 'idle', { busyServices }, '{"timeoutMs":500}')).toEqual({
      status: 200,
      body: { idle: true },
    });
    await pull('POST', 'idle', { busyServices });
    expect(seen).toEqual([500, 10_000]);
  });

  it('names what it still waits for', async () => {
    expect(await pull('POST', 'idle', { busyServices: async () => ['lambda'] })).toEqual({
      status: 408,
      body: { idle: false, waitingFor: ['lambda'] },
    });
  });

  it.each(['{', '{"timeoutMs":"soon"}', '{"timeoutMs":-1}', '{"timeoutMs":1e9}', '{"hold":1}'])(
    'refuses %s',
    async (body) => {
      expect(await pull('POST', 'idle', {}, body)).toMatchObject({ status: 400, body: { __type: 'Validation' } });
    },
  );
});

describe('shards', () => {
  it('are split for a table', async () => {
    expect(await pull('POST', 'shards', {}, '{"table":"Orders"}')).toEqual({
      status: 200,
      body: [{ table: 'Orders' }],
    });
  });

  it.each(['{}', '{"table":5}', '{'])('refuses %s', async (body) => {
    expect(await pull('POST', 'shards', {}, body)).toMatchObject({ status: 400, body: { __type: 'Validation' } });
  });
});

it('reset resets', async () => {
  let resets = 0;
  const reset = async () => void (resets += 1);
  expect(await pull('POST', 'reset', { reset })).toEqual({ status: 200, body: { reset: true } });
  expect(resets).toBe(1);
});

it.each([
  [
    'GET',
    'nothing',
    404,
    'No lever /_local/nothing; there are health, outbox, usage, clock, faults, events, alarms, grants, shards, idle, reset.',
  ],
  ['GET', 'toString', 404, /^No lever/],
  ['PUT', 'usage', 405, '/_local/usage takes GET, DELETE, not PUT.'],
  ['GET', 'outbox?channel=FAX', 400, 'channel is FAX, but must be EMAIL, SMS or PUSH'],
])('%s %s is %i', async (method, path, status, message) => {
  const answer = await pull(method, path);
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({ message: message instanceof RegExp ? expect.stringMatching(message) : message });
});
