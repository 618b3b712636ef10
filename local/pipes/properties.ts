import { DeploymentError } from '../errors.ts';

/** Reads the properties of a resource, or of a part of it; what doesn't fit is refused by its name. */
export class Properties {
  /** Names them in messages: the resource's address and the way to them. */
  readonly address: string;
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(address: string, values: Readonly<Record<string, unknown>>) {
    this.address = address;
    this.#values = values;
  }

  /** @throws DeploymentError always */
  refuse(message: string): never {
    throw new DeploymentError(`${this.address}: ${message}`);
  }

  /** @param names separated by spaces */
  only(names: string): this {
    const known = new Set(names.split(' '));
    const unknown = Object.keys(this.#values).find((name) => !known.has(name));
    return unknown === undefined ? this : this.refuse(`${unknown} is not run locally`);
  }

  value(name: string): unknown {
    return this.#values[name];
  }

  string(name: string): string {
    return this.optionalString(name) ?? this.refuse(`${name} is missing`);
  }

  optionalString(name: string): string | undefined {
    const value = this.#values[name];
    if (value === undefined || typeof value === 'string') return value;
    return this.refuse(`${name} must be a text`);
  }

  integer(name: string, initial: number, least: number, most: number): number {
    const value = Number(this.#values[name] ?? initial);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    return this.refuse(`${name} is ${value}, but must be an integer from ${least} to ${most}`);
  }

  strings(name: string): readonly string[] {
    const value = this.#values[name] ?? [];
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    return this.refuse(`${name} must be a list of texts`);
  }

  /** An absent one is empty. */
  object(name: string): Properties {
    const value = this.#values[name] ?? {};
    if (typeof value !== 'object' || Array.isArray(value)) return this.refuse(`${name} must be an object`);
    return new Properties(`${this.address}: ${name}`, value as Readonly<Record<string, unknown>>);
  }
}
