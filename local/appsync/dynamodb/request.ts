import { invalidRequest } from '../errors.ts';
import { isObject } from '../properties.ts';
import { toWireItem, type Item } from './attribute-values.ts';

type Json = Readonly<Record<string, unknown>>;

/** Reads the request object of a resolver; what is missing or mistyped is a MappingTemplate error that names it. */
export class RequestReader {
  readonly #values: Json;
  readonly #at: string;

  constructor(value: unknown, at = '') {
    if (!isObject(value))
      throw invalidRequest(at ? `Expected JSON object for field '$[${at}]'.` : 'Expected a JSON object as request.');
    this.#values = value;
    this.#at = at ? `${at}.` : '';
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined && this.#values[name] !== null;
  }

  string(name: string): string {
    const value = this.optionalString(name);
    if (value === undefined) throw this.missing(name);
    return value;
  }

  optionalString(name: string): string | undefined {
    return this.has(name) ? String(this.#values[name]) : undefined;
  }

  /** The raw value: DynamoDB judges it. */
  optional(name: string): unknown {
    return this.has(name) ? this.#values[name] : undefined;
  }

  item(name: string): Item {
    if (!this.has(name)) throw this.missing(name);
    return toWireItem(this.#values[name], this.#at + name);
  }

  optionalObject(name: string): RequestReader | undefined {
    return this.has(name) ? new RequestReader(this.#values[name], this.#at + name) : undefined;
  }

  object(name: string): RequestReader {
    const found = this.optionalObject(name);
    if (!found) throw this.missing(name);
    return found;
  }

  list(name: string): unknown[] {
    if (!this.has(name)) throw this.missing(name);
    const value = this.#values[name];
    if (!Array.isArray(value)) throw invalidRequest(`Expected JSON array for field '$[${this.#at}${name}]'.`);
    return value;
  }

  /** Refuses what AppSync doesn't know here, as it does. */
  only(...known: readonly string[]): this {
    const other = Object.keys(this.#values).find((name) => !known.includes(name) && this.has(name));
    if (other !== undefined) throw invalidRequest(`Unsupported element '$[${this.#at}${other}]'.`);
    return this;
  }

  get values(): Json {
    return this.#values;
  }

  names(): string[] {
    return Object.keys(this.#values);
  }

  missing(name: string): Error {
    return invalidRequest(`Value for field '$[${this.#at}${name}]' not found.`);
  }
}

/** An expression with its names and values, as every operation carries several of. */
export class Expressions {
  readonly #names: Record<string, unknown> = {};
  readonly #values: Record<string, unknown> = {};

  /**
   * The text of an expression; its names and values join those of the request.
   * @param more members that it may have besides
   */
  add(expression: RequestReader | undefined, ...more: readonly string[]): string | undefined {
    if (!expression) return undefined;
    expression.only('expression', 'expressionNames', 'expressionValues', ...more);
    const names = expression.optionalObject('expressionNames');
    for (const name of names?.names() ?? []) this.#names[name] = names?.string(name);
    if (expression.has('expressionValues')) Object.assign(this.#values, expression.item('expressionValues'));
    return expression.string('expression');
  }

  /** DynamoDB refuses empty maps. */
  members(): Json {
    return compact({
      ExpressionAttributeNames: Object.keys(this.#names).length > 0 ? this.#names : undefined,
      ExpressionAttributeValues: Object.keys(this.#values).length > 0 ? this.#values : undefined,
    });
  }
}

/** Without the members that are undefined. */
export function compact(values: Json): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
