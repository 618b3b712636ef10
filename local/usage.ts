/** What one operation cost, summed. */
interface OperationUsage {
  requests: number;
  rcu: number;
  wcu: number;
}

/** Capacity that a request consumed, in DynamoDB's read and write units. */
export interface Capacity {
  readonly rcu: number;
  readonly wcu: number;
}

/** The part of a request's capacity that one partition key took. */
export interface KeyCapacity extends Capacity {
  /** Table, or `table/index/name`, and the key's value: `Orders customer#1`. */
  readonly key: string;
}

/** The report names the heaviest keys; of many more than these the light ones are forgotten. */
const keysReported = 1_000;
const keysKept = 20_000;

/**
 * Counts the requests that resolvers and functions make to services, and in how many waves.
 * A wave holds requests that did not wait for one another: a request's wave is one more than the
 * highest wave that had ended when it began.
 */
export class Usage {
  #requests = 0;
  #depth = 0;
  #endedDepth = 0;
  #rcu = 0;
  #wcu = 0;
  #byOperation = new Map<string, OperationUsage>();
  #byKey = new Map<string, Capacity>();

  /** Call when a request begins; call what it returns when the request has ended. */
  begin(service: string, operation: string): (capacity?: Capacity, keys?: readonly KeyCapacity[]) => void {
    const depth = this.#endedDepth + 1;
    this.#requests += 1;
    this.#depth = Math.max(this.#depth, depth);
    const name = `${service}:${operation}`;
    const sum = this.#byOperation.get(name) ?? { requests: 0, rcu: 0, wcu: 0 };
    this.#byOperation.set(name, sum);
    sum.requests += 1;
    return (capacity = { rcu: 0, wcu: 0 }, keys = []) => {
      this.#endedDepth = Math.max(this.#endedDepth, depth);
      this.#rcu += capacity.rcu;
      this.#wcu += capacity.wcu;
      sum.rcu += capacity.rcu;
      sum.wcu += capacity.wcu;
      for (const key of keys) this.#add(key);
    };
  }

  report(): Record<string, unknown> {
    return {
      requests: this.#requests,
      depth: this.#depth,
      rcu: this.#rcu,
      wcu: this.#wcu,
      byOperation: Object.fromEntries(this.#byOperation),
      byKey: Object.fromEntries(this.#heaviest()),
    };
  }

  clear(): void {
    this.#requests = this.#depth = this.#endedDepth = this.#rcu = this.#wcu = 0;
    this.#byOperation = new Map();
    this.#byKey = new Map();
  }

  #add({ key, rcu, wcu }: KeyCapacity): void {
    const sum = this.#byKey.get(key);
    this.#byKey.set(key, { rcu: (sum?.rcu ?? 0) + rcu, wcu: (sum?.wcu ?? 0) + wcu });
    if (this.#byKey.size > keysKept) this.#byKey = new Map(this.#heaviest());
  }

  #heaviest(): (readonly [string, Capacity])[] {
    return [...this.#byKey]
      .sort(([, one], [, other]) => other.rcu + other.wcu - (one.rcu + one.wcu))
      .slice(0, keysReported);
  }
}
