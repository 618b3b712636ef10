import { expect, vi, onTestFinished } from 'vitest';
import { documented } from '../../support/documented.ts';
import { none, startApi, type RunningApi } from '../support/api.ts';
import { RealtimeClient, type Message } from '../support/realtime-client.ts';

const PAGE = 'appsync/latest/devguide/real-time-websocket-client.html';
const SCHEMA = `
  type Query { a: Int }
  type Mutation @aws_api_key @aws_iam @aws_cognito_user_pools { createMessage(message: String): Message }
  type Message @aws_api_key @aws_iam @aws_cognito_user_pools { message: String }
  type Subscription @aws_api_key @aws_iam @aws_cognito_user_pools {
    onCreateMessage: Message @aws_subscribe(mutations: ["createMessage"])
  }`;
const ON_MESSAGE = 'subscription { onCreateMessage { __typename message } }';
const UUID = 'ee849ef0-cf23-4cb8-9fcb-152ae4fd1e69';
const SIGNED = { Authorization: 'AWS4-HMAC-SHA256 Credential=local/20200401/us-east-1/appsync/aws4_request' };

const start = (): Promise<RunningApi> =>
  startApi({ schema: SCHEMA, resolvers: { 'Mutation.createMessage': none('ctx.args') } });
const byKey = ({ apiKey }: RunningApi) => ({ 'x-api-key': apiKey });
const socketUrl = ({ url }: RunningApi): string => `${url.replace('http', 'ws')}/graphql/realtime`;
const encode = (value: unknown, alphabet: 'base64' | 'base64url'): string =>
  Buffer.from(JSON.stringify(value)).toString(alphabet);
const create = (api: RunningApi, message = 'test') =>
  api.query(`mutation { createMessage(message: "${message}") { message } }`);

async function connected(client: RealtimeClient): Promise<Message> {
  const answer = await client.initialize();
  client.socket.close();
  return answer;
}

documented(PAGE, 'Headers via query string', async () => {
  const api = await start();
  const header = encodeURIComponent(encode({ host: 'local', ...byKey(api) }, 'base64'));
  const client = new RealtimeClient(`${socketUrl(api)}?header=${header}&payload=e30=`, ['graphql-ws']);
  expect(await connected(client)).toMatchObject({ type: 'connection_ack' });
});

documented(PAGE, 'Headers via Sec-WebSocket-Protocol', async () => {
  const api = await start();
  const client = new RealtimeClient(socketUrl(api), [
    'graphql-ws',
    `header-${encode({ host: 'local', ...byKey(api) }, 'base64url')}`,
  ]);
  expect(await connected(client)).toMatchObject({ type: 'connection_ack' });
});

documented(
  PAGE,
  'Headers can be passed as standard HTTP headers in the connection request, similar to how headers are passed for GraphQL queries and mutations to AWS AppSync.',
  async () => {
    const api = await start();
    const client = new RealtimeClient(socketUrl(api), ['graphql-ws'], byKey(api));
    expect(await connected(client)).toMatchObject({ type: 'connection_ack' });
    const wrong = new RealtimeClient(socketUrl(api), ['graphql-ws'], { 'x-api-key': 'wrong' });
    expect(await wrong.next()).toMatchObject({ type: 'connection_error' });
  },
);

documented(PAGE, 'Payload is needed only if headers are provided using query string', async () => {
  const api = await start();
  const header = encodeURIComponent(encode({ host: 'local', ...byKey(api) }, 'base64'));
  const client = new RealtimeClient(`${socketUrl(api)}?header=${header}`, ['graphql-ws']);
  expect(await client.next()).toMatchObject({ type: 'connection_error' });
});

documented(
  PAGE,
  '"host": <string>: The host for the AWS AppSync GraphQL endpoint or your custom domain name.',
  async () => {
    const api = await start();
    const without = `header-${encode(byKey(api), 'base64url')}`;
    const client = new RealtimeClient(socketUrl(api), ['graphql-ws', without]);
    expect(await client.next()).toMatchObject({ type: 'connection_error', payload: { errors: [{ errorCode: 400 }] } });
  },
);

