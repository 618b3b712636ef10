import { refuse } from '../refusal.ts';
import {
  isAggregate,
  isNullish,
  isObject,
  isSql,
  isStatement,
  isTypedValue,
  type Sql,
  type Statement,
} from './statement.ts';

/** A request to the RDS Data API. */
export interface RdsRequest {
  readonly statements: readonly string[];
  readonly variableMap: Readonly<Record<string, unknown>>;
  readonly variableTypeHintMap: Readonly<Record<string, string>>;
}

export interface Dialect {
  readonly name: 'PostgreSQL' | 'MySQL';
  /** What stands around a name. */
  readonly quote: string;
}

export const PG: Dialect = { name: 'PostgreSQL', quote: '"' };
export const MYSQL: Dialect = { name: 'MySQL', quote: '`' };

/** Names and values of the statements of one request: their variables are counted through. */
export class Writer {
  readonly dialect: Dialect;
  readonly variableMap: Record<string, unknown> = {};
  readonly variableTypeHintMap: Record<string, string> = {};
  readonly #writeStatement: (statement: Statement, writer: Writer) => string;
  #count = 0;

  constructor(dialect: Dialect, writeStatement: (statement: Statement, writer: Writer) => string) {
    this.dialect = dialect;
    this.#writeStatement = writeStatement;
  }

  /** `"schema"."table"`: each part of the name by itself. */
  name(name: string): string {
    const { quote } = this.dialect;
    return name
      .split('.')
      .map((part) => `${quote}${part.split(quote).join(quote + quote)}${quote}`)
      .join('.');
  }

  /** The variable that stands for the value; what is absent is written out. */
  value(value: unknown): string {
    if (isNullish(value)) return 'NULL';
    if (isSql(value)) return this.sql(value);
    const variable = `:P${this.#count}`;
    this.#count += 1;
    if (isTypedValue(value)) {
      this.variableMap[variable] = value.value;
      this.variableTypeHintMap[variable] = value.type;
    } else {
      this.variableMap[variable] = value;
    }
    return variable;
  }

  sql({ properties: { strings, values } }: Sql): string {
    return strings.map((text, index) => (index === 0 ? text : `${this.value(values[index - 1])}${text}`)).join('');
  }

  /** A column, an aggregate, or an alias `{ alias: column }`. */
  column(column: unknown): string {
    if (column === '*') return '*';
    if (typeof column === 'string') return this.name(column);
    if (isAggregate(column)) {
      return `${column.name} (${column.isDistinct ? 'DISTINCT ' : ''}${this.column(column.column)})`;
    }
    if (!isObject(column)) refuse('Invalid type in column array.');
    const [alias, target] = soleEntry(column, 'column');
    return `${isStatement(target) ? this.#subquery(target) : this.column(target)} as ${this.name(alias)}`;
  }

  /** `*`, or a list of columns. */
  columns(columns: unknown): string {
    if (columns === '*') return '*';
    if (!Array.isArray(columns)) refuse('Expected column to be * or an array.');
    return columns.map((column) => this.column(column)).join(', ');
  }

  /** A table's name, or an alias `{ alias: table }`. */
  table(table: unknown): string {
    if (typeof table === 'string') return this.name(table);
    if (!isObject(table)) refuse('table name is expected to be a string or alias.');
    const [alias, target] = soleEntry(table, 'table');
    if (isStatement(target)) return `${this.#subquery(target)} as ${this.name(alias)}`;
    if (typeof target !== 'string') refuse('Table alias value is expected to be a string.');
    return `${this.name(target)} as ${this.name(alias)}`;
  }

  /** What `from` takes: a table or a statement. */
  source(from: unknown): string {
    if (isSql(from)) return this.sql(from);
    if (isStatement(from)) return this.#subquery(from);
    if (typeof from !== 'string' && !isObject(from)) refuse("'from' value is expected to be string or object.");
    return this.table(from);
  }

  #subquery(statement: Statement): string {
    return `(${this.#writeStatement(statement, this)})`;
  }
}

function soleEntry(alias: Readonly<Record<string, unknown>>, what: string): [string, unknown] {
  const entries = Object.entries(alias);
  if (entries.length > 1) refuse(`${what} alias is allowed only one key-value pair.`);
  return entries[0] ?? refuse('java.util.NoSuchElementException');
}
