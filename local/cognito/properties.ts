import { DeploymentError } from '../errors.ts';
import type { DeclaredResource } from '../service.ts';

type Values = Readonly<Record<string, unknown>>;

const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the properties of a declared resource. CloudFormation takes numbers and booleans as text too. */
export class Properties {
  readonly #declared: DeclaredResource;
  readonly #path: string;
  readonly #values: Values;

  constructor(declared: DeclaredResource, path = '', values: Values = declared.properties) {
    this.#declared = declared;
    this.#path = path;
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined && this.#values[name] !== null;
  }

  names(): string[] {
    return Object.keys(this.#values).filter((name) => this.has(name));
  }

  text(name: string): string | undefined {
    const value = this.#values[name] ?? undefined;
    if (value === undefined || typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw this.invalid(name, 'must be text');
  }

  flag(name: string, initial: boolean): boolean {
    const value = this.text(name);
    if (value === undefined) return initial;
    if (value === 'true' || value === 'false') return value === 'true';
    throw this.invalid(name, 'must be true or false');
  }

  /** @param range inclusive */
  integer(name: string, initial: number, range: readonly [number, number]): number {
    const value = this.text(name);
    if (value === undefined) return initial;
    const number = Number(value);
    if (Number.isInteger(number) && number >= range[0] && number <= range[1]) return number;
    throw this.invalid(name, `must be a whole number from ${range[0]} to ${range[1]}`);
  }

  texts(name: string): string[] | undefined {
    const value = this.#values[name] ?? undefined;
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    throw this.invalid(name, 'must be a list of text');
  }

  /** The properties of a nested object; none if it is absent. */
  inner(name: string): Properties {
    const value = this.#values[name] ?? {};
    if (!isValues(value)) throw this.invalid(name, 'must be an object');
    return new Properties(this.#declared, `${this.#path}${name}.`, value);
  }

  /** Text, or an object that holds the text as a member. */
  textOrInner(name: string, member: string): string | undefined {
    return isValues(this.#values[name]) ? this.inner(name).text(member) : this.text(name);
  }

  inners(name: string): Properties[] {
    const value = this.#values[name] ?? [];
    if (!Array.isArray(value)) throw this.invalid(name, 'must be a list');
    return value.map((item: unknown, index) => {
      if (!isValues(item)) throw this.invalid(`${name}[${index}]`, 'must be an object');
      return new Properties(this.#declared, `${this.#path}${name}[${index}].`, item);
    });
  }

  /** Refuses every property that isn't listed: nothing that a template asks for is skipped in silence. */
  allow(...known: readonly string[]): void {
    for (const name of this.names()) if (!known.includes(name)) throw this.unsupported(name);
  }

  invalid(name: string, rule: string): DeploymentError {
    return new DeploymentError(`${this.#subject()}: ${this.#path}${name} ${rule}`);
  }

  unsupported(name: string, value?: string): DeploymentError {
    const setting = `${this.#path}${name}${value === undefined ? '' : ` ${value}`}`;
    return new DeploymentError(`${this.#subject()}: ${setting} is not run by the local Cognito`);
  }

  #subject(): string {
    return `${this.#declared.type} ${this.#declared.address}`;
  }
}
