/** An error as the API answers it. */
export interface ApiError {
  readonly message: string;
  readonly errorType: string | null;
  readonly errorInfo: unknown;
  readonly path: readonly (string | number)[] | null;
}

export interface Answer<Data> {
  readonly status: number;
  readonly data: Data | null;
  readonly errors: readonly ApiError[];
}

/** Sends GraphQL over HTTP as one caller. */
export interface Client {
  /** Whatever is answered, errors included. */
  readonly ask: <Data>(document: string, variables?: Record<string, unknown>) => Promise<Answer<Data>>;
  /** The data; throws where the answer has an error. */
  readonly run: <Data>(document: string, variables?: Record<string, unknown>) => Promise<Data>;
  /** The first error; throws where there is none. */
  readonly refusal: (document: string, variables?: Record<string, unknown>) => Promise<ApiError>;
}

export function headerClient(url: string, headers: Readonly<Record<string, string>>): Client {
  const ask = async <Data>(query: string, variables: Record<string, unknown> = {}): Promise<Answer<Data>> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as { data?: Data; errors?: ApiError[] };
    return { status: response.status, data: answer.data ?? null, errors: answer.errors ?? [] };
  };
  return {
    ask,
    run: async <Data>(query: string, variables?: Record<string, unknown>) => {
      const { data, errors } = await ask<Data>(query, variables);
      if (errors.length > 0 || data === null) throw new Error(`Refused: ${JSON.stringify(errors)}`);
      return data;
    },
    refusal: async (query, variables) => {
      const { errors, data } = await ask(query, variables);
      const [error] = errors;
      if (!error) throw new Error(`Not refused: ${JSON.stringify(data)}`);
      return error;
    },
  };
}

export function tokenClient(url: string, token: string): Client {
  return headerClient(url, { authorization: token });
}

export function apiKeyClient(url: string, apiKey: string): Client {
  return headerClient(url, { 'x-api-key': apiKey });
}
