import { AwsError } from '../errors.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What Cognito allows in user names and codes: neither white space nor control characters nor lone surrogates. */
const PRINTABLE = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u;

export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterException', message);

/** Text with half a surrogate pair has no UTF-8 form: two such passwords would have one hash. */
function wellFormed(_name: string, value: unknown): unknown {
  if (typeof value === 'string' && !value.isWellFormed()) throw new SyntaxError('ill-formed text');
  return value;
}

/** Reads the JSON body of a request. */
export class Input {
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(members: Readonly<Record<string, unknown>>) {
    this.#members = members;
  }

  static parse(body: Buffer): Input {
    try {
      const value: unknown = JSON.parse(body.toString('utf8'), wellFormed);
      if (isObject(value)) return new Input(value);
    } catch {
      // Answered below like any other body that isn't an object.
    }
    throw new AwsError('SerializationException', 'The request body is not a JSON object of well-formed text.');
  }

  optionalText(name: string): string | undefined {
    const value = this.#members[name] ?? undefined;
    if (value === undefined || typeof value === 'string') return value;
    throw new AwsError('SerializationException', `${name} must be a string.`);
  }

  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined) throw constraint(name, 'null', 'Member must not be null');
    return value;
  }

  username(): string {
    const value = this.text('Username');
    checkUsername(value);
    return value;
  }

  flag(name: string): boolean {
    const value = this.#members[name] ?? false;
    if (typeof value === 'boolean') return value;
    throw new AwsError('SerializationException', `${name} must be a boolean.`);
  }

  /** A nested object; undefined where it is absent. */
  inner(name: string): Input | undefined {
    const value = this.#members[name] ?? undefined;
    if (value === undefined) return undefined;
    if (isObject(value)) return new Input(value);
    throw new AwsError('SerializationException', `${name} must be an object.`);
  }

  /** A page size. */
  limit(name: string, largest: number): number {
    const value = this.#members[name] ?? largest;
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      throw new AwsError('SerializationException', `${name} must be an integer.`);
    }
    if (value < 0 || value > largest) {
      throw constraint(name, String(value), `Member must have value less than or equal to ${largest}`);
    }
    return value || largest;
  }

  texts(name: string): string[] | undefined {
    const value = this.#members[name] ?? undefined;
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    throw new AwsError('SerializationException', `${name} must be a list of strings.`);
  }

  /** A map of strings, such as AuthParameters. */
  map(name: string): ReadonlyMap<string, string> {
    const value = this.#members[name] ?? {};
    const entries = isObject(value) ? Object.entries(value) : [];
    if (!isObject(value) || entries.some(([, item]) => typeof item !== 'string')) {
      throw new AwsError('SerializationException', `${name} must be a map of strings.`);
    }
    return new Map(entries as [string, string][]);
  }

  /** A list of `{ Name, Value }`; a name given twice counts once, by its last value. */
  attributes(name: string): Map<string, string> {
    const value = this.#members[name] ?? [];
    if (!Array.isArray(value)) throw new AwsError('SerializationException', `${name} must be a list.`);
    return new Map(
      value.map((item: unknown): [string, string] => {
        const attribute = new Input(isObject(item) ? item : {});
        return [attribute.text('Name'), attribute.optionalText('Value') ?? ''];
      }),
    );
  }
}

function checkUsername(value: string): void {
  if (value.length < 1 || value.length > 128) {
    throw constraint('username', value.slice(0, 128), 'Member must have length between 1 and 128');
  }
  if (!PRINTABLE.test(value)) {
    const pattern = 'Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+';
    throw constraint('username', '', pattern);
  }
}

/** A value of a map that the operation needs. */
export function needed(map: ReadonlyMap<string, string>, name: string): string {
  const value = map.get(name);
  if (value === undefined || value === '') throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

function constraint(name: string, value: string, rule: string): AwsError {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  return invalidParameter(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`,
  );
}
