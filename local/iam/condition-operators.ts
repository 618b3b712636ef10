import { BlockList, isIP } from 'node:net';
import { DeploymentError } from '../errors.ts';
import { textMatcher } from './text-matcher.ts';
import type { TextMatcher } from './text-matcher.ts';

/** How a condition compares; `…IfExists` and the set operators are put around it. */
export interface Operator {
  /** Makes the comparison with one value of the policy. @throws DeploymentError for a value of another type */
  readonly matcher: (expected: string, variables: boolean) => TextMatcher;
  /** Holds when no value matches, also when the request lacks the key. */
  readonly negated?: boolean;
}

type Comparison = (actual: number, expected: number) => boolean;

const equals = (expected: string, variables: boolean) => textMatcher(expected, { wildcards: false, variables });
const equalsIgnoreCase = (expected: string, variables: boolean) =>
  textMatcher(expected, { wildcards: false, ignoreCase: true, variables });
const like = (expected: string, variables: boolean) => textMatcher(expected, { wildcards: true, variables });
const arnLike = (expected: string, variables: boolean) =>
  textMatcher(expected, { wildcards: true, arn: true, variables });

const comparing = (read: (text: string) => number, kind: string) => (compare: Comparison) => (expected: string) => {
  const bound = read(expected);
  if (Number.isNaN(bound)) throw new DeploymentError(`a condition compares with ${expected}, which is no ${kind}.`);
  return (actual: string) => compare(read(actual), bound);
};
const numeric = comparing((text) => (text.trim() === '' ? Number.NaN : Number(text)), 'number');
const date = comparing(timeOf, 'date');

const comparisons = {
  Equals: (actual, expected) => actual === expected,
  LessThan: (actual, expected) => actual < expected,
  LessThanEquals: (actual, expected) => actual <= expected,
  GreaterThan: (actual, expected) => actual > expected,
  GreaterThanEquals: (actual, expected) => actual >= expected,
} as const satisfies Record<string, Comparison>;

/** By name, without the prefix of a set operator and without `IfExists`. `Null` is no comparison. */
export const operators: Readonly<Record<string, Operator>> = {
  StringEquals: { matcher: equals },
  StringNotEquals: { matcher: equals, negated: true },
  StringEqualsIgnoreCase: { matcher: equalsIgnoreCase },
  StringNotEqualsIgnoreCase: { matcher: equalsIgnoreCase, negated: true },
  StringLike: { matcher: like },
  StringNotLike: { matcher: like, negated: true },
  // The two of each pair behave alike: AWS reads wildcards in both.
  ArnEquals: { matcher: arnLike },
  ArnLike: { matcher: arnLike },
  ArnNotEquals: { matcher: arnLike, negated: true },
  ArnNotLike: { matcher: arnLike, negated: true },
  Bool: { matcher: equalsIgnoreCase },
  BinaryEquals: { matcher: binary },
  IpAddress: { matcher: inRange },
  NotIpAddress: { matcher: inRange, negated: true },
  ...ordered('Numeric', numeric),
  ...ordered('Date', date),
};

function ordered(prefix: string, matcher: (compare: Comparison) => Operator['matcher']): Record<string, Operator> {
  const plain = Object.entries(comparisons).map(([name, compare]) => [prefix + name, { matcher: matcher(compare) }]);
  return {
    ...(Object.fromEntries(plain) as Record<string, Operator>),
    [`${prefix}NotEquals`]: { matcher: matcher(comparisons.Equals), negated: true },
  };
}

/** Milliseconds: of an ISO 8601 date as the W3C writes them, or of seconds since the epoch. */
function timeOf(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text) && text.length > 4) return Number(text) * 1000;
  return /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
}

/** Byte for byte; in the context such a value is base64 too. */
function binary(expected: string): TextMatcher {
  const bytes = Buffer.from(expected, 'base64');
  return (actual) => Buffer.from(actual, 'base64').equals(bytes);
}

/** An address, or a range in CIDR notation. */
function inRange(expected: string): TextMatcher {
  const [address = '', prefix] = expected.split('/');
  const family = isIP(address);
  const list = new BlockList();
  try {
    const type = family === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, prefix === undefined ? (family === 6 ? 128 : 32) : Number(prefix), type);
  } catch (cause) {
    throw new DeploymentError(`a condition compares with ${expected}, which is no range of IP addresses.`, { cause });
  }
  return (actual) => isIP(actual) === family && list.check(actual, family === 6 ? 'ipv6' : 'ipv4');
}
