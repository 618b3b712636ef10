import { DeploymentError } from '../errors.ts';
import { refusalOf } from './javascript/refusal.ts';
import type { CompiledCode, JavaScriptRuntime } from './javascript/runtime.ts';

/** Code of resolvers and functions by their labels, such as `Resolver Query.courses`; it can be replaced while it runs. */
export class LiveCodes {
  readonly #runtime: JavaScriptRuntime;
  readonly #current = new Map<string, CompiledCode>();

  constructor(runtime: JavaScriptRuntime) {
    this.#runtime = runtime;
  }

  /** @throws DeploymentError that says, by line, what AppSync refuses */
  add(label: string, code: string): CompiledCode {
    this.#current.set(label, this.#compile(label, code));
    return {
      evaluate: (...run) => {
        const current = this.#current.get(label);
        if (!current) throw new Error(`${label} has no code`);
        return current.evaluate(...run);
      },
    };
  }

  /** @returns false where there is nothing of that label @throws DeploymentError as `add`: what ran before goes on */
  replace(label: string, code: string): boolean {
    if (!this.#current.has(label)) return false;
    this.#current.set(label, this.#compile(label, code));
    return true;
  }

  #compile(label: string, code: string): CompiledCode {
    const refusal = refusalOf(code);
    if (refusal !== undefined) throw new DeploymentError(`${label}, ${refusal}`);
    return this.#runtime.compile(label, code);
  }
}
