/**
 * The realm that resolvers run in. It is given text and numbers and gives text back: no object and no function of the
 * host is known to it.
 */
import vm from 'node:vm';

type Evaluate = (factory: unknown, handler: string, context: string, now: number) => unknown;

const FILE = 'code.js';

/** The stack of any realm's error as resolvers may see it: nothing of the host's files. */
function ownFrames(_error: unknown, frames: readonly NodeJS.CallSite[]): string {
  return frames
    .filter((frame) => frame.getFileName() === FILE)
    .map((frame) => `    at ${FILE}:${frame.getLineNumber()}:${frame.getColumnNumber()}`)
    .join('\n');
}

/** Codes that stay compiled, the first to come being the first to go: what `EvaluateCode` is given comes once. */
export const MAX_CODES = 1_024;

export class Realm {
  readonly #context = vm.createContext(vm.constants.DONT_CONTEXTIFY, {
    codeGeneration: { strings: false, wasm: false },
    microtaskMode: 'afterEvaluate',
  });
  readonly #evaluate: Evaluate;
  readonly #factories = new Map<string, unknown>();

  /** @param library script whose value is the sandbox's `evaluate` */
  constructor(library: string) {
    this.#evaluate = new vm.Script(library, { filename: 'appsync' }).runInContext(this.#context) as Evaluate;
  }

  /** @param factory see `toFactory` */
  define(id: string, factory: string): void {
    const oldest = this.#factories.size < MAX_CODES ? undefined : this.#factories.keys().next().value;
    if (oldest !== undefined) this.#factories.delete(oldest);
    this.#factories.set(id, this.#compile(factory));
  }

  /**
   * @param context JSON text
   * @param now milliseconds since the epoch
   * @returns JSON text of an Evaluation; undefined when the code broke the evaluator itself
   */
  run(id: string, handler: string, context: string, now: number): string | undefined {
    const hook: unknown = Reflect.get(Error, 'prepareStackTrace');
    Reflect.set(Error, 'prepareStackTrace', ownFrames);
    try {
      const answer = this.#evaluate(this.#factories.get(id), handler, context, now);
      return typeof answer === 'string' ? answer : undefined;
    } catch {
      // What was thrown belongs to the sandbox: it is not looked at.
      return undefined;
    } finally {
      Reflect.set(Error, 'prepareStackTrace', hook);
    }
  }

  #compile(factory: string): unknown {
    try {
      return new vm.Script(factory, { filename: FILE, lineOffset: -1 }).runInContext(this.#context);
    } catch {
      return undefined;
    }
  }
}
