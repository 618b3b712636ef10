/** Counts what holds and what doesn't. */
export class Checks {
  readonly #print: (line: string) => void;
  #passed = 0;
  #failed = 0;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  get failed(): number {
    return this.#failed;
  }

  /** @param faults what is wrong; none: it holds */
  that(claim: string, faults: readonly string[]): void {
    if (faults.length === 0) {
      this.#passed += 1;
      return;
    }
    this.#failed += 1;
    for (const fault of faults) this.#print(`FAILED  ${claim}: ${fault}`);
  }

  /** Passes if the action ends well. @returns what it returns, or null */
  async runs<Result>(claim: string, action: () => Promise<Result>): Promise<Result | null> {
    try {
      const result = await action();
      this.that(claim, []);
      return result;
    } catch (error) {
      this.that(claim, [error instanceof Error ? error.message : String(error)]);
      return null;
    }
  }

  summary(): string {
    return `${this.#passed} passed, ${this.#failed} failed`;
  }
}
