import type { RawData, WebSocket } from 'ws';
import type { Clock } from '../../clock.ts';
import { AwsError } from '../../errors.ts';
import type { LocalRequest } from '../../service.ts';
import type { GraphqlApi } from '../api.ts';
import { parseGraphqlRequest } from '../execution/graphql-request.ts';
import { sourceIpOf, viewOf } from '../execution/request-view.ts';
import { isObject } from '../properties.ts';
import { connectionHeaders, vouchedRequest } from './handshake.ts';

/** Within this time of a missing `ka` a client holds the connection for dead. */
const CONNECTION_TIMEOUT_MS = 300_000;
const KEEP_ALIVE_MS = 60_000;
const MAX_SUBSCRIPTIONS = 100;
/** AppSync's limit of a message, in bytes. */
export const MESSAGE_LIMIT = 240 * 1024;
/** A client that doesn't read isn't waited for. */
const BUFFER_LIMIT = 16 * 1024 * 1024;

interface Message {
  readonly type?: unknown;
  readonly id?: unknown;
  readonly payload?: unknown;
}

/** One WebSocket of AppSync's real-time protocol, as "Building a real-time WebSocket client" in AWS's guide tells it. */
export class Connection {
  readonly #api: GraphqlApi;
  readonly #socket: WebSocket;
  readonly #upgrade: LocalRequest;
  readonly #graphqlPath: string;
  readonly #clock: Clock;
  readonly #authenticated: Promise<unknown>;
  /** By id: what closes it, once it is open. */
  readonly #subscriptions = new Map<string, { close?: () => void }>();
  readonly #keepAlive: NodeJS.Timeout;
  #initialized = false;

  constructor(api: GraphqlApi, socket: WebSocket, upgrade: LocalRequest, graphqlPath: string, clock: Clock) {
    this.#api = api;
    this.#socket = socket;
    this.#upgrade = upgrade;
    this.#graphqlPath = graphqlPath;
    this.#clock = clock;
    this.#authenticated = this.#authenticate();
    // Whoever waits for it hears of its failure; a client that sends nothing is told nothing.
    this.#authenticated.catch(() => undefined);
    this.#keepAlive = setInterval(() => this.#send({ type: 'ka' }), KEEP_ALIVE_MS).unref();
    socket.on('message', (data, isBinary) => void this.#receive(data, isBinary));
    socket.on('close', () => this.#closed());
    // A broken frame or one that is too large: `ws` closes the socket itself.
    socket.on('error', () => undefined);
  }

  async #authenticate(): Promise<void> {
    const headers = connectionHeaders(this.#upgrade);
    await this.#api.authentication.caller(vouchedRequest(this.#upgrade, headers, `${this.#graphqlPath}/connect`, '{}'));
  }

  async #receive(data: RawData, isBinary: boolean): Promise<void> {
    const message = isBinary ? undefined : parse(data);
    try {
      await this.#authenticated;
    } catch (error) {
      this.#send({ type: 'connection_error', payload: { errors: [this.#errorOf(error)] } });
      this.#socket.close(1000);
      return;
    }
    const id = typeof message?.id === 'string' ? message.id : undefined;
    if (message?.type === 'connection_init') {
      this.#initialized = true;
      this.#send({ type: 'connection_ack', payload: { connectionTimeoutMs: CONNECTION_TIMEOUT_MS } });
      this.#send({ type: 'ka' });
    } else if (message?.type === 'start' && id) {
      await this.#start(id, message.payload);
    } else if (message?.type === 'stop' && id) {
      this.#end(id);
    } else {
      const kind = typeof message?.type === 'string' ? message.type : 'unknown';
      const reason = `${kind} not supported through the realtime channel`;
      this.#fail(id, { errorType: 'UnsupportedOperation', message: reason });
    }
  }

  async #start(id: string, payload: unknown): Promise<void> {
    if (!this.#initialized) {
      this.#fail(id, { errorType: 'BadRequestException', message: 'connection_init was not received' });
      return;
    }
    if (this.#subscriptions.has(id)) {
      this.#fail(id, { errorType: 'DuplicatedOperationError', message: `The id ${id} is in use` });
      return;
    }
    if (this.#subscriptions.size >= MAX_SUBSCRIPTIONS) {
      const message = `Max number of ${MAX_SUBSCRIPTIONS} subscriptions reached`;
      this.#fail(id, { errorType: 'MaxSubscriptionsReachedError', message });
      return;
    }
    const entry: { close?: () => void } = {};
    this.#subscriptions.set(id, entry);
    const opened = await this.#open(id, payload).catch((error: unknown) => ({ errors: [this.#errorOf(error)] }));
    // It may have been stopped, or the client gone, in the meantime.
    const wanted = this.#subscriptions.get(id) === entry;
    if ('errors' in opened) {
      if (wanted) this.#subscriptions.delete(id);
      this.#fail(id, ...opened.errors);
    } else if (wanted) {
      entry.close = opened.close;
      this.#send({ type: 'start_ack', id });
    } else {
      opened.close();
    }
  }

  async #open(id: string, payload: unknown): ReturnType<GraphqlApi['subscribe']> {
    const { data, extensions } = isObject(payload) ? payload : {};
    const authorization = isObject(extensions) ? extensions['authorization'] : undefined;
    if (typeof data !== 'string') throw new AwsError('BadRequestException', 'Missing subscription data.');
    if (!isObject(authorization)) throw new AwsError('UnauthorizedException', 'Missing authorization header.', 401);
    const vouched = vouchedRequest(this.#upgrade, authorization, this.#graphqlPath, data);
    const caller = await this.#api.authentication.caller(vouched);
    const view = viewOf(caller, { headers: vouched.headers, sourceIp: sourceIpOf(this.#upgrade) }, this.#clock);
    return this.#api.subscribe(parseGraphqlRequest(data), caller, view, {
      deliver: (result) => this.#send({ id, type: 'data', payload: result }),
      end: () => this.#end(id),
    });
  }

  #end(id: string): void {
    this.#subscriptions.get(id)?.close?.();
    this.#subscriptions.delete(id);
    this.#send({ type: 'complete', id });
  }

  #fail(id: string | undefined, ...errors: object[]): void {
    this.#send({ type: 'error', ...(id ? { id } : {}), payload: { errors } });
  }

  #errorOf(error: unknown): object {
    if (error instanceof AwsError) return { errorType: error.code, message: error.message, errorCode: error.status };
    this.#api.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { errorType: 'InternalFailure', message: 'An internal failure occurred.', errorCode: 500 };
  }

  #send(message: Readonly<Record<string, unknown>>): void {
    const text = JSON.stringify(message);
    if (Buffer.byteLength(text) > MESSAGE_LIMIT) {
      this.#api.log(`A message of ${text.length} characters is over the limit of ${MESSAGE_LIMIT} bytes: not sent`);
      return;
    }
    if (this.#socket.bufferedAmount > BUFFER_LIMIT) this.#socket.terminate();
    else if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(text);
  }

  #closed(): void {
    clearInterval(this.#keepAlive);
    for (const { close } of this.#subscriptions.values()) close?.();
    this.#subscriptions.clear();
  }
}

/** `ws` hands text messages over as one buffer. */
function parse(data: RawData): Message | undefined {
  try {
    const message: unknown = JSON.parse((data as Buffer).toString());
    return isObject(message) ? message : undefined;
  } catch {
    return undefined;
  }
}
