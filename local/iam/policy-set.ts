import { conditionsHold } from './policy.ts';
import type { Statement } from './policy.ts';
import type { Lookup } from './text-matcher.ts';

/** A statement with the policy that holds it, and how many calls it has let through. */
export interface CountedStatement {
  /** Name of an inline or attached policy, ARN of a managed one. */
  readonly policy: string;
  /** Where it comes from in the template: a role, an `AWS::IAM::Policy`; the ARN of one of AWS's own. */
  readonly address: string;
  readonly statement: Statement;
  uses: number;
}

/** Enough for every action and resource of an application; a bound in case resources are made up by callers. */
const cacheLimit = 10_000;

/** Identity-based policies that are evaluated together: those of a role, or its permissions boundary. */
export class PolicySet {
  readonly #policies = new Map<string, CountedStatement[]>();
  /** By action and resource: the statements that speak of them, denials first. */
  readonly #relevant = new Map<string, CountedStatement[]>();

  /** Adds a policy, or replaces the one of that key. */
  set(key: string, policy: string, address: string, statements: readonly Statement[]): void {
    this.#policies.set(
      key,
      statements.map((statement) => ({ policy, address, statement, uses: 0 })),
    );
    this.#relevant.clear();
  }

  /** The statement that decides: a Deny if one applies, else an Allow if one does. */
  find(action: string, resource: string, lookup: Lookup): CountedStatement | undefined {
    return this.#relevantFor(action, resource).find(
      ({ statement }) =>
        (statement.conditions.length === 0 || conditionsHold(statement, lookup)) &&
        (!statement.resourceVaries || statement.matchesResource(resource, lookup)),
    );
  }

  get statements(): CountedStatement[] {
    return [...this.#policies.values()].flat();
  }

  #relevantFor(action: string, resource: string): CountedStatement[] {
    const key = `${action} ${resource}`;
    const known = this.#relevant.get(key);
    if (known) return known;
    const relevant = this.statements
      .filter(
        ({ statement }) =>
          statement.matchesAction(action) &&
          (statement.resourceVaries || statement.matchesResource(resource, () => undefined)),
      )
      .sort((a, b) => Number(a.statement.effect === 'Allow') - Number(b.statement.effect === 'Allow'));
    // Without a condition or variable the first decides for every request.
    const certain = relevant.findIndex(({ statement }) => !statement.resourceVaries && !statement.conditions.length);
    const needed = certain < 0 ? relevant : relevant.slice(0, certain + 1);
    if (this.#relevant.size >= cacheLimit) this.#relevant.clear();
    this.#relevant.set(key, needed);
    return needed;
  }
}
