import { WebSocket } from 'ws';
import { onTestFinished } from 'vitest';
import type { RunningApi } from './api.ts';

export type Message = Readonly<Record<string, unknown>> & { readonly type: string; readonly id?: string };
type Headers = Readonly<Record<string, string>>;

/** A client that speaks AppSync's real-time protocol by hand. */
export class RealtimeClient {
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
  readonly #received: Message[] = [];
  readonly #waiting: ((message: Message) => void)[] = [];

  /** @param headers of the upgrade request */
  constructor(url: string, protocols: string[], headers: Headers = {}) {
    this.socket = new WebSocket(url, protocols, { headers });
    this.socket.on('message', (data) => {
      const message = JSON.parse((data as Buffer).toString()) as Message;
      if (message.type === 'ka') return;
      const next = this.#waiting.shift();
      if (next) next(message);
      else this.#received.push(message);
    });
    this.closed = new Promise((resolve) => this.socket.on('close', resolve));
    this.socket.on('error', () => undefined);
    onTestFinished(() => this.socket.terminate());
  }

  /** With the headers in a subprotocol, as today's clients give them. */
  static connect(api: RunningApi, headers: Headers = { 'x-api-key': api.apiKey }): RealtimeClient {
    const encoded = Buffer.from(JSON.stringify({ host: 'local', ...headers })).toString('base64url');
    return new RealtimeClient(`${api.url.replace('http', 'ws')}/graphql/realtime`, ['graphql-ws', `header-${encoded}`]);
  }

  static async ready(api: RunningApi, headers?: Headers): Promise<RealtimeClient> {
    const client = RealtimeClient.connect(api, headers);
    await client.initialize();
    return client;
  }

  async initialize(): Promise<Message> {
    await new Promise((resolve) => this.socket.once('open', resolve));
    this.send({ type: 'connection_init' });
    return this.next();
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The next message that isn't a keep-alive. */
  next(): Promise<Message> {
    const message = this.#received.shift();
    return message ? Promise.resolve(message) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Sends a start, and returns what came for it. */
  async start(id: string, query: string, authorization: Headers, variables = {}): Promise<Message> {
    const data = JSON.stringify({ query, variables });
    this.send({
      id,
      type: 'start',
      payload: { data, extensions: { authorization: { host: 'local', ...authorization } } },
    });
    return this.next();
  }

  /** What came up to now: whatever the server sent before it answers this. */
  async received(): Promise<Message[]> {
    this.send({ type: 'stop', id: 'marker' });
    const messages: Message[] = [];
    for (let message = await this.next(); message.id !== 'marker'; message = await this.next()) messages.push(message);
    return messages;
  }
}
