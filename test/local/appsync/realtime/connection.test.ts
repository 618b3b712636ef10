import { describe, expect, test, vi, onTestFinished } from 'vitest';
import { startApi, type RunningApi } from '../support/api.ts';
import { RealtimeClient } from '../support/realtime-client.ts';

const SCHEMA = `
  type Query { a: Int }
  type Mutation { set(v: Int): Value }
  type Value { v: Int }
  type Subscription { onSet(v: Int): Value @aws_subscribe(mutations: ["set"]) }`;
const SUBSCRIPTION = 'subscription { onSet { v } }';
const start = (): Promise<RunningApi> => startApi({ schema: SCHEMA });
const ACK = { type: 'connection_ack', payload: { connectionTimeoutMs: 300_000 } };

describe('connecting', () => {
  test('with headers in a subprotocol', async () => {
    const client = RealtimeClient.connect(await start());
    expect(await client.initialize()).toEqual(ACK);
    expect(client.socket.protocol).toBe('graphql-ws');
  });

  test.each([['x-api-key'], ['X-Api-Key']])('with %s in the query string', async (name) => {
    const api = await start();
    const header = encodeURIComponent(btoa(JSON.stringify({ host: 'local', [name]: api.apiKey })));
    const url = `${api.url.replace('http', 'ws')}/graphql/realtime?header=${header}&payload=e30=`;
    expect(await new RealtimeClient(url, ['graphql-ws']).initialize()).toEqual(ACK);
  });

  test('at the path of its API', async () => {
    const api = await start();
    const encoded = Buffer.from(JSON.stringify({ 'x-api-key': api.apiKey })).toString('base64url');
    const url = `${api.url.replace('http', 'ws')}/apis/${api.apiId}/graphql/realtime`;
    expect(await new RealtimeClient(url, ['graphql-ws', `header-${encoded}`]).initialize()).toEqual(ACK);
  });

  test('a signature covers the connect path and an empty object', async () => {
    const api = await start();
    const authenticate = vi.spyOn(api.ports, 'authenticate');
    await RealtimeClient.ready(api, { authorization: 'AWS4-HMAC-SHA256 Credential=local/x', 'X-Amz-Date': 'today' });
    const signed = authenticate.mock.calls[0]?.[0] as unknown as { body: Buffer };
    expect(signed).toMatchObject({
      method: 'POST',
      path: '/graphql/connect',
      headers: { host: 'local', 'x-amz-date': 'today' },
    });
    expect(String(signed.body)).toBe('{}');
  });

  test.each<[name: string, headers: Record<string, string>, error: Record<string, unknown>]>([
    ['a wrong key', { 'x-api-key': 'wrong' }, { errorType: 'UnauthorizedException', errorCode: 401 }],
    ['no credentials', {}, { errorType: 'UnauthorizedException', message: 'Valid authorization header not provided.' }],
    [
      'an expired token',
      { Authorization: 'expired' },
      { errorType: 'UnauthorizedException', message: 'Token has expired.' },
    ],
  ])('with %s ends in a connection_error', async (_, headers, error) => {
    const client = RealtimeClient.connect(await start(), headers);
    expect(await client.initialize()).toMatchObject({ type: 'connection_error', payload: { errors: [error] } });
    expect(await client.closed).toBe(1000);
  });

  test.each(['header-nonsense', 'other'])('with the subprotocol %s ends in a connection_error', async (subprotocol) => {
    const { url } = await start();
    const client = new RealtimeClient(`${url.replace('http', 'ws')}/graphql/realtime`, ['graphql-ws', subprotocol]);
    expect(await client.initialize()).toMatchObject({
      type: 'connection_error',
      payload: { errors: [{ errorType: 'BadRequestException', errorCode: 400 }] },
    });
  });
});

describe('a connection', () => {
  test('is kept alive once a minute', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const client = await RealtimeClient.ready(await start());
    const seen: string[] = [];
    client.socket.on('message', (data) => seen.push((data as Buffer).toString()));
    vi.advanceTimersByTime(120_000);
    await client.received();
    expect(seen.filter((text) => text === '{"type":"ka"}').length).toBeGreaterThanOrEqual(2);
  });

  test('starts and stops subscriptions', async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api);
    expect(await client.start('1', SUBSCRIPTION, { 'x-api-key': api.apiKey })).toEqual({ type: 'start_ack', id: '1' });
    client.send({ type: 'stop', id: '1' });
    expect(await client.next()).toEqual({ type: 'complete', id: '1' });
  });

  test('takes no start before connection_init', async () => {
    const api = await start();
    const client = RealtimeClient.connect(api);
    await new Promise((resolve) => client.socket.once('open', resolve));
    expect(await client.start('1', SUBSCRIPTION, { 'x-api-key': api.apiKey })).toMatchObject({
      type: 'error',
      id: '1',
    });
  });

  test('takes no id twice', async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api);
    await client.start('1', SUBSCRIPTION, { 'x-api-key': api.apiKey });
    expect(await client.start('1', SUBSCRIPTION, { 'x-api-key': api.apiKey })).toMatchObject({
      type: 'error',
      payload: { errors: [{ errorType: 'DuplicatedOperationError' }] },
    });
  });

  test('holds a hundred subscriptions and not one more', async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api);
    const kinds = new Map<string, number>();
    for (let id = 0; id < 150; id += 1) {
      const { type } = await client.start(`s${id}`, SUBSCRIPTION, { 'x-api-key': api.apiKey });
      kinds.set(type, (kinds.get(type) ?? 0) + 1);
    }
    expect(Object.fromEntries(kinds)).toEqual({ start_ack: 100, error: 50 });
  });

  test.each<[message: unknown, expected: unknown]>([
    ['not json', { errorType: 'UnsupportedOperation' }],
    [{ type: 'subscribe', id: '1' }, { errorType: 'UnsupportedOperation' }],
    [{ type: 'start', id: '1', payload: {} }, { errorType: 'BadRequestException' }],
    [{ type: 'start', id: '1', payload: { data: '{}' } }, { errorType: 'UnauthorizedException' }],
  ])('answers %j with an error and stays open', async (message, expected) => {
    const client = await RealtimeClient.ready(await start());
    client.send(message);
    expect(await client.next()).toMatchObject({ type: 'error', payload: { errors: [expected] } });
    expect(await client.received()).toEqual([]);
  });

  test('is cut by a message of 300 KB', async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api);
    client.send({ type: 'start', id: '1', payload: { data: 'x'.repeat(300 * 1024) } });
    expect(await client.closed).toBe(1009);
    expect((await api.query('{ a }')).status).toBe(200);
  });

  test('closes its subscriptions when the client is gone', async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api);
    await client.start('1', SUBSCRIPTION, { 'x-api-key': api.apiKey });
    client.socket.terminate();
    await client.closed;
    expect((await api.query('mutation { set { v } }')).status).toBe(200);
  });
});
