import type { ServerResponse } from 'node:http';
import type { MovableClock } from './clock.ts';
import { AwsError } from './errors.ts';
import type { LoggedEvent } from './event-log.ts';
import { plannedFault } from './faults.ts';
import type { Faults, SupportedFaults } from './faults.ts';
import { movedClock } from './moved-clock.ts';
import type { OutboxMessage } from './outbox.ts';
import type { Handler } from './server.ts';
import type { LocalRequest } from './service.ts';

/** What the levers move. */
export interface LeverPorts {
  ready(): boolean;
  outbox(filter: { to: string | null; channel: string | null }): OutboxMessage[];
  usage(): Record<string, unknown>;
  clearUsage(): void;
  readonly clock: MovableClock;
  readonly faults: Faults;
  supportedFaults(): Readonly<Record<string, SupportedFaults>>;
  /** Splits the open shards of a table's stream. @throws AwsError where there is none */
  splitShards(table: string): readonly object[];
  /** Allow statements with their uses. */
  grants(): readonly object[];
  /** Alarms with their states. */
  alarms(): readonly object[];
  events(filter: { bus: string | null; source: string | null; detailType: string | null }): LoggedEvent[];
  /** Names of the services that are still busy after so long. */
  busyServices(timeoutMs: number): Promise<string[]>;
  reset(): Promise<void>;
}

type Lever = (request: LocalRequest) => Promise<Answer> | Answer;

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

const prefix = '/_local/';
const channels: readonly (string | null)[] = [null, 'EMAIL', 'SMS', 'PUSH'];
const defaultTimeoutMs = 10_000;
const longestTimeoutMs = 600_000;

/** What a test or an engineer may ask of the local cloud itself: JSON under `/_local/`. */
export function levers(ports: LeverPorts): Handler {
  const byPath: Readonly<Record<string, Readonly<Record<string, Lever>>>> = {
    health: {
      GET: () => ({ status: ports.ready() ? 200 : 503, body: { ready: ports.ready() } }),
    },
    outbox: {
      GET: ({ query }) => {
        const channel = query.get('channel');
        if (!channels.includes(channel)) throw invalid(`channel is ${channel}, but must be EMAIL, SMS or PUSH`);
        return { body: ports.outbox({ to: query.get('to'), channel }) };
      },
    },
    usage: {
      GET: () => ({ body: ports.usage() }),
      DELETE: () => {
        ports.clearUsage();
        return { body: ports.usage() };
      },
    },
    clock: {
      GET: () => ({ body: { now: new Date(ports.clock.now()).toISOString() } }),
      PUT: (request) => {
        const now = movedClock(jsonOf(request), ports.clock.now());
        ports.clock.move(now - Date.now());
        return { body: { now: new Date(now).toISOString() } };
      },
    },
    faults: {
      GET: () => ({ body: ports.faults.report() }),
      POST: (request) => {
        ports.faults.plan(plannedFault(jsonOf(request), ports.supportedFaults()));
        return { body: ports.faults.report() };
      },
      DELETE: () => {
        const body = ports.faults.report();
        ports.faults.clear();
        return { body };
      },
    },
    events: {
      GET: ({ query }) => {
        const filter = { bus: query.get('bus'), source: query.get('source'), detailType: query.get('detailType') };
        return { body: ports.events(filter) };
      },
    },
    alarms: {
      GET: () => ({ body: ports.alarms() }),
    },
    grants: {
      GET: () => ({ body: ports.grants() }),
    },
    shards: {
      POST: (request) => {
        const { table } = (jsonOf(request) ?? {}) as { table?: unknown };
        if (typeof table !== 'string') throw invalid('table is missing: name the table whose stream is to be split');
        return { body: ports.splitShards(table) };
      },
    },
    idle: {
      POST: async (request) => {
        const { timeoutMs, hold } = idleInput(request);
        const waitingFor = await ports.busyServices(timeoutMs);
        if (waitingFor.length > 0) return { status: 408, body: { idle: false, waitingFor } };
        // At once: a timer that came in between would begin something.
        if (hold) ports.clock.hold();
        return { body: { idle: true } };
      },
      DELETE: () => {
        ports.clock.release();
        return { body: { held: false } };
      },
    },
    reset: {
      POST: async () => {
        await ports.reset();
        return { body: { reset: true } };
      },
    },
  };

  return {
    async handle(request, response) {
      if (!request.path.startsWith(prefix)) return false;
      const { status = 200, body } = await pull(byPath, request);
      answer(response, status, body);
      return true;
    },
  };
}

function pull(
  byPath: Readonly<Record<string, Readonly<Record<string, Lever>>>>,
  request: LocalRequest,
): Promise<Answer> | Answer {
  const name = request.path.slice(prefix.length);
  const byMethod = Object.hasOwn(byPath, name) ? byPath[name] : undefined;
  if (!byMethod) {
    const known = Object.keys(byPath).join(', ');
    throw new AwsError('NotFound', `No lever ${request.path}; there are ${known}.`, 404);
  }
  const lever = Object.hasOwn(byMethod, request.method) ? byMethod[request.method] : undefined;
  if (lever) return lever(request);
  const allowed = Object.keys(byMethod).join(', ');
  throw new AwsError('MethodNotAllowed', `${request.path} takes ${allowed}, not ${request.method}.`, 405);
}

function jsonOf({ body }: LocalRequest): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw invalid('the body is not JSON');
  }
}

/** `hold`: once all is idle, what falls due waits until `DELETE idle`. */
function idleInput(request: LocalRequest): { readonly timeoutMs: number; readonly hold: boolean } {
  const input = request.body.length === 0 ? {} : ((jsonOf(request) ?? {}) as { timeoutMs?: unknown; hold?: unknown });
  const { timeoutMs = defaultTimeoutMs, hold = false } = input;
  if (typeof hold !== 'boolean') throw invalid(`hold is ${JSON.stringify(hold)}, but must be true or false`);
  if (typeof timeoutMs === 'number' && timeoutMs >= 0 && timeoutMs <= longestTimeoutMs) return { timeoutMs, hold };
  throw invalid(`timeoutMs is ${JSON.stringify(timeoutMs)}, but must be a number from 0 to ${longestTimeoutMs}`);
}

function invalid(message: string): AwsError {
  return new AwsError('Validation', message, 400);
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.setHeader('cache-control', 'no-store');
  response.end(JSON.stringify(body));
}
