import type { Properties } from './properties.ts';
import { invalidParameter } from './input.ts';
import { AwsError } from '../errors.ts';

export type Attributes = Readonly<Record<string, string>>;

interface AttributeRule {
  readonly type: string;
  readonly required: boolean;
  readonly mutable: boolean;
  /** Inclusive; of the length of text, of the value of a number. */
  readonly range: readonly [number, number];
}

const LONGEST_VALUE = 2048;
const VERIFICATIONS = ['email_verified', 'phone_number_verified'];
const PERSONAL =
  'address birthdate email family_name gender given_name locale middle_name name nickname phone_number picture preferred_username profile updated_at website zoneinfo'.split(
    ' ',
  );
const PATTERNS: Readonly<Record<string, RegExp>> = {
  Number: /^-?\d+$/,
  Boolean: /^(true|false)$/,
  DateTime: /^\d{4}-\d\d-\d\d/,
};

const TEXT: AttributeRule = { type: 'String', required: false, mutable: true, range: [0, LONGEST_VALUE] };
const SUB: AttributeRule = { type: 'String', required: true, mutable: false, range: [1, LONGEST_VALUE] };
const STANDARD: ReadonlyMap<string, AttributeRule> = new Map([
  ...PERSONAL.map((name): [string, AttributeRule] => [name, TEXT]),
  ...VERIFICATIONS.map((name): [string, AttributeRule] => [name, { ...TEXT, type: 'Boolean' }]),
]);

/** What an app client reads and writes when it doesn't say: custom attributes are not among them. */
export const READABLE_BY_DEFAULT: readonly string[] = [...PERSONAL, ...VERIFICATIONS];
export const WRITABLE_BY_DEFAULT: readonly string[] = PERSONAL;

export const isEmail = (text: string): boolean =>
  /^[^@]+@[^@.]+(\.[^@.]+)+$/.test(text) && /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(text);

const nonconforming = (name: string, rule: string): AwsError =>
  invalidParameter(`Attributes did not conform to the schema: ${name}: ${rule}\n`);

/** The attributes that users of a pool may have. */
export class Schema {
  readonly #rules: ReadonlyMap<string, AttributeRule>;

  /** @param declared the pool's Schema */
  constructor(declared: readonly Properties[]) {
    this.#rules = new Map([...STANDARD, ...declared.map(ruleOf)]);
  }

  has(name: string): boolean {
    return this.#rules.has(name);
  }

  required(): string[] {
    return [...this.#rules].flatMap(([name, rule]) => (rule.required ? [name] : []));
  }

  /** As DescribeUserPool lists them. */
  describe(): object[] {
    return [['sub', SUB] as const, ...this.#rules].map(([name, rule]) => ({
      Name: name,
      AttributeDataType: rule.type,
      DeveloperOnlyAttribute: name.startsWith('dev:'),
      Mutable: rule.mutable,
      Required: rule.required,
      ...constraintsOf(rule),
    }));
  }

  /** Names of required attributes that are absent. */
  missing(attributes: Attributes): string[] {
    return this.required().filter((name) => !attributes[name]);
  }

  /** Throws InvalidParameterException for what is unknown, ill-formed or missing. */
  check(attributes: Attributes, { complete }: { readonly complete: boolean }): void {
    for (const [name, value] of Object.entries(attributes)) this.#checkOne(name, value);
    const [missing] = complete ? this.missing(attributes) : [];
    if (missing) throw nonconforming(missing, `The attribute ${missing} is required`);
  }

  /** Throws InvalidParameterException for what is unknown, or written once and for all. */
  checkMutable(names: readonly string[]): void {
    const unknown = names.filter((name) => name !== 'sub' && !this.#rules.has(name));
    if (unknown.length > 0) {
      throw invalidParameter(unknown.map((name) => `user.${name}: Attribute does not exist in the schema.\n`).join(''));
    }
    const fixed = names.find((name) => name === 'sub' || this.#rules.get(name)?.mutable === false);
    if (fixed) throw invalidParameter(`user.${fixed}: Attribute cannot be updated.\n`);
  }

  /** Throws InvalidParameterException for what a user must have, or can't lose. */
  checkRemovable(names: readonly string[]): void {
    for (const name of names) {
      const rule = this.#rules.get(name);
      if (!rule) throw nonconforming(name, 'Attribute does not exist in the schema.');
      if (rule.required || !rule.mutable) throw invalidParameter(`user.${name}: Attribute cannot be deleted.\n`);
    }
  }

  #checkOne(name: string, value: string): void {
    if (name === 'sub') throw invalidParameter('Cannot modify the non-mutable attribute sub');
    const rule = this.#rules.get(name);
    if (!rule) throw nonconforming(name, 'Attribute does not exist in the schema.');
    if (name === 'email' && !isEmail(value)) throw invalidParameter('Invalid email address format.');
    if (name === 'phone_number' && !/^\+\d{1,15}$/.test(value)) throw invalidParameter('Invalid phone number format.');
    const pattern = PATTERNS[rule.type];
    if (pattern && !pattern.test(value)) throw nonconforming(name, `Value is not of type ${rule.type}`);
    const [smallest, largest] = rule.range;
    const size = rule.type === 'Number' ? Number(value) : value.length;
    if (size < smallest || size > largest) {
      const measure = rule.type === 'Number' ? 'Number' : 'Length';
      throw nonconforming(name, `${measure} must be from ${smallest} to ${largest}`);
    }
  }
}

