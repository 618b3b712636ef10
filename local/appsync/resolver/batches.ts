import type { DataSourceAnswer } from './data-source-answer.ts';

interface Waiting {
  readonly payload: unknown;
  readonly resolve: (answer: DataSourceAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** Sends payloads as one; the answers are in their order. */
type Send = (payloads: readonly unknown[]) => Promise<readonly DataSourceAnswer[]>;

interface Gathering {
  readonly waiting: Waiting[];
  readonly limit: number;
  readonly send: Send;
}

/** The batches of one GraphQL request. */
export class Batches {
  readonly #batches = new Map<object, Batch>();

  of(resolver: object): Batch {
    const known = this.#batches.get(resolver);
    if (known) return known;
    const batch = new Batch();
    this.#batches.set(resolver, batch);
    return batch;
  }
}

/** Where the runs of one resolver in one GraphQL request meet. */
export class Batch {
  readonly #gatherings = new Map<object, Gathering>();
  #running = 0;
  #waiting = 0;

  async join<T>(run: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await run();
    } finally {
      this.#running -= 1;
      this.#look();
    }
  }

  /**
   * Puts a run's payload into the batch of its owner. It is sent once no other run can join any more: all either wait
   * here as well or have ended.
   * @param limit payloads that are sent as one
   */
  add(owner: object, payload: unknown, limit: number, send: Send): Promise<DataSourceAnswer> {
    return new Promise((resolve, reject) => {
      const gathering = this.#gatherings.get(owner) ?? { waiting: [], limit, send };
      this.#gatherings.set(owner, gathering);
      gathering.waiting.push({ payload, resolve, reject });
      this.#waiting += 1;
      this.#look();
    });
  }

  /** Once those that begin side by side have all begun. */
  #look(): void {
    if (this.#waiting > 0) queueMicrotask(() => this.#sendIfComplete());
  }

  #sendIfComplete(): void {
    if (this.#waiting === 0 || this.#waiting < this.#running) return;
    const gatherings = [...this.#gatherings.values()];
    this.#gatherings.clear();
    this.#waiting = 0;
    for (const { waiting, limit, send } of gatherings) {
      for (let at = 0; at < waiting.length; at += limit) void sendPart(waiting.slice(at, at + limit), send);
    }
  }
}

async function sendPart(part: readonly Waiting[], send: Send): Promise<void> {
  try {
    const answers = await send(part.map(({ payload }) => payload));
    for (const [index, { resolve }] of part.entries()) resolve(answers[index] ?? { result: null });
  } catch (error) {
    for (const { reject } of part) reject(error);
  }
}