documented(PAGE, 'The header can use a Bearer scheme.', async () => {
  const api = await start();
  for (const Authorization of ['student', 'Bearer student']) {
    expect(await connected(RealtimeClient.connect(api, { Authorization }))).toMatchObject({ type: 'connection_ack' });
  }
});

documented(
  PAGE,
  'The SigV4 signing HTTP request includes a canonical URL, which is the AWS AppSync GraphQL endpoint with /connect appended.',
  async () => {
    const api = await start();
    const authenticate = vi.spyOn(api.ports, 'authenticate');
    await RealtimeClient.ready(api, SIGNED);
    expect(authenticate.mock.calls).toHaveLength(1);
    expect(authenticate.mock.calls[0]?.[0]).toMatchObject({
      method: 'POST',
      path: '/graphql/connect',
      raw: { url: '/graphql/connect' },
      body: Buffer.from('{}'),
    });
  },
);

documented(
  PAGE,
  'The SigV4 signature does not need /connect to be appended to the URL, and the JSON stringified GraphQL operation replaces data.',
  async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api, SIGNED);
    const authenticate = vi.spyOn(api.ports, 'authenticate');
    expect(await client.start(UUID, ON_MESSAGE, SIGNED)).toMatchObject({ type: 'start_ack' });
    expect(authenticate.mock.calls[0]?.[0]).toMatchObject({
      method: 'POST',
      path: '/graphql',
      raw: { url: '/graphql' },
      body: Buffer.from(JSON.stringify({ query: ON_MESSAGE, variables: {} })),
    });
  },
);

documented(
  PAGE,
  'A single WebSocket connection supports multiple subscriptions, even if they are in different authorization modes.',
  async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api);
    const modes = [byKey(api), { Authorization: 'student' }, SIGNED];
    for (const [index, headers] of modes.entries()) {
      expect(await client.start(`s${index}`, ON_MESSAGE, headers)).toEqual({ type: 'start_ack', id: `s${index}` });
    }
    await create(api);
    expect((await client.received()).map(({ id }) => id)).toEqual(['s0', 's1', 's2']);
  },
);

documented(
  PAGE,
  'This message includes a connectionTimeoutMs parameter, which is the maximum wait time in milliseconds for a "ka" (keep-alive) message.',
  async () => {
    expect(await connected(RealtimeClient.connect(await start()))).toEqual({
      type: 'connection_ack',
      payload: { connectionTimeoutMs: 300_000 },
    });
  },
);

documented(PAGE, 'AWS AppSync sends "ka" messages periodically.', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const client = await RealtimeClient.ready(await start());
  const seen: string[] = [];
  client.socket.on('message', (data) => seen.push((data as Buffer).toString()));
  // Within connectionTimeoutMs.
  vi.advanceTimersByTime(300_000);
  await client.received();
  expect(seen).toContain('{"type":"ka"}');
});

documented(
  PAGE,
  'AWS AppSync keeps sending these messages and servicing the registered subscriptions until it shuts down the connection automatically (after 24 hours).',
  async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api, SIGNED);
    await client.start(UUID, ON_MESSAGE, SIGNED);
    api.clock.pass(23 * 3_600_000);
    await api.query(
      'mutation { createMessage(message: "late") { message } }',
      {},
      { authorization: SIGNED.Authorization },
    );
    expect(await client.next()).toMatchObject({ type: 'data', id: UUID });
    api.clock.pass(3_600_000);
    await client.closed;
  },
);

documented(PAGE, 'The type field is the only required field; the id and payload fields are optional.', async () => {
  const client = await RealtimeClient.ready(await start());
  client.send({ type: 'connection_init' });
  expect(await client.next()).toMatchObject({ type: 'connection_ack' });
  client.send({ id: UUID });
  expect(await client.next()).toMatchObject({ type: 'error' });
});

