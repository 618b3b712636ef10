import { AwsError, DeploymentError } from '../errors.ts';
import { parsePattern } from '../eventbridge/pattern.ts';
import type { QueueMessage, StreamRecord } from './ports.ts';

/** AWS's quota for the filters of one source, before it is raised. */
const mostFilters = 5;

export interface Filter<T> {
  (item: T): boolean;
}

interface SourceFilter {
  readonly pattern: { matches(event: unknown): boolean };
  /** What the pattern says of the data property: nothing, plain text, or members of its JSON. */
  readonly data: 'any' | 'text' | 'json';
}

/**
 * Reads `FilterCriteria`: whether a record of a stream is to be delivered. Undefined: all are.
 * @throws DeploymentError
 */
export function streamFilter(address: string, criteria: unknown): Filter<StreamRecord> | undefined {
  const filters = filtersOf(address, criteria, 'dynamodb');
  if (filters.length === 0) return undefined;
  if (filters.some(({ data }) => data === 'text')) refuse(address, 'the filter pattern for dynamodb must be JSON');
  return (record) => filters.some(({ pattern }) => pattern.matches(record));
}

/** The same for messages of a queue, whose body is compared as JSON where the pattern does. */
export function queueFilter(address: string, criteria: unknown): Filter<QueueMessage> | undefined {
  const filters = filtersOf(address, criteria, 'body');
  if (filters.length === 0) return undefined;
  return (message) => {
    const json = jsonOf(message.body);
    const asJson = { ...message, body: json };
    return filters.some(({ pattern, data }) => {
      if (data === 'any') return pattern.matches(message);
      if ((data === 'json') !== (json !== undefined)) return false;
      return pattern.matches(data === 'json' ? asJson : message);
    });
  };
}

function filtersOf(address: string, criteria: unknown, dataKey: string): SourceFilter[] {
  const { Filters: filters = [] } = (criteria ?? {}) as { readonly Filters?: unknown };
  if (!Array.isArray(filters)) return refuse(address, 'FilterCriteria.Filters must be a list');
  if (filters.length > mostFilters)
    refuse(address, `FilterCriteria has ${filters.length} filters, but at most 5 are allowed`);
  return filters.map((filter: unknown) =>
    sourceFilter(address, (filter as { Pattern?: unknown } | null)?.Pattern, dataKey),
  );
}

function sourceFilter(address: string, text: unknown, dataKey: string): SourceFilter {
  if (typeof text !== 'string') return refuse(address, 'a filter has no Pattern, the text of a JSON object');
  try {
    const data = (JSON.parse(text) as Readonly<Record<string, unknown>>)[dataKey];
    const pattern = parsePattern(text);
    if (data === undefined) return { pattern, data: 'any' };
    return { pattern, data: Array.isArray(data) ? 'text' : 'json' };
  } catch (error) {
    if (!(error instanceof AwsError || error instanceof SyntaxError)) throw error;
    return refuse(address, `Invalid filter pattern definition ${text}: ${error.message}`);
  }
}

/** Of a text that is a JSON object or array; any other is plain. */
function jsonOf(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(address: string, message: string): never {
  throw new DeploymentError(`${address}: ${message}`);
}
