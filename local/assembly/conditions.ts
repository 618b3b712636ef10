import { isDeepStrictEqual } from 'node:util';
import { DeploymentError } from '../errors.ts';
import { list, resolve, text } from './intrinsics.ts';
import type { Scope } from './intrinsics.ts';
import { isRecord } from './template.ts';

/** The `Conditions` of a template, each evaluated when it is first asked for. */
export class Conditions {
  readonly #declared: Readonly<Record<string, unknown>>;
  readonly #scope: Scope;
  readonly #values = new Map<string, boolean | 'underway'>();

  constructor(declared: Readonly<Record<string, unknown>>, scope: Scope) {
    this.#declared = declared;
    this.#scope = scope;
  }

  /** @throws DeploymentError when no such condition is declared, or it depends on itself */
  holds(name: string): boolean {
    const known = this.#values.get(name);
    if (known === 'underway') throw new DeploymentError(`circular dependency of condition ${name}`);
    if (known !== undefined) return known;
    if (!Object.hasOwn(this.#declared, name)) throw new DeploymentError(`unresolved condition ${name}`);
    this.#values.set(name, 'underway');
    const value = this.#evaluate(this.#declared[name]);
    this.#values.set(name, value);
    return value;
  }

  #evaluate(expression: unknown): boolean {
    const [[name, argument] = ['', undefined]] = isRecord(expression) ? Object.entries(expression) : [];
    switch (name) {
      case 'Condition':
        return this.holds(text(argument, 'Condition'));
      case 'Fn::Equals': {
        const [left, right] = list(argument, name).map((side) => resolve(side, this.#scope));
        return isDeepStrictEqual(comparable(left), comparable(right));
      }
      case 'Fn::And':
        return list(argument, name).every((part) => this.#evaluate(part));
      case 'Fn::Or':
        return list(argument, name).some((part) => this.#evaluate(part));
      case 'Fn::Not':
        return !this.#evaluate(list(argument, name)[0]);
      default:
        throw new DeploymentError(`${JSON.stringify(expression)} is not a condition`);
    }
  }
}

/** CloudFormation compares scalars as strings: `true` equals `"true"`. */
function comparable(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}
