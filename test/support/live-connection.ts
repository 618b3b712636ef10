import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: { readonly data?: unknown; readonly errors?: readonly { errorType?: string; message?: string }[] };
}

/** What a subscription that has started gives. */
export interface Started {
  /** The next message's data. */
  readonly next: () => Promise<unknown>;
}

/** A WebSocket to AppSync's real-time endpoint, as its protocol has it. */
export class LiveConnection {
  readonly #socket: WebSocket;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #messages: Message[] = [];
  #wake: () => void = () => undefined;
  /** Resolves when the server has ended the connection. */
  readonly closed: Promise<void>;

  private constructor(socket: WebSocket, headers: Readonly<Record<string, string>>) {
    this.#socket = socket;
    this.#headers = headers;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('message', (text: Buffer) => {
      this.#messages.push(JSON.parse(text.toString()) as Message);
      this.#wake();
    });
  }

  /** @param credentials `Authorization` with a token, or `x-api-key` */
  static async open(graphqlUrl: string, credentials: Readonly<Record<string, string>>): Promise<LiveConnection> {
    const headers = { host: new URL(graphqlUrl).host, ...credentials };
    const encoded = Buffer.from(JSON.stringify(headers)).toString('base64url');
    const socket = new WebSocket(`${graphqlUrl.replace(/^http/, 'ws')}/realtime`, ['graphql-ws', `header-${encoded}`]);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const connection = new LiveConnection(socket, headers);
    socket.send(JSON.stringify({ type: 'connection_init' }));
    await connection.#take(({ type }) => type === 'connection_ack' || type === 'connection_error');
    return connection;
  }

  /** Subscribes. Rejects with the error's type and message where that is refused. */
  async start(query: string, variables: Record<string, unknown>): Promise<Started> {
    const id = randomUUID();
    this.#socket.send(
      JSON.stringify({
        id,
        type: 'start',
        payload: {
          data: JSON.stringify({ query, variables }),
          extensions: { authorization: this.#headers },
        },
      }),
    );
    const answer = await this.#take((message) => message.id === id && ['start_ack', 'error'].includes(message.type));
    if (answer.type === 'error') {
      const [error] = answer.payload?.errors ?? [];
      throw new Error(`${error?.errorType}: ${error?.message}`);
    }
    return {
      next: async () => (await this.#take((message) => message.id === id && message.type === 'data')).payload?.data,
    };
  }

  /** Data that has arrived and nobody has taken. */
  received(): unknown[] {
    return this.#messages.filter(({ type }) => type === 'data').map(({ payload }) => payload?.data);
  }

  close(): void {
    this.#socket.close();
  }

  async #take(wanted: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const index = this.#messages.findIndex(wanted);
      const [message] = index >= 0 ? this.#messages.splice(index, 1) : [];
      if (message) return message;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
