import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { AwsError } from '../errors.ts';

const TARGET = 'DynamoDB_20120810';

/** Enough to keep an engine busy; more would only wait inside it. */
const MAX_SOCKETS = 64;

/** Speaks DynamoDB's protocol to an engine over connections that stay open: a tenth of what the SDK costs a call. */
export class EngineClient {
  readonly endpoint: URL;
  readonly #agent: HttpAgent;
  readonly #request: typeof httpRequest;
  readonly #headers: Readonly<Record<string, string>>;
  #underWay = 0;
  #onQuiet: (() => void) | undefined;

  constructor(endpoint: string, region: string) {
    this.endpoint = new URL(endpoint);
    const secure = this.endpoint.protocol === 'https:';
    this.#agent = new (secure ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: MAX_SOCKETS });
    this.#request = secure ? httpsRequest : httpRequest;
    // Local engines want the form of a signature and don't check it. The key and region name a database in some.
    const scope = `local/20260101/${region}/dynamodb/aws4_request`;
    this.#headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20260101T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
    };
  }

  /** @throws AwsError with the engine's code, message and further members */
  async call(operation: string, input: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
    this.#underWay += 1;
    try {
      const { status, body } = await this.#send(operation, Buffer.from(JSON.stringify(input)));
      const answer = parse(body);
      if (status === 200 && answer) return answer;
      throw errorOf(status, answer);
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#onQuiet?.();
    }
  }

  /** Waits for the calls under way, then closes the connections. */
  async close(): Promise<void> {
    if (this.#underWay > 0) await new Promise<void>((resolve) => (this.#onQuiet = resolve));
    this.#agent.destroy();
  }

  #send(operation: string, body: Buffer, isRetry = false): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const headers = { ...this.#headers, 'x-amz-target': `${TARGET}.${operation}`, 'content-length': body.length };
      const request = this.#request(this.endpoint, { agent: this.#agent, method: 'POST', headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 500, body: Buffer.concat(chunks).toString('utf8') }),
        );
      });
      request.setNoDelay(true);
      request.on('error', (error: NodeJS.ErrnoException) => {
        // The engine closed a connection that had been idle, before it saw this request.
        const unseen = request.reusedSocket && error.code === 'ECONNRESET' && !isRetry;
        if (unseen) this.#send(operation, body, true).then(resolve, reject);
        else reject(new AwsError('InternalServerError', `${this.endpoint.origin}: ${error.message}`, 500));
      });
      request.end(body);
    });
  }
}

function parse(body: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function errorOf(status: number, answer: Record<string, unknown> | undefined): AwsError {
  const { __type: type, message, Message, ...details } = answer ?? {};
  const code = typeof type === 'string' ? type.slice(type.indexOf('#') + 1) : 'InternalServerError';
  const text = [message, Message].find((each) => typeof each === 'string') ?? '';
  return new AwsError(code, text, status === 200 ? 500 : status, details);
}
