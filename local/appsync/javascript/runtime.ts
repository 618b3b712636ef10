import type { Clock } from '../../clock.ts';
import { toFactory } from './factory.ts';
import type { Positions } from './positions.ts';
import type { Outcome } from './sandbox-child.ts';
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
  evaluate(handler: 'request' | 'response', context: unknown): Promise<Evaluation>;
}

/** Runs APPSYNC_JS code, each run in a scope of its own. What the code ran into is in the Evaluation; it never rejects. */
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
    const { text: factory, positions } = toFactory(code);
    this.#compiled += 1;
    const id = String(this.#compiled);
    return {
      evaluate: async (handler, context) => {
        const run = { id, factory, handler, context: JSON.stringify(context ?? {}), now: this.#clock.now() };
        const outcome = await this.#sandbox.run(run);
        if ('answer' in outcome) return inAuthorsText(JSON.parse(outcome.answer) as Evaluation, positions);
        return failed(`${name}: the ${handler} handler ${this.#whatHappened(outcome)}`);
      },
    };
  }

  /** Ends the sandbox. A later evaluation starts another one. */
  close(): void {
    this.#sandbox.stop();
  }

  #whatHappened({ failure }: Extract<Outcome, { failure: unknown }>): string {
    switch (failure) {
      case 'timeout':
        return `exceeded its time limit of ${this.#timeoutMs} ms`;
      case 'too-long':
        return 'returned more than 5 MB';
      case 'crash':
        return 'used more memory than it may';
      case 'stopped':
        return 'was stopped with the API';
      case 'broken':
        return 'could not be evaluated';
    }
  }
}

/** The evaluation with the places of errors and logs as the author has them. */
function inAuthorsText(evaluation: Evaluation, positions: Positions): Evaluation {
  const { error, logs } = evaluation;
  if (error?.type !== 'Code' && logs.length === 0) return evaluation;
  const translate = (text: string): string =>
    text.replace(/^((?:[A-Z]+ - )?code\.js:)(\d+):(\d+)/, (_, before: string, line: string, column: string) => {
      const place = positions.original({ line: Number(line), column: Number(column) });
      return `${before}${place.line}:${place.column}`;
    });
  const told = error?.type === 'Code' ? { ...error, message: translate(error.message) } : error;
  return { ...evaluation, ...(told ? { error: told } : {}), logs: logs.map(translate) };
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
