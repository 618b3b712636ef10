import { describe, expect, test, vi, onTestFinished } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { none, startApi, type RunningApi } from '../support/api.ts';
import { RealtimeClient } from '../support/realtime-client.ts';

const SCHEMA = `
  type Query { a: Int }
  type Mutation @aws_api_key @aws_iam { set(v: Int): Value }
  type Value @aws_api_key @aws_iam { v: Int }
  type Subscription { onSet(v: Int): Value @aws_subscribe(mutations: ["set"]) }`;
const SUBSCRIPTION = 'subscription { onSet { v } }';
const start = (): Promise<RunningApi> => startApi({ schema: SCHEMA, resolvers: { 'Mutation.set': none('ctx.args') } });
const SIGNED = { authorization: 'AWS4-HMAC-SHA256 Credential=local/x' };
const UNKNOWN = { errorType: 'UnsupportedOperation', message: 'unknown not supported through the realtime channel' };
const header = (headers: object): string => `header-${Buffer.from(JSON.stringify(headers)).toString('base64url')}`;
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
    const encoded = Buffer.from(JSON.stringify({ host: 'local', 'x-api-key': api.apiKey })).toString('base64url');
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

  test.each<[name: string, protocols: string[], query: string, error: object]>([
    ['no subprotocol', [], '', { message: 'NoProtocolError', errorCode: 400 }],
    ['neither headers nor a query', ['graphql-ws'], '', { message: 'Required headers are missing.', errorCode: 400 }],
    [
      'headers without a host',
      ['graphql-ws', header({ 'x-api-key': 'k' })],
      '',
      { message: 'Required headers are missing.' },
    ],
    ['a query without a payload', ['graphql-ws'], '?header=e30=', { message: 'Required headers are missing.' }],
    [
      'headers that are no JSON',
      ['graphql-ws', 'header-nonsense'],
      '',
      { errorType: 'BadRequestException', errorCode: 400 },
    ],
  ])('with %s ends in a connection_error', async (_, protocols, query, error) => {
    const { url } = await start();
    const client = new RealtimeClient(`${url.replace('http', 'ws')}/graphql/realtime${query}`, protocols);
    expect(await client.next()).toEqual({
      type: 'connection_error',
      payload: { errors: [expect.objectContaining(error)] },
    });
    expect(await client.closed).toBe(1000);
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
    await api.query('mutation { set(v: 1) { v } }');
    expect(await client.received()).toEqual([]);
  });

  test('takes no id twice', async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api);
    await client.start('1', SUBSCRIPTION, { 'x-api-key': api.apiKey });
    expect(await client.start('1', SUBSCRIPTION, { 'x-api-key': api.apiKey })).toMatchObject({
      type: 'error',
      payload: { errors: [{ errorType: 'DuplicatedOperationError', message: 'Duplicated operation with id 1' }] },
    });
  });

  test('holds a hundred of a thousand subscriptions, and still delivers', async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api);
    const answers = [];
    for (let id = 0; id < 1000; id += 1) {
      answers.push(await client.start(`s${id}`, SUBSCRIPTION, { 'x-api-key': api.apiKey }));
    }
    expect(Map.groupBy(answers, ({ type }) => type).get('start_ack')).toHaveLength(100);
    expect(answers.at(-1)).toEqual({
      type: 'error',
      id: 's999',
      payload: {
        errors: [{ errorType: 'MaxSubscriptionsReachedError', message: 'Max number of 100 subscriptions reached' }],
      },
    });
    await api.query('mutation { set(v: 1) { v } }');
    expect(await client.received()).toHaveLength(100);
  });

  test('has room for another subscription once one was stopped', async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api);
    for (let id = 0; id < 100; id += 1) await client.start(`s${id}`, SUBSCRIPTION, { 'x-api-key': api.apiKey });
    client.send({ type: 'stop', id: 's0' });
    expect(await client.next()).toEqual({ type: 'complete', id: 's0' });
    expect(await client.start('more', SUBSCRIPTION, { 'x-api-key': api.apiKey })).toMatchObject({ type: 'start_ack' });
  });

  test('is closed after a day by the clock, and its subscriptions with it', async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api);
    await client.start('1', SUBSCRIPTION, { 'x-api-key': api.apiKey });
    api.clock.pass(24 * 60 * 60 * 1000 - 1);
    expect(await client.received()).toEqual([]);
    api.clock.pass(1);
    expect(await client.closed).toBe(1000);
  });

  test('outlives the key it was opened with; a new subscription by that key is refused', async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api);
    await client.start('1', SUBSCRIPTION, { 'x-api-key': api.apiKey });
    api.clock.pass(2 * 60 * 60 * 1000);
    await api.query('mutation { set(v: 1) { v } }', {}, SIGNED);
    expect(await client.next()).toEqual({ id: '1', type: 'data', payload: { data: { onSet: { v: 1 } } } });
    expect(await client.start('2', SUBSCRIPTION, { 'x-api-key': api.apiKey })).toMatchObject({
      type: 'error',
      id: '2',
      payload: { errors: [{ errorType: 'UnauthorizedException', errorCode: 401 }] },
    });
    expect(await client.received()).toEqual([]);
  });

  test('leaves no timer behind when it ends', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const api = await start();
    const client = await RealtimeClient.ready(api);
    expect(vi.getTimerCount()).toBe(1);
    client.socket.close();
    await client.closed;
    await eventually(() => expect(vi.getTimerCount()).toBe(0));
    const refused = RealtimeClient.connect(api, { 'x-api-key': 'wrong' });
    await refused.closed;
    await eventually(() => expect(vi.getTimerCount()).toBe(0));
  });

  test.each<[message: unknown, expected: unknown]>([
    ['not json', { errorType: 'UnsupportedOperation' }],
    [{ type: 'subscribe', id: '1' }, { errorType: 'UnsupportedOperation' }],
    [{ type: 'start' }, { errorType: 'UnsupportedOperation' }],
    [
      { type: 'stop', id: 'gone' },
      { errorType: 'UnknownOperationError', message: 'Unknown operation id gone' },
    ],
    [{ type: 'start', id: '1', payload: {} }, UNKNOWN],
    [{ type: 'start', id: '1', payload: { data: '{}' } }, UNKNOWN],
    [{ type: 'start', id: '1', payload: { data: '[]' } }, UNKNOWN],
    [
      { type: 'start', id: '1', payload: { data: JSON.stringify({ query: SUBSCRIPTION }) } },
      { errorType: 'UnauthorizedException', errorCode: 401 },
    ],
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
