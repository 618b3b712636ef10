import { BlockList, isIP } from 'node:net';
import { invalidPattern } from './pattern-error.ts';
import { wildcardMatcher } from './wildcard.ts';

/** A value of an event that has no members. */
export type Scalar = string | number | boolean | null;

export type Comparison = (value: Scalar) => boolean;

/** `{ "exists": false }`: the one that holds where there is no value. */
export const ABSENT = Symbol('absent');

/**
 * Compiles one member of a pattern's array: a value, or an object with an operator.
 * @throws AwsError InvalidEventPatternException
 */
export function comparisonOf(member: unknown): Comparison | typeof ABSENT {
  if (typeof member === 'string' && isIP(member) !== 0) return anyAddressIn(blockOf(member));
  if (isScalar(member)) return (value) => value === member;
  if (!isRecord(member)) throw invalidPattern('Match value must be String, number, true, false, or null');
  const [operator, operand] = onlyMember(member, 'Match expression name not found');
  if (operator === 'exists') {
    if (typeof operand !== 'boolean') throw invalidPattern('exists match pattern must be either true or false.');
    return operand ? () => true : ABSENT;
  }
  const compile = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (!compile) throw invalidPattern(`Unrecognized match type ${operator}`);
  return compile(operand);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const operators: Readonly<Record<string, (operand: unknown) => Comparison>> = {
  exactly: (operand) => {
    const text = textOf(operand, 'exact');
    return (value) => value === text;
  },
  'equals-ignore-case': (operand) => ofText(ignoringCase(textOf(operand, 'equals-ignore-case'))),
  prefix: (operand) => {
    if (isRecord(operand)) {
      const folded = fold(ignoreCaseOperand(operand, 'prefix'));
      return ofText((value) => fold(value).startsWith(folded));
    }
    const text = textOf(operand, 'prefix');
    return ofText((value) => value.startsWith(text));
  },
  suffix: (operand) => {
    if (isRecord(operand)) {
      const folded = fold(ignoreCaseOperand(operand, 'suffix'));
      return ofText((value) => fold(value).endsWith(folded));
    }
    const text = textOf(operand, 'suffix');
    return ofText((value) => value.endsWith(text));
  },
  wildcard: (operand) => ofText(wildcardMatcher(textOf(operand, 'wildcard'))),
  'anything-but': anythingBut,
  numeric,
  cidr: (operand) => anyAddressIn(rangeOf(textOf(operand, 'prefix'))),
};

/** By operator: what a value must not be. */
const exceptions: Readonly<Record<string, (text: string) => (value: string) => boolean>> = {
  'equals-ignore-case': ignoringCase,
  prefix: (text) => (value) => value.startsWith(text),
  suffix: (text) => (value) => value.endsWith(text),
  wildcard: wildcardMatcher,
};

/** Holds for every value that isn't excepted, whatever its type. */
function anythingBut(operand: unknown): Comparison {
  if (isRecord(operand)) return anythingButText(operand);
  const values: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (!Array.isArray(operand) && typeof operand !== 'string' && typeof operand !== 'number') {
    throw invalidPattern('Value of anything-but must be an array or single string/number value.');
  }
  if (!values.every((value) => typeof value === 'string' || typeof value === 'number')) {
    throw invalidPattern('Inside anything but list, start|null|boolean is not supported.');
  }
  if (new Set(values.map((value) => typeof value)).size !== 1) {
    throw invalidPattern(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  }
  const excepted = new Set<unknown>(values);
  return (value) => !excepted.has(value);
}

function anythingButText(operand: Readonly<Record<string, unknown>>): Comparison {
  const [operator, inner] = onlyMember(operand, 'Anything-But expression name not found');
  const compile = Object.hasOwn(exceptions, operator) ? exceptions[operator] : undefined;
  if (!compile) throw invalidPattern(`Unsupported anything-but pattern: ${operator}`);
  if (!Array.isArray(inner) && typeof inner !== 'string' && typeof inner !== 'number') {
    throw invalidPattern('Value of anything-but must be an array or single string/number value.');
  }
  const texts = (Array.isArray(inner) ? inner : [inner]).map((text: unknown) => {
    if (typeof text === 'string') {
      if (text === '' && (operator === 'prefix' || operator === 'suffix')) {
        throw invalidPattern('Null prefix/suffix not allowed');
      }
      return text;
    }
    if (operator === 'wildcard') throw invalidPattern('wildcard match pattern must be a string');
    if (operator !== 'equals-ignore-case') throw invalidPattern('prefix/suffix match pattern must be a string');
    throw invalidPattern('Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.');
  });
  const matchers = texts.map(compile);
  return (value) => typeof value !== 'string' || !matchers.some((matches) => matches(value));
}

const comparators: Readonly<Record<string, (actual: number, bound: number) => boolean>> = {
  '=': (actual, bound) => actual === bound,
  '<': (actual, bound) => actual < bound,
  '<=': (actual, bound) => actual <= bound,
  '>': (actual, bound) => actual > bound,
  '>=': (actual, bound) => actual >= bound,
};

/** Numbers are compared within this distance from zero. */
const numericLimit = 5e9;

function numeric(operand: unknown): Comparison {
  if (!Array.isArray(operand)) throw invalidPattern('Value of numeric must be an array.');
  const [operator, bound, upperOperator, upper, ...more] = operand as readonly unknown[];
  if (typeof operator !== 'string') throw invalidPattern(`Invalid member in numeric match: ${String(operator)}`);
  const compare = Object.hasOwn(comparators, operator) ? comparators[operator] : undefined;
  if (!compare) throw invalidPattern(`Unrecognized numeric range operator: ${operator}`);
  const limit = numberOf(bound, operator === '=' ? 'equals' : operator);
  const compared: Comparison = (value) =>
    typeof value === 'number' && Math.abs(value) <= numericLimit && compare(value, limit);
  if (operand.length === 2) return compared;

  if (!operator.startsWith('>')) throw invalidPattern('Too many elements in numeric expression');
  if (typeof upperOperator !== 'string') throw invalidPattern(`Bad value in numeric range: ${String(upperOperator)}`);
  const compareUpper = upperOperator.startsWith('<') ? comparators[upperOperator] : undefined;
  if (!compareUpper) throw invalidPattern(`Bad numeric range operator: ${upperOperator}`);
  const upperLimit = numberOf(upper, upperOperator);
  if (more.length > 0) throw invalidPattern('Too many terms in numeric range expression');
  if (limit >= upperLimit) throw invalidPattern('Bottom must be less than top');
  return (value) => compared(value) && compareUpper(value as number, upperLimit);
}

function numberOf(value: unknown, operator: string): number {
  if (typeof value !== 'number') throw invalidPattern(`Value of ${operator} must be numeric`);
  if (Math.abs(value) > numericLimit) throw invalidPattern('Value must be between -5.0E9 and 5.0E9, inclusive');
  return value;
}

function anyAddressIn(range: BlockList): Comparison {
  return ofText((value) => {
    const version = isIP(value);
    return version !== 0 && range.check(value, version === 4 ? 'ipv4' : 'ipv6');
  });
}

function blockOf(address: string): BlockList {
  const range = new BlockList();
  range.addAddress(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
  return range;
}

function rangeOf(cidr: string): BlockList {
  const [address = '', mask = '', ...more] = cidr.split('/');
  if (!cidr.includes('/') || more.length > 0) throw invalidPattern("Malformed CIDR, one '/' required");
  if (!/^[+-]?\d+$/.test(mask)) throw invalidPattern('Malformed CIDR, mask bits must be an integer');
  const bits = Number(mask);
  if (bits < 0) throw invalidPattern('Malformed CIDR, mask bits must not be negative');
  const version = isIP(address);
  if (version === 0) throw invalidPattern(`Nonstandard IP address: ${address}`);
  if (version === 4 && bits > 31) throw invalidPattern('IPv4 mask bits must be < 32');
  if (bits > 127) throw invalidPattern('IPv6 mask bits must be < 128');
  const range = new BlockList();
  range.addSubnet(address, bits, version === 4 ? 'ipv4' : 'ipv6');
  return range;
}

function ignoreCaseOperand(operand: Readonly<Record<string, unknown>>, outer: 'prefix' | 'suffix'): string {
  const name = `${outer.charAt(0).toUpperCase()}${outer.slice(1)}`;
  const [operator, text] = onlyMember(operand, `${name} expression name not found`);
  if (operator !== 'equals-ignore-case') throw invalidPattern(`Unsupported ${outer} pattern: ${operator}`);
  return textOf(text, 'equals-ignore-case');
}

function onlyMember(object: Readonly<Record<string, unknown>>, missing: string): readonly [string, unknown] {
  const [first, ...more] = Object.entries(object);
  if (!first) throw invalidPattern(missing);
  if (more.length > 0) throw invalidPattern('Only one key allowed in match expression');
  return first;
}

function textOf(operand: unknown, operator: string): string {
  if (typeof operand !== 'string') throw invalidPattern(`${operator} match pattern must be a string`);
  return operand;
}

function ofText(matches: (value: string) => boolean): Comparison {
  return (value) => typeof value === 'string' && matches(value);
}

function ignoringCase(text: string): (value: string) => boolean {
  const folded = fold(text);
  return (value) => fold(value) === folded;
}

function fold(text: string): string {
  return text.toLowerCase();
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
