import { refuse } from './refusal.ts';

/** An attribute value as AppSync's helpers write it: numbers stay numbers (`{ N: 1 }`), and NULL is `{ NULL: null }`. */
export type AttributeValue = Readonly<Record<string, unknown>>;

const { fromEntries } = Object;
const { parse } = JSON;

function isNullish(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function wrap(descriptor: string): (value: unknown) => AttributeValue | null {
  return (value) => (isNullish(value) ? null : { [descriptor]: value });
}

function toDynamoDB(value: unknown): AttributeValue {
  if (isNullish(value)) return { NULL: null };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: value };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(toDynamoDB) };
  if (typeof value === 'object') return { M: toMapValues(value) };
  return refuse(`A ${typeof value} has no DynamoDB type`);
}

/** Absent and null are one value in APPSYNC_JS: a key that is present with `undefined` is written as NULL. */
export function toMapValues(value: object): Record<string, AttributeValue> {
  return fromEntries(Object.entries(value).map(([key, member]) => [key, toDynamoDB(member)]));
}

function toS3Object(key: string, bucket: string, region: string, version?: string): AttributeValue {
  return { S: JSON.stringify({ s3: { key, bucket, region, ...(isNullish(version) ? {} : { version }) } }) };
}

/** What `toS3Object` wrote, without its attribute; null for any other text. */
function fromS3ObjectJson(text: unknown): unknown {
  try {
    const { s3 } = parse(String(text)) as { s3?: unknown };
    return s3 ?? null;
  } catch {
    return null;
  }
}

/** `util.dynamodb`: plain values to attribute values. */
export const values = {
  toDynamoDB,
  toMapValues: (value: unknown): unknown => (isNullish(value) ? null : toMapValues(value)),
  toMap: (value: unknown): unknown => (isNullish(value) ? null : { M: toMapValues(value) }),
  toList: (value: unknown[] | null): unknown => (isNullish(value) ? null : { L: value.map(toDynamoDB) }),
  toString: wrap('S'),
  toStringSet: wrap('SS'),
  toNumber: wrap('N'),
  toNumberSet: wrap('NS'),
  toBinary: wrap('B'),
  toBinarySet: wrap('BS'),
  toBoolean: wrap('BOOL'),
  toNull: (): AttributeValue => ({ NULL: null }),
  toS3Object,
  fromS3ObjectJson,
};
