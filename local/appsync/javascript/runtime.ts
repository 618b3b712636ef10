import type { Clock } from '../../clock.ts';
import { toFactory } from './factory.ts';
import { Sandbox } from './sandbox.ts';

const DEFAULT_TIMEOUT_MS = 2_000;

/** An error of a handler: of `util.error`, of `util.unauthorized` (type `Unauthorized`), or of the code (type `Code`). */
export interface EvaluationError {
  readonly message: string;
  readonly type: string | null;
  readonly data: unknown;
  readonly errorInfo: unknown;
}

/** All that one run of a handler brought about. */
export interface Evaluation {
  /** What the handler returned, as JSON: null for nothing. */
  readonly result: unknown;
  /** Set when the handler did not come to its end. */
  readonly error?: EvaluationError;
  /** The errors of `util.appendError`, in order. */
  readonly appended: readonly EvaluationError[];
  readonly stash: Readonly<Record<string, unknown>>;
  /** Set when `runtime.earlyReturn` ended the handler; `result` is what it was given. */
  readonly earlyReturn?: { readonly skipTo: 'NEXT' | 'END' };
  readonly logs: readonly string[];
  /** The last `extensions.setSubscriptionFilter`. */
  readonly subscriptionFilter?: unknown;
  /** The last `extensions.setSubscriptionInvalidationFilter`. */
  readonly subscriptionInvalidationFilter?: unknown;
  /** Each `extensions.invalidateSubscriptions`. */
  readonly invalidations?: readonly unknown[];
  /** Each `extensions.evictFromApiCache`, as `{ typeName, fieldName, keyValuePair }`. */
  readonly cacheEvictions?: readonly unknown[];
  /** By `util.http.addResponseHeader`. */
  readonly responseHeaders?: Readonly<Record<string, string>>;
}

/** A resolver's or function's code, ready to run. */
export interface CompiledCode {
  /** @param context what the handler is given as `ctx`: anything that JSON can hold. It is not changed. */
  evaluate(handler: 'request' | 'response', context: unknown): Evaluation;
}

/** Runs APPSYNC_JS code, each run in a scope of its own. What the code ran into is in the Evaluation; it never throws. */
export class JavaScriptRuntime {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #sandbox: Sandbox;
  readonly #timeoutMs: number;
  #compiled = 0;

  /** @param options.timeoutMs how long one handler may run, in milliseconds of the machine's clock; 2,000 by default */
  constructor(options: { readonly clock: Pick<Clock, 'now'>; readonly timeoutMs?: number }) {
    this.#clock = options.clock;
    this.#timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.#sandbox = new Sandbox(this.#timeoutMs);
  }

  /**
   * @param name of the resolver or function, for messages
   * @throws CodeSyntaxError when the code can't be parsed. What AppSync refuses besides is for `checkCode` to say.
   */
  compile(name: string, code: string): CompiledCode {
    const factory = toFactory(code);
    this.#compiled += 1;
    const id = this.#compiled;
    return {
      evaluate: (handler, context) => {
        const request = { id, handler, context: JSON.stringify(context ?? {}), now: this.#clock.now() };
        const answer = this.#sandbox.run(request, factory);
        if (typeof answer === 'string') return JSON.parse(answer) as Evaluation;
        if (answer === null) return failed(`${name}: the code could not be evaluated`);
        return failed(`${name}: the ${handler} handler exceeded its time limit of ${this.#timeoutMs} ms`);
      },
    };
  }

  /** Ends the thread. A later evaluation starts another one. */
  close(): void {
    this.#sandbox.stop();
  }
}

function failed(message: string): Evaluation {
  return {
    result: null,
    error: { message, type: 'Code', data: null, errorInfo: null },
    appended: [],
    stash: {},
    logs: [],
  };
}
