import type { RawData, WebSocket } from 'ws';
import type { Clock } from '../../clock.ts';
import type { LocalRequest } from '../../service.ts';
import type { GraphqlApi } from '../api.ts';
import { unauthorizedCaller } from '../errors.ts';
import type { GraphqlResult } from '../execution/execution.ts';
import { parseGraphqlRequest, type GraphqlRequest } from '../execution/graphql-request.ts';
import { sourceIpOf, viewOf } from '../execution/request-view.ts';
import { isObject } from '../properties.ts';
import { errorsOf, fieldErrors, Refusal, unsupported, type RealtimeError } from './errors.ts';
import { connectionHeaders, vouchedRequest } from './handshake.ts';
import { MESSAGE_LIMIT } from './subscriptions.ts';

/** Within this time of a missing `ka` a client holds the connection for dead. */
const CONNECTION_TIMEOUT_MS = 300_000;
const KEEP_ALIVE_MS = 60_000;
/** AppSync shuts every connection down after a day. */
const LIFE_MS = 24 * 60 * 60 * 1000;
const MAX_SUBSCRIPTIONS = 100;
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
  /** Whether the client may connect. A token that expires later ends nothing: it is looked at now and at each start. */
  readonly #admitted: Promise<boolean>;
  /** By id: what closes it, once it is open. */
  readonly #subscriptions = new Map<string, { close?: () => void }>();
  readonly #keepAlive: NodeJS.Timeout;
  /** Gives up the appointment at which the connection ends. */
  readonly #keepOpen: () => void;
  #initialized = false;

  constructor(api: GraphqlApi, socket: WebSocket, upgrade: LocalRequest, graphqlPath: string, clock: Clock) {
    this.#api = api;
    this.#socket = socket;
    this.#upgrade = upgrade;
    this.#graphqlPath = graphqlPath;
    this.#clock = clock;
    this.#admitted = this.#admit();
    this.#keepAlive = setInterval(() => this.#send({ type: 'ka' }), KEEP_ALIVE_MS).unref();
    this.#keepOpen = clock.at(clock.now() + LIFE_MS, () => socket.close(1000));
    socket.on('message', (data, isBinary) => void this.#receive(data, isBinary));
    socket.on('close', () => this.#closed());
    // A broken frame or one that is too large: `ws` closes the socket itself.
    socket.on('error', () => undefined);
  }

  async #admit(): Promise<boolean> {
    try {
      const headers = connectionHeaders(this.#upgrade);
      const vouched = vouchedRequest(this.#upgrade, headers, `${this.#graphqlPath}/connect`, '{}');
      await this.#api.authentication.caller(vouched);
      return true;
    } catch (error) {
      this.#send({ payload: { errors: errorsOf(error, this.#api.log) }, type: 'connection_error' });
      this.#socket.close(1000);
      return false;
    }
  }

  async #receive(data: RawData, isBinary: boolean): Promise<void> {
    const message = isBinary ? undefined : parse(data);
    if (!(await this.#admitted)) return;
    const id = typeof message?.id === 'string' && message.id !== '' ? message.id : undefined;
    if (message?.type === 'connection_init') {
      this.#initialized = true;
      this.#send({ type: 'connection_ack', payload: { connectionTimeoutMs: CONNECTION_TIMEOUT_MS } });
      this.#send({ type: 'ka' });
    } else if (message?.type === 'start' && id) {
      await this.#start(id, message.payload);
    } else if (message?.type === 'stop' && id) {
      this.#stop(id);
    } else {
      this.#fail(undefined, unsupported('unknown').errors);
    }
  }

  async #start(id: string, payload: unknown): Promise<void> {
    const refusal = this.#refusal(id);
    if (refusal) {
      this.#fail(id, [refusal]);
      return;
    }
    const entry: { close?: () => void } = {};
    this.#subscriptions.set(id, entry);
    try {
      const close = await this.#open(id, payload);
      // It may have been stopped, or the client gone, in the meantime.
      if (this.#subscriptions.get(id) === entry) {
        entry.close = close;
        this.#send({ id, type: 'start_ack' });
      } else {
        close();
      }
    } catch (error) {
      if (this.#subscriptions.get(id) === entry) this.#subscriptions.delete(id);
      this.#fail(id, errorsOf(error, this.#api.log));
    }
  }

  #refusal(id: string): RealtimeError | undefined {
    if (!this.#initialized) {
      return { errorType: 'BadRequestException', message: 'connection_init was not received', errorCode: 400 };
    }
    if (this.#subscriptions.has(id)) {
      return { errorType: 'DuplicatedOperationError', message: `Duplicated operation with id ${id}` };
    }
    if (this.#subscriptions.size < MAX_SUBSCRIPTIONS) return undefined;
    const message = `Max number of ${MAX_SUBSCRIPTIONS} subscriptions reached`;
    return { errorType: 'MaxSubscriptionsReachedError', message };
  }

  /** @returns what closes it */
  async #open(id: string, payload: unknown): Promise<() => void> {
    const { data, extensions } = isObject(payload) ? payload : {};
    const authorization = isObject(extensions) ? extensions['authorization'] : undefined;
    const request = requestOf(data);
    if (!isObject(authorization)) throw unauthorizedCaller('Valid authorization header not provided.');
    const vouched = vouchedRequest(this.#upgrade, authorization, this.#graphqlPath, String(data));
    const caller = await this.#api.authentication.caller(vouched);
    const view = viewOf(caller, { headers: vouched.headers, sourceIp: sourceIpOf(this.#upgrade) }, this.#clock);
    const opened = await this.#api.subscribe(request, caller, view, {
      deliver: (result) => this.#deliver(id, result),
      end: () => this.#invalidated(id),
    });
    if ('errors' in opened) throw new Refusal(...fieldErrors(opened.errors, false));
    return opened.close;
  }

  #deliver(id: string, { data, errors }: GraphqlResult): void {
    const payload = errors ? { data, errors: fieldErrors(errors, true) } : { data };
    this.#send({ id, type: 'data', payload });
  }

  #stop(id: string): void {
    const entry = this.#subscriptions.get(id);
    if (entry) this.#end(id, {});
    else this.#fail(id, [{ errorType: 'UnknownOperationError', message: `Unknown operation id ${id}` }]);
  }

  /** A mutation has invalidated the subscription: AppSync ends it, and closes the whole connection. */
  #invalidated(id: string): void {
    this.#end(id, { payload: { message: 'Subscription complete.' } });
    this.#socket.close(1000);
  }

  #end(id: string, more: { readonly payload?: object }): void {
    this.#subscriptions.get(id)?.close?.();
    this.#subscriptions.delete(id);
    this.#send({ id, type: 'complete', ...more });
  }

  #fail(id: string | undefined, errors: readonly RealtimeError[]): void {
    this.#send({ ...(id ? { id } : {}), type: 'error', payload: { errors } });
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
    this.#keepOpen();
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

/** @throws Refusal for a start message without a GraphQL operation */
function requestOf(data: unknown): GraphqlRequest {
  try {
    return parseGraphqlRequest(typeof data === 'string' ? data : '');
  } catch {
    throw unsupported('unknown');
  }
}
