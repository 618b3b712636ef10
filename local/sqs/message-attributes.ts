import { createHash } from 'node:crypto';
import { invalidParameter } from './errors.ts';

/** As SendMessage takes it; binary values in base64. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

const mostAttributes = 10;

/** @throws AwsError InvalidParameterValue */
export function checkAttributes(attributes: MessageAttributes): void {
  const names = Object.keys(attributes);
  if (names.length > mostAttributes) {
    throw invalidParameter(
      `Number of message attributes [${names.length}] exceeds the allowed maximum [${mostAttributes}].`,
    );
  }
  for (const [name, attribute] of Object.entries(attributes)) {
    if (!/^(?!aws\.|amazon\.|\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/i.test(name)) {
      throw invalidParameter(
        `Message (user) attribute name '${name}' is invalid: it can contain letters, digits, underscores, hyphens ` +
          'and single periods, and must not start with AWS. or Amazon.',
      );
    }
    checkValue(name, attribute);
  }
}

function checkValue(name: string, attribute: MessageAttribute): void {
  const { DataType: type, StringValue: text, BinaryValue: bytes } = attribute;
  if (!type)
    throw invalidParameter(`The message (user) attribute '${name}' must contain a non-empty message attribute type.`);
  const [kind = ''] = type.split('.');
  if (!['String', 'Number', 'Binary'].includes(kind)) {
    throw invalidParameter(
      `The message (user) attribute '${name}' has an invalid message attribute type, the set of supported type ` +
        'prefixes is Binary, Number, and String.',
    );
  }
  const value = kind === 'Binary' ? bytes : text;
  if (!value) {
    throw invalidParameter(`Message (user) attribute '${name}' must contain a non-empty value of type '${kind}'.`);
  }
  if (kind === 'Number' && !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) {
    throw invalidParameter(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
}

/** Bytes that they add to the size of a message. */
export function sizeOfAttributes(attributes: MessageAttributes): number {
  return Object.entries(attributes)
    .map(
      ([name, attribute]) =>
        Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType) + valueOf(attribute).length,
    )
    .reduce((sum, size) => sum + size, 0);
}

/** MD5 in the form that clients check, hexadecimal; undefined for none. */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (!attribute) continue;
    add(Buffer.from(name));
    add(Buffer.from(attribute.DataType));
    hash.update(Buffer.from([attribute.DataType.startsWith('Binary') ? 2 : 1]));
    add(valueOf(attribute));
  }
  return hash.digest('hex');
}

/** Those that a receiver asks for: names, `All`, `.*`, or a prefix with `.*` behind it. */
export function selectAttributes(attributes: MessageAttributes, wanted: readonly string[]): MessageAttributes {
  const isWanted = (name: string) =>
    wanted.some((pattern) =>
      pattern === 'All' || pattern === '.*'
        ? true
        : pattern.endsWith('.*')
          ? name.startsWith(pattern.slice(0, -1))
          : pattern === name,
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}

function valueOf(attribute: MessageAttribute): Buffer {
  return attribute.DataType.startsWith('Binary')
    ? Buffer.from(attribute.BinaryValue ?? '', 'base64')
    : Buffer.from(attribute.StringValue ?? '');
}
