import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { readBody } from './body.ts';
import { allowCrossOrigin, answerPreflight } from './cors.ts';
import { AwsError, DeploymentError } from './errors.ts';
import type { LocalRequest, Service } from './service.ts';

/** What may answer a request: the first that does, in order. */
export type Handler = Pick<Service, 'handle' | 'upgrade' | 'readsBody' | 'preflight'>;

export interface ServerOptions {
  /** What to do about a port in use: a sentence that ends the message. */
  readonly portHint?: string;
  /** The cloud's time, in milliseconds since the epoch. Default: the machine's. */
  readonly now?: () => number;
  /** Receives a failure that is no AwsError: a defect. */
  readonly onDefect: (request: string, error: unknown) => void;
}

/** The one port of the local cloud, on 127.0.0.1. Until it is opened it answers 503 where no handler does. */
export class Server {
  readonly #options: ServerOptions;
  readonly #http: HttpServer;
  readonly #upgraded = new Set<Duplex>();
  #handlers: readonly Handler[];
  #open = false;

  /** @param early answer from the start; `open` adds the rest behind them */
  constructor(early: readonly Handler[], options: ServerOptions) {
    this.#handlers = early;
    this.#options = options;
    this.#http = createServer((incoming, response) => void this.#answer(incoming, response));
    this.#http.on('upgrade', (incoming: IncomingMessage, socket, head) => this.#upgrade(incoming, socket, head));
    // Longer than clients keep idle connections, so that none is closed under a request.
    this.#http.keepAliveTimeout = 75_000;
  }

  /**
   * @param port 0: any free one
   * @returns the port
   * @throws DeploymentError when it is in use
   */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#http.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EADDRINUSE') return reject(error);
        const { portHint } = this.#options;
        const message = [`Port ${port} is in use.`, ...(portHint ? [portHint] : [])].join(' ');
        reject(new DeploymentError(message, { cause: error }));
      });
      this.#http.listen(port, '127.0.0.1', () => resolve((this.#http.address() as AddressInfo).port));
    });
  }

  open(handlers: readonly Handler[]): void {
    this.#handlers = [...this.#handlers, ...handlers];
    this.#open = true;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#http.close(resolve));
    this.#http.closeAllConnections();
    for (const socket of this.#upgraded) socket.destroy();
    await closed;
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      allowCrossOrigin(response);
      response.setHeader('x-amzn-requestid', randomUUID());
      // A function lives by the cloud's clock: by the machine's date its SDK would "correct" the date of what it signs.
      if (incoming.headers['x-amz-security-token']) {
        response.setHeader('date', new Date(this.#options.now?.() ?? Date.now()).toUTCString());
      }
      const unread = localRequest(incoming, Buffer.alloc(0));
      if (incoming.method === 'OPTIONS') {
        if (!this.#handlers.some((handler) => handler.preflight?.(unread, response)))
          answerPreflight(incoming, response);
        return;
      }
      const isStreamed = this.#handlers.some((handler) => handler.readsBody?.(unread));
      const request = isStreamed ? unread : { ...unread, body: await readBody(incoming) };
      for (const handler of this.#handlers) {
        if (await handler.handle?.(request, response)) return;
      }
      answerError(response, this.#nobody(request));
    } catch (error) {
      // The client is gone: nobody to answer.
      if (incoming.readableAborted) return;
      answerError(response, this.#asAwsError(`${incoming.method} ${incoming.url}`, error));
    }
  }

  #nobody({ method, path }: LocalRequest): AwsError {
    if (!this.#open) return new AwsError('ServiceUnavailableException', 'The local cloud is still deploying.', 503);
    return new AwsError('UnknownOperationException', `No service of the local cloud answers ${method} ${path}.`, 404);
  }

  #asAwsError(request: string, error: unknown): AwsError {
    if (error instanceof AwsError) return error;
    this.#options.onDefect(request, error);
    return new AwsError('InternalFailure', 'The local cloud failed; its log says why.', 500);
  }

  #upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#upgraded.add(socket);
    socket.once('close', () => this.#upgraded.delete(socket));
    // A reset connection is the client's affair.
    socket.on('error', () => socket.destroy());
    const request = localRequest(incoming, Buffer.alloc(0));
    try {
      if (this.#handlers.some((handler) => handler.upgrade?.(request, socket, head))) return;
      refuseUpgrade(socket, this.#nobody(request).status);
    } catch (error) {
      refuseUpgrade(socket, this.#asAwsError(`upgrade ${incoming.url}`, error).status);
    }
  }
}

function localRequest(raw: IncomingMessage, body: Buffer): LocalRequest {
  const target = raw.url ?? '/';
  const [path = '/'] = target.split('?', 1);
  const headers = Object.entries(raw.headers).map(([name, value = '']) => [name, [value].flat().join(', ')] as const);
  return {
    raw,
    method: raw.method ?? 'GET',
    path,
    query: new URLSearchParams(target.slice(path.length)),
    headers: Object.fromEntries(headers),
    body,
  };
}

/** In the shape that AWS's JSON protocols have in common. */
function answerError(response: ServerResponse, error: AwsError): void {
  if (response.headersSent) return void response.destroy();
  response.statusCode = error.status;
  response.setHeader('content-type', 'application/json');
  response.setHeader('x-amzn-errortype', error.code);
  // An unread body makes the connection useless for a next request.
  if (error.status === 413) response.setHeader('connection', 'close');
  response.end(JSON.stringify({ __type: error.code, message: error.message, ...error.details }));
}

function refuseUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
