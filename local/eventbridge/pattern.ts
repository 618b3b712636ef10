import { ABSENT, comparisonOf, isRecord } from './comparisons.ts';
import type { Comparison } from './comparisons.ts';
import { leavesOf } from './leaves.ts';
import type { Leaf, Place } from './leaves.ts';
import { invalidPattern } from './pattern-error.ts';

/** A compiled event pattern: of a rule, of a Pipe's filter, of an event source mapping's filter. */
export interface Pattern {
  /** @param event its JSON, parsed */
  matches(event: unknown): boolean;
}

/** What a pattern says of one path. */
interface Field {
  readonly path: string;
  readonly comparisons: readonly Comparison[];
  /** Holds also where the event has no value there. */
  readonly mayBeAbsent: boolean;
}

/** Fields that must all match. An `$or` multiplies the branches. */
type Branch = ReadonlyMap<string, Field>;

/** Names that AWS doesn't take for fields inside `$or`. */
const reservedInOr = new Set(
  (
    'exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >= regex ' +
    'not-wildcard not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range ' +
    'ip-address-in-range ip-address-not-in-range'
  ).split(' '),
);

/** AWS's limit for the combinations of all `$or` of a pattern. */
const mostBranches = 1000;

/**
 * Compiles an event pattern.
 * @param pattern an object, or its JSON
 * @throws AwsError InvalidEventPatternException, its message in AWS's words
 */
export function parsePattern(pattern: unknown): Pattern {
  const source = typeof pattern === 'string' ? parseJson(pattern) : pattern;
  if (!isRecord(source)) throw invalidPattern('Filter is not an object');
  const branches = expand([new Map()], source, '', false).map((branch) => [...branch.values()]);
  const paths = new Set(branches.flat().flatMap(({ path }) => withParents(path)));
  return {
    matches: (event) => {
      if (!isRecord(event)) return false;
      const leaves = leavesOf(event, paths);
      return branches.some((fields) => holds(fields, leaves, 0, new Map()));
    },
  };
}

/** Adds what an object of the pattern says to each branch. */
function expand(
  branches: readonly Branch[],
  source: Readonly<Record<string, unknown>>,
  parent: string,
  insideOr: boolean,
): readonly Branch[] {
  const members = Object.entries(source);
  if (members.length === 0) throw invalidPattern('Empty objects are not allowed');
  return members.reduce((all, [name, value]) => {
    if (name === '$or') return alternatives(all, value, parent);
    if (insideOr && reservedInOr.has(name)) {
      throw invalidPattern(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
    }
    const path = parent ? `${parent}.${name}` : name;
    if (Array.isArray(value)) return withField(all, fieldOf(path, value));
    if (isRecord(value)) return expand(all, value, path, insideOr);
    throw invalidPattern(`"${name}" must be an object or an array`);
  }, branches);
}

function alternatives(branches: readonly Branch[], value: unknown, parent: string): readonly Branch[] {
  if (!Array.isArray(value)) throw invalidPattern('It must be an Array followed with $or.');
  const expanded = value.flatMap((alternative: unknown) => {
    if (!isRecord(alternative)) throw invalidPattern('Only JSON object is allowed in array of $or relationship.');
    return expand(branches, alternative, parent, true);
  });
  if (value.length < 2) throw invalidPattern('There must have at least 2 Objects in $or relationship.');
  if (expanded.length > mostBranches) throw invalidPattern('Rule is too complex');
  return expanded;
}

/** Where a path is there twice, the later one counts. */
function withField(branches: readonly Branch[], field: Field): readonly Branch[] {
  return branches.map((branch) => new Map([...branch, [field.path, field]]));
}

function fieldOf(path: string, members: readonly unknown[]): Field {
  if (members.length === 0) throw invalidPattern('Empty arrays are not allowed');
  const comparisons = members.map(comparisonOf);
  return {
    path,
    comparisons: comparisons.filter((comparison) => comparison !== ABSENT),
    mayBeAbsent: comparisons.includes(ABSENT),
  };
}

/**
 * Whether the fields from `position` on match together: values within one array of objects must come from the same
 * element of it.
 */
function holds(
  fields: readonly Field[],
  leaves: ReadonlyMap<string, readonly Leaf[]>,
  position: number,
  chosen: Place,
): boolean {
  const field = fields[position];
  if (!field) return true;
  const candidates = leaves.get(field.path);
  if (!candidates) return field.mayBeAbsent && holds(fields, leaves, position + 1, chosen);
  const tried = new Set<Place>();
  for (const { value, place } of candidates) {
    if (tried.has(place) || !field.comparisons.some((compare) => compare(value))) continue;
    tried.add(place);
    const together = join(chosen, place);
    if (together && holds(fields, leaves, position + 1, together)) return true;
  }
  return false;
}

/** Both places, or undefined where they are different elements of one array. */
function join(chosen: Place, place: Place): Place | undefined {
  if (place.size === 0) return chosen;
  for (const [array, index] of place) {
    if ((chosen.get(array) ?? index) !== index) return undefined;
  }
  return new Map([...chosen, ...place]);
}

/** `a`, `a.b` and `a.b.c` of `a.b.c`. */
function withParents(path: string): string[] {
  return path.split('.').map((_, index, steps) => steps.slice(0, index + 1).join('.'));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalidPattern((cause as Error).message);
  }
}