documented(
  PAGE,
  'This ID must be unique for each subscription, otherwise the server returns an error indicating that the subscription ID is duplicated.',
  async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api);
    await client.start(UUID, ON_MESSAGE, byKey(api));
    expect(await client.start(UUID, ON_MESSAGE, byKey(api))).toMatchObject({
      type: 'error',
      id: UUID,
      payload: { errors: [{ errorType: 'DuplicatedOperationError' }] },
    });
    await create(api);
    expect(await client.received()).toHaveLength(1);
  },
);

documented(
  PAGE,
  '"data": <string>: A stringified JSON object that contains a GraphQL query and variables.',
  async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api);
    const authorization = { host: 'local', ...byKey(api) };
    const payload = { data: { query: ON_MESSAGE, variables: {} }, extensions: { authorization } };
    client.send({ id: UUID, type: 'start', payload });
    expect(await client.next()).toMatchObject({ type: 'error' });
    client.send({ id: UUID, type: 'start', payload: { ...payload, data: JSON.stringify(payload.data) } });
    expect(await client.next()).toMatchObject({ type: 'start_ack' });
  },
);

documented(
  PAGE,
  '"authorization": <Object>: An object that contains the fields required for authorization.',
  async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api);
    for (const [credentials, type] of [
      [{}, 'error'],
      [{ 'x-api-key': 'wrong' }, 'error'],
      [{ Authorization: 'expired' }, 'error'],
      [byKey(api), 'start_ack'],
    ] as const) {
      expect(await client.start(UUID, ON_MESSAGE, credentials)).toMatchObject({ type });
    }
  },
);

documented(PAGE, 'The start_ack message indicates that the subscription is successful.', async () => {
  const api = await start();
  const client = await RealtimeClient.ready(api);
  expect(await client.start(UUID, ON_MESSAGE, byKey(api))).toEqual({ type: 'start_ack', id: UUID });
  await create(api);
  expect(await client.received()).toHaveLength(1);
});

documented(
  PAGE,
  'If connection init or subscription registration fails, or if a subscription is ended from the server, the server sends an error message to the client.',
  async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api);
    expect(await client.start(UUID, 'subscription { gone }', byKey(api))).toEqual({
      type: 'error',
      id: UUID,
      payload: { errors: [{ message: expect.stringContaining('FieldUndefined') as unknown }] },
    });
  },
);

documented(
  PAGE,
  'If the error happens during connection init time, the connection will be closed by the server.',
  async () => {
    const client = RealtimeClient.connect(await start(), { Authorization: 'expired' });
    expect(await client.next()).toEqual({
      type: 'connection_error',
      payload: { errors: [{ errorType: 'UnauthorizedException', message: 'Token has expired.', errorCode: 401 }] },
    });
    await client.closed;
  },
);

documented(
  PAGE,
  'When a client submits a mutation, AWS AppSync identifies all of the subscribers interested in it and sends a "type":"data" message to each using the corresponding subscription id from the "start" subscription operation.',
  async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api);
    await client.start(UUID, ON_MESSAGE, byKey(api));
    await create(api);
    expect(await client.next()).toEqual({
      type: 'data',
      id: UUID,
      payload: { data: { onCreateMessage: { __typename: 'Message', message: 'test' } } },
    });
  },
);

documented(
  PAGE,
  'After the client receives the confirmation message, it receives no more messages for this particular subscription.',
  async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api);
    for (const id of [UUID, 'other']) await client.start(id, ON_MESSAGE, byKey(api));
    client.send({ type: 'stop', id: UUID });
    expect(await client.next()).toEqual({ type: 'complete', id: UUID });
    await create(api);
    expect((await client.received()).map(({ id }) => id)).toEqual(['other']);
  },
);
