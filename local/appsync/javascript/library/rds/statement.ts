import { refuse } from '../refusal.ts';

export type Members = Readonly<Record<string, unknown>>;

/** A statement, made by `sql` or a builder: it is written when the dialect is known. */
export interface Statement {
  readonly type: 'SQL' | 'SELECT' | 'INSERT' | 'UPDATE' | 'REMOVE';
  readonly properties: Members;
}

/** Text with values in between. */
export interface Sql extends Statement {
  readonly properties: { readonly strings: readonly string[]; readonly values: readonly unknown[] };
}

/** A value together with the type that the database is to take it for. */
interface TypedValue {
  readonly type: string;
  readonly value: unknown;
}

export interface Aggregate {
  readonly type: 'AGGREGATE';
  readonly name: string;
  readonly isDistinct: boolean;
  readonly column: string;
}

const STATEMENT_TYPES: readonly unknown[] = ['SQL', 'SELECT', 'INSERT', 'UPDATE', 'REMOVE'];
const HINTS = ['DECIMAL', 'JSON', 'TIMESTAMP', 'TIME', 'UUID', 'DATE'] as const;
const AGGREGATES = ['max', 'min', 'count', 'avg', 'sum'] as const;
const { fromEntries } = Object;

export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isNullish(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

export function isStatement(value: unknown): value is Statement {
  return isObject(value) && STATEMENT_TYPES.includes(value['type']) && isObject(value['properties']);
}

export function isSql(value: unknown): value is Sql {
  return isStatement(value) && value.type === 'SQL';
}

export function isTypedValue(value: unknown): value is TypedValue {
  return isObject(value) && HINTS.some((hint) => hint === value['type']) && Object.hasOwn(value, 'value');
}

export function isAggregate(value: unknown): value is Aggregate {
  return isObject(value) && value['type'] === 'AGGREGATE' && typeof value['name'] === 'string';
}

/** `typeHint` */
export const typeHint = fromEntries(HINTS.map((type) => [type, (value: unknown): TypedValue => ({ type, value })]));

/** `agg`: each function, and the same over distinct values. */
export const agg = fromEntries(
  AGGREGATES.flatMap((name) =>
    [false, true].map((isDistinct) => [
      `${name}${isDistinct ? 'Distinct' : ''}`,
      (column: string): Aggregate => ({ type: 'AGGREGATE', name: name.toUpperCase(), isDistinct, column }),
    ]),
  ),
);

/** The tag of a template. */
export function sql(strings: readonly string[], ...values: unknown[]): Sql {
  if (strings.length !== values.length + 1) {
    refuse('java.lang.IllegalArgumentException: Unexpected argument passed to sql tagged template');
  }
  return { type: 'SQL', properties: { strings: [...strings], values } };
}

/** A builder: it only looks whether it was given an object. */
export function builder(name: string, type: Statement['type']): (...payload: unknown[]) => Statement {
  return (...payload) => {
    if (payload.length === 0) refuse(`An argument is expected to be passed to ${name}`);
    const [properties] = payload;
    if (!isObject(properties)) refuse('Expected payload to be an Object.');
    return { type, properties };
  };
}
