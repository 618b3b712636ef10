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

const FIGURES: readonly Figure[] = [
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

/** Those of the request itself are the same each time. What follows comes in batches, whose number is a matter of chance. */
const CHANCE: readonly Figure[] = ['rcuAfter', 'wcuAfter', 'functions'];
export const EXACT_FIGURES = FIGURES.filter((figure) => !CHANCE.includes(figure));

/** Sums of the requests of all, or of one caller. */
interface Sums {
  readonly requests: number;
  readonly depth: number;
  readonly rcu: number;
  readonly wcu: number;
  readonly byOperation: Readonly<Record<string, { readonly requests: number } | undefined>>;
}

interface Usage extends Sums {
  /** `resolvers`, and functions, pipes and rules by name; with the functions that each has invoked. */
  readonly byCaller: Readonly<Record<string, Sums & { readonly invoked: readonly string[] }>>;
}

/**
 * Runs the operation alone, from a backend at rest to a backend at rest. The request's own cost is that of AppSync's
 * data sources and of the functions that they invoke; what follows may have begun already when the answer is out.
 */
export async function measure(backend: Backend, operation: () => Promise<void>): Promise<Figures> {
  const { url, meter } = backend;
  await atRest(backend);
  await pull(url, 'DELETE', 'usage');
  meter.clear();
  await operation();
  const sent = meter.read();
  await atRest(backend);
  const settled = await pull<Usage>(url, 'GET', 'usage');
  const own = ownCost(settled);
  const swept = costOfSweeps(settled);
  return {
    clientCalls: sent.clientCalls,
    ...own,
    rcuAfter: settled.rcu - own.rcu - swept.rcu,
    wcuAfter: settled.wcu - own.wcu - swept.wcu,
    functions: invocations(settled) - swept.invocations,
    requestBytes: sent.requestBytes,
    responseBytes: sent.responseBytes,
  };
}

/** Of the resolvers, and of the functions behind them: whoever asks the API as a role does so after the request. */
function ownCost({ byCaller }: Usage): Pick<Figures, 'requests' | 'depth' | 'rcu' | 'wcu'> {
  const resolvers = byCaller['resolvers'];
  if (!resolvers) return { requests: 0, depth: 0, rcu: 0, wcu: 0 };
  const functions = resolvers.invoked.flatMap((name) => byCaller[name] ?? []);
  const sum = (figure: 'requests' | 'rcu' | 'wcu') =>
    functions.reduce((total, each) => total + each[figure], resolvers[figure]);
  return {
    requests: sum('requests'),
    // The first wave of a function is the one in which it was invoked.
    depth: functions.reduce((total, { depth }) => total + depth - 1, resolvers.depth),
    rcu: sum('rcu'),
    wcu: sum('wcu'),
  };
}

/** What the clock brings about each minute follows from no request. */
function costOfSweeps({ byCaller }: Usage): { rcu: number; wcu: number; invocations: number } {
  const sweeps = Object.entries(byCaller).filter(([name]) => /sweep/i.test(name));
  return sweeps.reduce(
    (total, [, sums]) => ({
      rcu: total.rcu + sums.rcu,
      wcu: total.wcu + sums.wcu,
      invocations: total.invocations + invocations(sums),
    }),
    { rcu: 0, wcu: 0, invocations: 0 },
  );
}

function invocations({ byOperation }: Sums): number {
  return byOperation['lambda:Invoke']?.requests ?? 0;
}

const LONGEST_WAIT_MS = 600_000;

/** Waits for all that follows from what has been written, however much it is. */
export async function atRest({ url }: Pick<Backend, 'url'>): Promise<void> {
  const body = JSON.stringify({ timeoutMs: LONGEST_WAIT_MS });
  const response = await fetch(`${url}/_local/idle`, { method: 'POST', body });
  if (!response.ok) throw new Error(`The backend does not come to rest: ${await response.text()}`);
}

/** Moves a lever of the local cloud. */
export async function pull<Answer>(url: string, method: string, lever: string, body?: object): Promise<Answer> {
  const init = { method, ...(body ? { body: JSON.stringify(body) } : {}) };
  const response = await fetch(`${url}/_local/${lever}`, init);
  if (!response.ok) throw new Error(`${method} /_local/${lever} answered ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
