import { isIP } from 'node:net';
import { GraphQLError, Kind, type GraphQLScalarType, type GraphQLSchema } from 'graphql';
import type { ValueNode } from 'graphql';
import { isDate, isDateTime, isTime } from './iso-8601.ts';

interface AwsScalar {
  /** How AppSync calls it in messages. */
  readonly label: string;
  accepts(value: unknown): boolean;
}

const text = (label: string, accepts: (value: string) => boolean): AwsScalar => ({
  label,
  accepts: (value) => typeof value === 'string' && accepts(value),
});

const EMAIL = /^[^\s@"(),:;<>[\\\]]+@[^\s@.]+(\.[^\s@.]+)+$/;
const PHONE = /^\+?[\d\s().-]+$/;

/** The formats that AWS documents under "AWS AppSync scalars"; AWSJSON is apart, for its value changes its form. */
const SCALARS: Readonly<Record<string, AwsScalar>> = {
  AWSDate: text('Date', isDate),
  AWSTime: text('Time', isTime),
  AWSDateTime: text('DateTime', isDateTime),
  AWSTimestamp: { label: 'Timestamp', accepts: (value) => Number.isSafeInteger(value) },
  AWSEmail: text('Email', (value) => value.length <= 254 && EMAIL.test(value)),
  AWSURL: text('URL', isUrl),
  AWSPhone: text('Phone', (value) => PHONE.test(value) && digits(value) >= 7 && digits(value) <= 15),
  AWSIPAddress: text('IPAddress', isAddress),
};

export const SCALAR_NAMES = [...Object.keys(SCALARS), 'AWSJSON'];

/** Gives the scalars that a schema merely names their rules, for input and for output. */
export function defineScalars(schema: GraphQLSchema): void {
  for (const [name, scalar] of Object.entries(SCALARS)) {
    const parse = (value: unknown): unknown => {
      if (scalar.accepts(value)) return value;
      throw new GraphQLError(`Unable to parse \`${show(value)}\` as a valid ${scalar.label}.`);
    };
    Object.assign(schema.getType(name) as GraphQLScalarType, {
      parseValue: parse,
      parseLiteral: (node: ValueNode) => parse(literal(node)),
      serialize: (value: unknown) => {
        if (scalar.accepts(value)) return value;
        throw new GraphQLError(`Unable to serialize \`${show(value)}\` as a valid ${scalar.label} Object.`);
      },
    });
  }
  const parseJson = (value: unknown): unknown => {
    if (typeof value === 'string') {
      try {
        return JSON.parse(value);
      } catch {
        // Falls through to the refusal, as a value that is no string does.
      }
    }
    throw new GraphQLError(`Unable to parse \`${show(value)}\` as a valid JSON.`);
  };
  Object.assign(schema.getType('AWSJSON') as GraphQLScalarType, {
    // A resolver gets the value that the text stands for, as AWS documents.
    parseValue: parseJson,
    parseLiteral: (node: ValueNode) => parseJson(literal(node)),
    serialize: (value: unknown) => (typeof value === 'string' && isJson(value) ? value : JSON.stringify(value)),
  });
}

function literal(node: ValueNode): unknown {
  if (node.kind === Kind.INT) return Number(node.value);
  return node.kind === Kind.STRING ? node.value : undefined;
}

function show(value: unknown): string {
  const shown = typeof value === 'string' ? value : String(JSON.stringify(value));
  return shown.length > 200 ? `${shown.slice(0, 200)}…` : shown;
}

function digits(value: string): number {
  return value.replaceAll(/\D/g, '').length;
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

/** A URL with a host, or one that names an address without one; no empty parts in the path. */
function isUrl(value: string): boolean {
  if (!URL.canParse(value) || /\s/.test(value)) return false;
  return (
    /^mailto:[^/]/i.test(value) ||
    (/^[a-z][a-z\d+.-]*:\/\/[^/]/i.test(value) && !new URL(value).pathname.includes('//'))
  );
}

function isAddress(value: string): boolean {
  const [address = '', prefix, ...rest] = value.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}
