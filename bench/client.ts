import { Agent, request, type OutgoingHttpHeaders } from 'node:http';

/** Counts what callers send and get. */
export class Meter {
  #calls = 0;
  #requestBytes = 0;
  #responseBytes = 0;

  count(request: string, response: string): void {
    this.#calls += 1;
    this.#requestBytes += Buffer.byteLength(request);
    this.#responseBytes += Buffer.byteLength(response);
  }

  /** Calls, and bytes of the bodies in UTF-8, uncompressed. */
  read() {
    return { clientCalls: this.#calls, requestBytes: this.#requestBytes, responseBytes: this.#responseBytes };
  }

  clear(): void {
    this.#calls = this.#requestBytes = this.#responseBytes = 0;
  }
}

/** As many connections as there are callers at once, for as long as it takes: `fetch` gives up one that waits ten seconds. */
const agent = new Agent({ keepAlive: true });

function post(url: string, headers: OutgoingHttpHeaders, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      // The server has closed a connection that was idle, before this request was on it.
      if (sent.reusedSocket && error.code === 'ECONNRESET') post(url, headers, body).then(resolve, reject);
      else reject(error);
    });
    sent.end(body);
  });
}

/** Sends GraphQL over HTTP as one person. @throws Error with the API's errors */
export type Caller = <Data>(document: string, variables?: Record<string, unknown>) => Promise<Data>;

/** @param credentials the headers that say who calls */
export function callerOf(url: string, credentials: Readonly<Record<string, string>>, meter: Meter): Caller {
  return async <Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> => {
    const body = JSON.stringify({ query, variables });
    const answer = await post(url, { ...credentials, 'content-type': 'application/json' }, body);
    const response = answer.text;
    meter.count(body, response);
    const { data, errors } = JSON.parse(response) as { data?: Data | null; errors?: unknown[] };
    if (errors || !data) throw new Error(`The API answered ${answer.status} ${response.slice(0, 500)}`);
    return data;
  };
}
