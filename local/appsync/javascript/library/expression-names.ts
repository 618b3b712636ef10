import type { AttributeValue } from './dynamodb-values.ts';

/** An expression in the form of AppSync's DynamoDB requests. */
export interface Expression {
  readonly expression: string;
  readonly expressionNames?: Record<string, string>;
  readonly expressionValues?: Record<string, AttributeValue>;
}

/** Characters that DynamoDB allows in a placeholder. */
const PLACEHOLDER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_';

function free(wanted: string, isTaken: (placeholder: string) => boolean): string {
  let placeholder = wanted;
  for (let n = 1; isTaken(placeholder); n += 1) placeholder = `${wanted}_${n}`;
  return placeholder;
}

/** A name without the characters that a placeholder can't have. */
function safe(name: string): string {
  return name
    .split('')
    .map((character) => (PLACEHOLDER.includes(character) ? character : '_'))
    .join('');
}

/** The placeholders of one expression: an attribute has one name, each value its own. */
export class Placeholders {
  readonly #names: Record<string, string> = {};
  readonly #values: Record<string, AttributeValue> = {};
  #nameCount = 0;
  #valueCount = 0;

  /** `#title` for the attribute `title`. */
  name(attribute: string): string {
    const wanted = `#${safe(attribute)}`;
    const placeholder = free(wanted, (name) => Object.hasOwn(this.#names, name) && this.#names[name] !== attribute);
    this.#names[placeholder] = attribute;
    return placeholder;
  }

  /** `:title_eq` for a value that the attribute `title` is compared with. */
  value(wanted: string, value: AttributeValue): string {
    const placeholder = free(`:${safe(wanted)}`, (name) => Object.hasOwn(this.#values, name));
    this.#values[placeholder] = value;
    return placeholder;
  }

  /** `#expName_1`: as update expressions and projections count them. */
  numberedName(attribute: string): string {
    this.#nameCount += 1;
    const placeholder = `#expName_${this.#nameCount}`;
    this.#names[placeholder] = attribute;
    return placeholder;
  }

  numberedValue(value: AttributeValue): string {
    this.#valueCount += 1;
    const placeholder = `:expValue_${this.#valueCount}`;
    this.#values[placeholder] = value;
    return placeholder;
  }

  /** DynamoDB refuses empty maps, so they are left out. */
  finish(expression: string): Expression {
    return {
      expression,
      ...(Object.keys(this.#names).length > 0 ? { expressionNames: this.#names } : {}),
      ...(Object.keys(this.#values).length > 0 ? { expressionValues: this.#values } : {}),
    };
  }
}
