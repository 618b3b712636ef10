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

  /** Call when a request begins; call what it returns when the request has ended. */
  begin(service: string, operation: string): (capacity?: Capacity) => void {
    const depth = this.#endedDepth + 1;
    this.#requests += 1;
    this.#depth = Math.max(this.#depth, depth);
    const name = `${service}:${operation}`;
    const sum = this.#byOperation.get(name) ?? { requests: 0, rcu: 0, wcu: 0 };
    this.#byOperation.set(name, sum);
    sum.requests += 1;
    return (capacity = { rcu: 0, wcu: 0 }) => {
      this.#endedDepth = Math.max(this.#endedDepth, depth);
      this.#rcu += capacity.rcu;
      this.#wcu += capacity.wcu;
      sum.rcu += capacity.rcu;
      sum.wcu += capacity.wcu;
    };
  }

  report(): Record<string, unknown> {
    return {
      requests: this.#requests,
      depth: this.#depth,
      rcu: this.#rcu,
      wcu: this.#wcu,
      byOperation: Object.fromEntries(this.#byOperation),
    };
  }

  clear(): void {
    this.#requests = this.#depth = this.#endedDepth = this.#rcu = this.#wcu = 0;
    this.#byOperation = new Map();
  }
}
