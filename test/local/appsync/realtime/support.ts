import { expect } from 'vitest';
import type { RunningApi } from '../support/api.ts';
import { RealtimeClient } from '../support/realtime-client.ts';

type Headers = Readonly<Record<string, string>>;

interface SubscribedOptions {
  readonly variables?: object;
  /** Default: the API key. */
  readonly headers?: Headers;
}

/** A client with one subscription, `s`, that has started. */
export async function subscribed(
  api: RunningApi,
  query: string,
  { headers = { 'x-api-key': api.apiKey }, variables }: SubscribedOptions = {},
): Promise<RealtimeClient> {
  const client = await RealtimeClient.ready(api, headers);
  expect(await client.start('s', query, headers, variables)).toEqual({ id: 's', type: 'start_ack' });
  return client;
}

/** What the server answers a start with: `start_ack`, or the first error of its message. */
export async function startAnswer(api: RunningApi, query: string, variables?: object): Promise<unknown> {
  const headers = { 'x-api-key': api.apiKey };
  const client = await RealtimeClient.ready(api, headers);
  const { type, payload } = await client.start('s', query, headers, variables);
  client.socket.close();
  return type === 'start_ack' ? type : (payload as { errors: unknown[] }).errors[0];
}

/** What the subscription `s` has delivered so far: the `payload.data` of its messages. */
export async function delivered(client: RealtimeClient): Promise<unknown[]> {
  const messages = await client.received();
  return messages.map(({ payload }) => (payload as { data: unknown }).data);
}

/** A resolver on a NONE data source whose response handler is `body`, and then returns null. */
export function respond(body: string): string {
  return `import { util, extensions } from '@aws-appsync/utils';
export function request(ctx) { return { payload: null }; }
export function response(ctx) { ${body} return null; }`;
}