function ruleOf(declared: Properties): [string, AttributeRule] {
  declared.allow(
    'Name',
    'AttributeDataType',
    'Required',
    'Mutable',
    'DeveloperOnlyAttribute',
    'StringAttributeConstraints',
    'NumberAttributeConstraints',
  );
  const name = declared.text('Name') ?? '';
  const type = declared.text('AttributeDataType') ?? STANDARD.get(name)?.type ?? 'String';
  const required = declared.flag('Required', false);
  const mutable = declared.flag('Mutable', true);
  const prefix = declared.flag('DeveloperOnlyAttribute', false) ? 'dev:custom:' : 'custom:';
  if (required && !STANDARD.has(name))
    throw declared.invalid('Required', 'must be false: custom attributes are optional');
  return [STANDARD.has(name) ? name : `${prefix}${name}`, { type, required, mutable, range: rangeOf(declared, type) }];
}

function rangeOf(declared: Properties, type: string): [number, number] {
  const whole: [number, number] = [-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  const number = declared.inner('NumberAttributeConstraints');
  if (type === 'Number')
    return [number.integer('MinValue', whole[0], whole), number.integer('MaxValue', whole[1], whole)];
  const text = declared.inner('StringAttributeConstraints');
  const lengths: [number, number] = [0, LONGEST_VALUE];
  return [text.integer('MinLength', 0, lengths), text.integer('MaxLength', LONGEST_VALUE, lengths)];
}

function constraintsOf({ type, range: [smallest, largest] }: AttributeRule): object {
  if (type === 'String') {
    return { StringAttributeConstraints: { MinLength: String(smallest), MaxLength: String(largest) } };
  }
  if (type !== 'Number') return {};
  return {
    NumberAttributeConstraints: {
      ...(smallest > -Number.MAX_SAFE_INTEGER && { MinValue: String(smallest) }),
      ...(largest < Number.MAX_SAFE_INTEGER && { MaxValue: String(largest) }),
    },
  };
}

/** Throws NotAuthorizedException if a client writes what it may not. */
export function checkWritable(names: readonly string[], writable: readonly string[]): void {
  if (names.some((name) => !writable.includes(name))) {
    throw new AwsError('NotAuthorizedException', 'A client attempted to write unauthorized attribute');
  }
}

/** The attributes as the API lists them, sub first. */
export function listAttributes(
  user: { readonly sub: string; readonly attributes: Attributes },
  readable?: readonly string[],
): { Name: string; Value: string }[] {
  const shown = Object.entries(user.attributes).filter(([name]) => !readable || readable.includes(name));
  return [['sub', user.sub] as const, ...shown].map(([Name, Value]) => ({ Name, Value }));
}
