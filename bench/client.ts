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

/** Sends GraphQL over HTTP as one person. @throws Error with the API's errors */
export type Caller = <Data>(document: string, variables?: Record<string, unknown>) => Promise<Data>;

/** @param credentials the headers that say who calls */
export function callerOf(url: string, credentials: Readonly<Record<string, string>>, meter: Meter): Caller {
  return async <Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> => {
    const request = JSON.stringify({ query, variables });
    const headers = { ...credentials, 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body: request });
    const response = await answer.text();
    meter.count(request, response);
    const { data, errors } = JSON.parse(response) as { data?: Data | null; errors?: unknown[] };
    if (errors || !data) throw new Error(`The API answered ${answer.status} ${response.slice(0, 500)}`);
    return data;
  };
}
