import type { Statement } from './policy.ts';
import { conditionsHold } from './policy.ts';
import type { Lookup } from './text-matcher.ts';

export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny';

/** An Allow statement of a role, and how many calls it has let through. */
export interface StatementUse {
  readonly role: string;
  /** Name of an inline or attached policy, ARN of a managed one. */
  readonly policy: string;
  /** `Sid`, else the index in the policy. */
  readonly statement: string;
  readonly uses: number;
}

interface CountedStatement {
  readonly policy: string;
  readonly statement: Statement;
  uses: number;
}

/** Enough for every action and resource of an application; a bound in case resources are made up by callers. */
const DECISION_LIMIT = 10_000;

/** A role with its policies compiled. */
export class Role {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly trust: readonly Statement[];
  readonly #policies = new Map<string, CountedStatement[]>();
  /** By action and resource: the statements that speak of them, denials first. */
  readonly #relevant = new Map<string, CountedStatement[]>();

  constructor(identity: { name: string; arn: string; id: string; trust: readonly Statement[] }) {
    this.name = identity.name;
    this.arn = identity.arn;
    this.id = identity.id;
    this.trust = identity.trust;
  }

  /** Adds a policy, or replaces the one of that key. */
  setPolicy(key: string, name: string, statements: readonly Statement[]): void {
    this.#policies.set(
      key,
      statements.map((statement) => ({ policy: name, statement, uses: 0 })),
    );
    this.#relevant.clear();
  }

  decide(action: string, resource: string, lookup: Lookup): Decision {
    for (const counted of this.#relevantFor(action, resource)) {
      const { statement } = counted;
      if (statement.resourceVaries && !statement.matchesResource(resource, lookup)) continue;
      if (statement.conditions.length > 0 && !conditionsHold(statement, lookup)) continue;
      if (statement.effect === 'Deny') return 'explicitDeny';
      counted.uses += 1;
      return 'allowed';
    }
    return 'implicitDeny';
  }

  allowStatements(): StatementUse[] {
    return [...this.#policies.values()]
      .flat()
      .filter(({ statement }) => statement.effect === 'Allow')
      .map(({ policy, statement, uses }) => ({ role: this.name, policy, statement: statement.id, uses }));
  }

  #relevantFor(action: string, resource: string): CountedStatement[] {
    const key = `${action} ${resource}`;
    const known = this.#relevant.get(key);
    if (known) return known;
    const relevant = [...this.#policies.values()]
      .flat()
      .filter(
        ({ statement }) =>
          statement.matchesAction(action) &&
          (statement.resourceVaries || statement.matchesResource(resource, () => undefined)),
      )
      .sort((a, b) => Number(a.statement.effect === 'Allow') - Number(b.statement.effect === 'Allow'));
    if (this.#relevant.size >= DECISION_LIMIT) this.#relevant.clear();
    this.#relevant.set(key, relevant);
    return relevant;
  }
}
