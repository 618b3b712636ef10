import { expect } from 'vitest';
import type { TestBackend } from './backend.ts';
import { lever } from './levers.ts';
import { consumerQueues, type Queues } from './queues.ts';

/** Numbers from 0 to 1 that a seed determines (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const left = [...items];
  return items.map(() => left.splice(Math.floor(random() * left.length), 1)[0] as T);
}

/** What goes wrong on the way of an event: by service, operation and kind. */
export const FAULTS: readonly (readonly [service: string, operation: string, kind: string])[] = [
  ...['throttle', 'error', 'crashAfterCommit'].flatMap((kind) => [
    // A crash before the effect, and one between the effect and its acknowledgment.
    ['lambda', 'Invoke', kind] as const,
    ['ses', 'SendEmail', kind] as const,
    ['eventbridge', 'PutEvents', kind] as const,
    ['eventbridge', 'Deliver', kind] as const,
    ['dynamodb', 'PutItem', kind] as const,
    ['dynamodb', 'UpdateItem', kind] as const,
    ['dynamodb', 'TransactWriteItems', kind] as const,
  ]),
  ...['throttle', 'error'].flatMap((kind) => [
    ['dynamodb', 'BatchGetItem', kind] as const,
    ['dynamodb', 'GetItem', kind] as const,
    ['dynamodb', 'GetRecords', kind] as const,
  ]),
  ...['duplicate', 'reorder'].flatMap((kind) => [
    ['lambda', 'Deliver', kind] as const,
    ['pipes', 'Deliver', kind] as const,
    ['eventbridge', 'Deliver', kind] as const,
    ['sqs', 'ReceiveMessage', kind] as const,
  ]),
];

/** Plans faults as they come in a shuffled list of all, over and over, so that none is left out. */
export class FaultPlan {
  readonly #backend: TestBackend;
  readonly #random: () => number;
  #next: (typeof FAULTS)[number][] = [];

  constructor(backend: TestBackend, random: () => number) {
    this.#backend = backend;
    this.#random = random;
  }

  async plan(count: number): Promise<void> {
    for (let planned = 0; planned < count; planned += 1) {
      if (this.#next.length === 0) this.#next = shuffled(FAULTS, this.#random);
      const [service = '', operation = '', kind = ''] = this.#next.pop() ?? [];
      const times = 1 + Math.floor(2 * this.#random());
      await lever(this.#backend, 'POST', 'faults', { service, operation, kind, count: times });
    }
  }
}

interface FaultReport {
  readonly service: string;
  readonly operation: string;
  readonly kind: string;
  readonly struck: number;
}

/** Ends all faults. @returns how often each has struck, by its name, in alphabetical order */
export async function struckFaults(backend: TestBackend): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { service, operation, kind, struck } of (await lever(backend, 'DELETE', 'faults')) as FaultReport[]) {
    const name = `${service} ${operation} ${kind}`;
    counts[name] = (counts[name] ?? 0) + struck;
  }
  return Object.fromEntries(Object.entries(counts).sort(([one], [other]) => (one < other ? -1 : 1)));
}

const PATIENCE_MS = 20_000;

/** As `idle`, however long it takes. */
export async function settled({ url }: Pick<TestBackend, 'url'>): Promise<void> {
  for (;;) {
    const body = JSON.stringify({ timeoutMs: PATIENCE_MS });
    const { status } = await fetch(`${url}/_local/idle`, { method: 'POST', body });
    if (status === 200) return;
    expect(status).toBe(408);
  }
}

/** Longer than a failed message is hidden, and than the bus waits between two attempts. */
const RETRY_AFTER = 'PT4M';
const FEWEST_ROUNDS = 2;

/** Lets time go by until everything that failed has been tried again. */
export async function calmDown(backend: TestBackend, queues: Queues): Promise<void> {
  const names = consumerQueues().map(({ name }) => name);
  const waiting = async () => (await Promise.all(names.map((name) => queues.waiting(name)))).some((count) => count > 0);
  await settled(backend);
  for (let round = 0; round < FEWEST_ROUNDS || (await waiting()); round += 1) {
    await lever(backend, 'PUT', 'clock', { advance: RETRY_AFTER });
    await settled(backend);
  }
}
