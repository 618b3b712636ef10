import type { AttributeValue } from './dynamodb-values.ts';

/** Placeholders of one update or projection, numbered as they are met: an attribute has one, each value its own. */
export class Placeholders {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, AttributeValue> = {};
  readonly #byAttribute: Record<string, string> = {};
  #nameCount = 0;
  #valueCount = 0;

  /** `#expName_1` */
  name(attribute: string): string {
    const known = Object.hasOwn(this.#byAttribute, attribute) ? this.#byAttribute[attribute] : undefined;
    if (known !== undefined) return known;
    this.#nameCount += 1;
    const placeholder = `#expName_${this.#nameCount}`;
    this.names[placeholder] = attribute;
    this.#byAttribute[attribute] = placeholder;
    return placeholder;
  }

  /** `:expValue_1` */
  value(value: AttributeValue): string {
    this.#valueCount += 1;
    const placeholder = `:expValue_${this.#valueCount}`;
    this.values[placeholder] = value;
    return placeholder;
  }
}
