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

/**
 * Sums of requests, and in how many waves they came. A wave holds requests that did not wait for one another: a
 * request's wave is one more than the highest wave that had ended when it began.
 */
export class UsageSums {
  readonly #byOperation = new Map<string, OperationUsage>();
  readonly #invoked = new Set<string>();
  #requests = 0;
  #depth = 0;
  #endedDepth = 0;
  #rcu = 0;
  #wcu = 0;

  /** Call when a request begins; call what it returns when the request has ended. @param invoked name of a function */
  begin(operation: string, invoked: string | undefined): (capacity: Capacity) => void {
    const depth = this.#endedDepth + 1;
    this.#requests += 1;
    this.#depth = Math.max(this.#depth, depth);
    const sum = this.#byOperation.get(operation) ?? { requests: 0, rcu: 0, wcu: 0 };
    this.#byOperation.set(operation, sum);
    sum.requests += 1;
    if (invoked !== undefined) this.#invoked.add(invoked);
    return ({ rcu, wcu }) => {
      this.#endedDepth = Math.max(this.#endedDepth, depth);
      this.#rcu += rcu;
      this.#wcu += wcu;
      sum.rcu += rcu;
      sum.wcu += wcu;
    };
  }

  /** Names of the functions that were invoked. */
  get invoked(): readonly string[] {
    return [...this.#invoked];
  }

  report() {
    return {
      requests: this.#requests,
      depth: this.#depth,
      rcu: this.#rcu,
      wcu: this.#wcu,
      byOperation: Object.fromEntries([...this.#byOperation].map(([name, sum]) => [name, { ...sum }])),
    };
  }
}
