import { refuse } from './refusal.ts';

type Query = Readonly<Record<string, unknown>>;

/** Queries of OpenSearch that have the form `{ NAME: { FIELD: VALUE } }`. */
const BY_FIELD: Readonly<Record<string, string>> = {
  eq: 'term',
  match: 'match',
  matchPhrase: 'match_phrase',
  matchPhrasePrefix: 'match_phrase_prefix',
  wildcard: 'wildcard',
  regexp: 'regexp',
};
const BOUNDS = ['gt', 'gte', 'lt', 'lte'];

function membersOf(value: unknown, what: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(`${what} must be an object`);
  return Object.entries(value);
}

function operation(field: string, operator: string, value: unknown): Query {
  if (Object.hasOwn(BY_FIELD, operator)) return { [String(BY_FIELD[operator])]: { [field]: value } };
  if (BOUNDS.includes(operator)) return { range: { [field]: { [operator]: value } } };
  switch (operator) {
    case 'ne':
      return { bool: { must_not: { term: { [field]: value } } } };
    case 'range': {
      const [gte, lte] = Array.isArray(value) ? (value as unknown[]) : refuse(`${field}.range takes two values`);
      return { range: { [field]: { gte, lte } } };
    }
    case 'exists':
      return value === true ? { exists: { field } } : { bool: { must_not: { exists: { field } } } };
    case 'multiMatch':
      return { multi_match: { query: value, fields: [field] } };
    default:
      return refuse(`${field}.${operator} is no operator of an OpenSearch query`);
  }
}

/** All of them hold. A single one stands alone. */
function all(queries: Query[]): Query {
  return queries.length === 1 && queries[0] ? queries[0] : { bool: { must: queries } };
}

function group(key: string, value: unknown): Query[] {
  return Array.isArray(value) ? value.map(toQuery) : refuse(`"${key}" takes a list`);
}

function toQuery(filter: unknown): Query {
  return all(
    membersOf(filter, 'A query').map(([key, value]) => {
      if (key === 'and') return { bool: { must: group(key, value) } };
      if (key === 'or') return { bool: { should: group(key, value) } };
      if (key === 'not') return { bool: { must_not: toQuery(value) } };
      return all(membersOf(value, key).map(([operator, operand]) => operation(key, operator, operand)));
    }),
  );
}

const { stringify } = JSON;

/** `util.transform.toElasticsearchQueryDSL`: JSON text. */
export function toElasticsearchQueryDSL(filter: unknown): string {
  return stringify(toQuery(filter));
}
