import type { Backend } from './backend.ts';

/** What an operation cost. Requests are those of resolvers and functions to services; units are DynamoDB's. */
export interface Figures {
  readonly clientCalls: number;
  readonly requests: number;
  /** Waves: requests that wait for one another. */
  readonly depth: number;
  readonly rcu: number;
  readonly wcu: number;
  /** Read units of what follows once the answer is out. */
  readonly rcuAfter: number;
  readonly wcuAfter: number;
  /** Invocations of functions, those that follow included. */
  readonly functions: number;
  /** Bytes of the GraphQL bodies. */
  readonly requestBytes: number;
  readonly responseBytes: number;
}

export type Figure = keyof Figures;

export const FIGURES: readonly Figure[] = [
  'clientCalls',
  'requests',
  'depth',
  'rcu',
  'wcu',
  'rcuAfter',
  'wcuAfter',
  'functions',
  'requestBytes',
  'responseBytes',
];

interface Usage {
  readonly requests: number;
  readonly depth: number;
  readonly rcu: number;
  readonly wcu: number;
  readonly byOperation: Readonly<Record<string, { readonly requests: number } | undefined>>;
}

/** Runs the operation alone, from a backend at rest to a backend at rest. */
export async function measure({ url, meter }: Backend, operation: () => Promise<void>): Promise<Figures> {
  await pull(url, 'POST', 'idle');
  await pull(url, 'DELETE', 'usage');
  meter.clear();
  await operation();
  const answered = await pull<Usage>(url, 'GET', 'usage');
  const sent = meter.read();
  await pull(url, 'POST', 'idle');
  const settled = await pull<Usage>(url, 'GET', 'usage');
  return {
    clientCalls: sent.clientCalls,
    requests: answered.requests,
    depth: answered.depth,
    rcu: answered.rcu,
    wcu: answered.wcu,
    rcuAfter: settled.rcu - answered.rcu,
    wcuAfter: settled.wcu - answered.wcu,
    functions: settled.byOperation['lambda:Invoke']?.requests ?? 0,
    requestBytes: sent.requestBytes,
    responseBytes: sent.responseBytes,
  };
}

/** Waits for all that follows from what has been written, however much it is. */
export async function atRest({ url }: Backend): Promise<void> {
  while (!(await pull<{ idle: boolean }>(url, 'POST', 'idle')).idle);
}

async function pull<Answer>(url: string, method: string, lever: string): Promise<Answer> {
  const response = await fetch(`${url}/_local/${lever}`, { method });
  if (!response.ok) throw new Error(`${method} /_local/${lever} answered ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
