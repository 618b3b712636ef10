import { listOf, membersOf, UnwritableFilter } from './filters.ts';

interface Filter {
  readonly fieldName: string;
  readonly operator: string;
  readonly value: unknown;
}

interface SubscriptionFilter {
  readonly filterGroup: readonly { readonly filters: readonly Filter[] }[];
}

/** One way to pass: each filter in it holds. */
type Alternative = readonly Filter[];

type Members = Readonly<Record<string, unknown>>;

/** Each operator on a field is a way to pass of its own. */
function ofField(fieldName: string, operators: unknown): Alternative[] {
  return membersOf(operators, fieldName).map(([operator, value]) => [{ fieldName, operator, value }]);
}

/** Both hold: each way to pass the one with each way to pass the other. */
function both(one: readonly Alternative[], other: readonly Alternative[]): Alternative[] {
  return one.flatMap((first) => other.map((second) => [...first, ...second]));
}

/** The ways to pass a filter; one that asks nothing (`[[]]`) when all that it names is ignored. */
function alternativesOf(filter: unknown, ignored: readonly unknown[]): Alternative[] {
  const always: Alternative[] = [[]];
  return membersOf(filter, 'A filter').reduce((ways, [key, value]) => {
    if (key === 'and' || key === 'or') return both(ways, ofGroup(key, value, ignored));
    return ignored.includes(key) ? ways : both(ways, ofField(key, value));
  }, always);
}

function ofGroup(key: 'and' | 'or', members: unknown, ignored: readonly unknown[]): Alternative[] {
  const each = listOf(members, key).map((member) => alternativesOf(member, ignored));
  if (key === 'and') return each.reduce(both, [[]]);
  // What is ignored is no way to pass: with it, everything would.
  const ways = each.flat().filter((filters) => filters.length > 0);
  return ways.length > 0 ? ways : [[]];
}

/**
 * `util.transform.toSubscriptionFilter`.
 * @param rules at least one of them holds besides
 * @returns null for what is no filter
 */
export function toSubscriptionFilter(
  filter: unknown,
  ignoredFields?: unknown[] | null,
  rules?: Members | null,
): SubscriptionFilter | null {
  try {
    const ways = alternativesOf(filter, ignoredFields ?? []);
    const strict = Object.entries(rules ?? {}).flatMap(([field, operators]) => ofField(field, operators));
    const groups = strict.length > 0 ? both(ways, strict) : ways;
    return { filterGroup: groups.filter((filters) => filters.length > 0).map((filters) => ({ filters })) };
  } catch (thrown) {
    if (thrown instanceof UnwritableFilter) return null;
    throw thrown;
  }
}
