import { AsyncLocalStorage } from 'node:async_hooks';
import type { Principal } from './iam/principal.ts';
import { UsageSums } from './usage-sums.ts';
import type { Capacity } from './usage-sums.ts';

/** The part of a request's capacity that one partition key took. */
export interface KeyCapacity extends Capacity {
  /** Table, or `table/index/name`, and the key's value: `Orders customer#1`. */
  readonly key: string;
}

/** The report names the heaviest keys; of many more than these the light ones are forgotten. */
const keysReported = 1_000;
const keysKept = 20_000;

/** Who makes a request: a principal, or a name where there is none. */
export type UsageCaller = Principal | string;

/** Name of the session in which AppSync's data sources assume their roles. */
const dataSourceSession = 'APPSYNC_ASSUME_ROLE';

/** Counts the requests that resolvers and functions make to services, and in how many waves: all, and by caller. */
export class Usage {
  readonly #signer = new AsyncLocalStorage<string>();
  #all = new UsageSums();
  #byCaller = new Map<string, UsageSums>();
  #byKey = new Map<string, Capacity>();

  /**
   * Call when a request begins; call what it returns when the request has ended.
   * @param invoked name of the function that it invokes
   */
  begin(
    service: string,
    operation: string,
    caller: UsageCaller,
    invoked?: string,
  ): (capacity?: Capacity, keys?: readonly KeyCapacity[]) => void {
    const name = `${service}:${operation}`;
    const ends = [this.#all, this.#sumsOf(this.#nameOf(caller))].map((sums) => sums.begin(name, invoked));
    return (capacity = { rcu: 0, wcu: 0 }, keys = []) => {
      for (const end of ends) end(capacity);
      for (const key of keys) this.#add(key);
    };
  }

  /** What resolvers ask for while `work` runs is counted apart: a role asked them to. */
  resolvingFor<T>(signer: Principal, work: () => Promise<T>): Promise<T> {
    return signer.kind === 'role' ? this.#signer.run(`resolvers for ${sessionOf(signer)}`, work) : work();
  }

  report(): Record<string, unknown> {
    return {
      ...this.#all.report(),
      byKey: Object.fromEntries(this.#heaviest()),
      byCaller: Object.fromEntries(
        [...this.#byCaller].map(([name, sums]) => [name, { ...sums.report(), invoked: sums.invoked }]),
      ),
    };
  }

  clear(): void {
    this.#all = new UsageSums();
    this.#byCaller = new Map();
    this.#byKey = new Map();
  }

  #nameOf(caller: UsageCaller): string {
    if (typeof caller === 'string') return caller;
    if (caller.kind === 'administrator') return 'administrator';
    const session = sessionOf(caller);
    return session === dataSourceSession ? (this.#signer.getStore() ?? 'resolvers') : session;
  }

  #sumsOf(caller: string): UsageSums {
    const known = this.#byCaller.get(caller);
    if (known) return known;
    const sums = new UsageSums();
    this.#byCaller.set(caller, sums);
    return sums;
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

/** A function, Pipe, rule or schedule takes its own name. */
function sessionOf({ arn }: Principal): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
