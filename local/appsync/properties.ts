import { DeploymentError } from '../errors.ts';
import type { DeclaredResource } from '../service.ts';

/** Reads the properties of one declared resource; a missing or mistyped one is a `DeploymentError` that names it. */
export class Properties {
  readonly #label: string;
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(label: string, values: Readonly<Record<string, unknown>>) {
    this.#label = label;
    this.#values = values;
  }

  static of(declared: DeclaredResource): Properties {
    return new Properties(`${declared.address} (${declared.type})`, declared.properties);
  }

  fail(reason: string): DeploymentError {
    return new DeploymentError(`${this.#label}: ${reason}`);
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined && this.#values[name] !== null;
  }

  /** @throws DeploymentError for a property that isn't one of these: what it asks for would not be done */
  only(...known: readonly string[]): this {
    const other = Object.keys(this.#values).find((name) => !known.includes(name) && this.has(name));
    if (other !== undefined) throw this.fail(`${other} does not run here`);
    return this;
  }

  /** One of the given texts. */
  choice<T extends string>(name: string, allowed: readonly T[]): T {
    const value = this.string(name);
    const found = allowed.find((candidate) => candidate === value);
    if (!found) throw this.fail(`${name} must be one of ${allowed.join(', ')} here, not ${value}`);
    return found;
  }

  /** A whole number in a range. */
  integer(name: string, minimum: number, maximum: number): number {
    const value = this.optionalNumber(name);
    if (value === undefined) throw this.fail(`${name} is required`);
    if (!Number.isInteger(value) || value < minimum || value > maximum) {
      throw this.fail(`${name} must be an integer from ${minimum} to ${maximum}`);
    }
    return value;
  }

  string(name: string): string {
    const value = this.optionalString(name);
    if (value === undefined) throw this.fail(`${name} is required`);
    return value;
  }

  optionalString(name: string): string | undefined {
    if (!this.has(name)) return undefined;
    const value = this.#values[name];
    if (typeof value !== 'string') throw this.fail(`${name} must be a string`);
    return value;
  }

  /** Templates carry numbers as numbers or as strings. */
  optionalNumber(name: string): number | undefined {
    if (!this.has(name)) return undefined;
    const value = Number(this.#values[name]);
    if (!Number.isFinite(value)) throw this.fail(`${name} must be a number`);
    return value;
  }

  isTrue(name: string): boolean {
    return [true, 'true'].includes(this.#values[name] as boolean | string);
  }

  /** The members of a nested object; an absent one has none. */
  object(name: string): Properties {
    if (!this.has(name)) return new Properties(`${this.#label}: ${name}`, {});
    const value = this.#values[name];
    if (!isObject(value)) throw this.fail(`${name} must be an object`);
    return new Properties(`${this.#label}: ${name}`, value);
  }

  objects(name: string): Properties[] {
    return this.#list(name).map((entry) => {
      if (!isObject(entry)) throw this.fail(`${name} must hold objects`);
      return new Properties(`${this.#label}: ${name}`, entry);
    });
  }

  strings(name: string): string[] {
    return this.#list(name).map((entry) => {
      if (typeof entry !== 'string') throw this.fail(`${name} must hold strings`);
      return entry;
    });
  }

  /** All members as strings, as environment variables are. */
  stringMap(): Record<string, string> {
    return Object.fromEntries(Object.entries(this.#values).map(([name, value]) => [name, String(value)]));
  }

  #list(name: string): unknown[] {
    if (!this.has(name)) return [];
    const value = this.#values[name];
    if (!Array.isArray(value)) throw this.fail(`${name} must be a list`);
    return value;
  }
}

/** An object that isn't an array or null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
