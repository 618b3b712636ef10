import { DeploymentError } from './errors.ts';

type Properties = Readonly<Record<string, unknown>>;

/** Reads properties of a resource; what it doesn't read is refused by `finish`. */
export class PropertyReader {
  readonly #place: string;
  readonly #service: string;
  readonly #properties: Properties;
  readonly #read = new Set<string>();

  /**
   * @param place for messages: the resource's address, with the property that holds these
   * @param service for messages: what runs them, such as `S3`
   */
  constructor(place: string, properties: unknown, service: string) {
    this.#place = place;
    this.#service = service;
    if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) {
      throw new DeploymentError(`${place} must be an object`);
    }
    this.#properties = properties as Properties;
  }

  /** Properties without an effect here. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.#read.add(name);
  }

  has(name: string): boolean {
    this.#read.add(name);
    return this.#properties[name] !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.#take(name);
    if (value === undefined || typeof value === 'string') return value;
    return this.refuse(`${name} must be a string`);
  }

  /** CloudFormation takes `"3"` for 3. */
  number(name: string): number | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    return Number.isFinite(number) ? number : this.refuse(`${name} must be a number`);
  }

  flag(name: string): boolean | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    if (value === true || value === 'true') return true;
    return value === false || value === 'false' ? false : this.refuse(`${name} must be true or false`);
  }

  choice<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.text(name);
    const chosen = allowed.find((one) => one === value);
    if (value === undefined || chosen) return chosen;
    return this.refuse(`${name} ${value} isn't run by the local ${this.#service}, only ${allowed.join(', ')}`);
  }

  texts(name: string): string[] {
    return this.#list(name).map((item) => (typeof item === 'string' ? item : this.refuse(`${name} must hold strings`)));
  }

  object(name: string): PropertyReader | undefined {
    const value = this.#take(name);
    return value === undefined ? undefined : new PropertyReader(`${this.#place}: ${name}`, value, this.#service);
  }

  objects(name: string): PropertyReader[] {
    return this.#list(name).map(
      (item, index) => new PropertyReader(`${this.#place}: ${name}[${index}]`, item, this.#service),
    );
  }

  refuse(message: string): never {
    throw new DeploymentError(`${this.#place}: ${message}`);
  }

  /** @throws DeploymentError for a property that nobody has read */
  finish(): void {
    const unknown = Object.keys(this.#properties).find((name) => !this.#read.has(name));
    if (unknown) this.refuse(`${unknown} isn't run by the local ${this.#service}`);
  }

  #list(name: string): unknown[] {
    const value = this.#take(name);
    return value === undefined ? [] : Array.isArray(value) ? value : this.refuse(`${name} must be a list`);
  }

  #take(name: string): unknown {
    this.#read.add(name);
    return this.#properties[name];
  }
}
