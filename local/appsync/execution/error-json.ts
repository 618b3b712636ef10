import {
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  getNamedType,
  type GraphQLError,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { FieldError } from '../errors.ts';

interface Location {
  readonly line: number;
  readonly column: number;
  readonly sourceName: null;
}

/** One member of a response's `errors`. Those of a resolver carry `data`, `errorType` and `errorInfo` besides. */
export interface ErrorJson {
  readonly path: readonly (string | number)[] | null;
  readonly data?: unknown;
  readonly errorType?: string | null;
  readonly errorInfo?: unknown;
  readonly locations: readonly Location[] | null;
  readonly message: string;
}

export function locationsOf(error: Pick<GraphQLError, 'locations'>): Location[] | null {
  return error.locations?.map(({ line, column }) => ({ line, column, sourceName: null })) ?? null;
}

/** An error that a field ended with. */
export function fieldErrorJson(schema: GraphQLSchema, error: GraphQLError): ErrorJson {
  const cause = error.originalError;
  const path = error.path ?? null;
  if (cause instanceof FieldError) {
    const { data, errorType, errorInfo, message } = cause;
    return { path, data, errorType, errorInfo, locations: locationsOf(error), message };
  }
  return { path, locations: null, message: completionMessage(schema, error) };
}

/** What graphql-java, and so AppSync, says of a value that its field's type can't take. */
function completionMessage(schema: GraphQLSchema, error: GraphQLError): string {
  const path = error.path ?? [];
  const at = path.map((key) => (typeof key === 'number' ? `[${key}]` : `/${key}`)).join('');
  const [, typeName = '', fieldName = ''] = /field "?([_A-Za-z]\w*)\.(\w+)"?/.exec(error.message) ?? [];
  if (error.message.startsWith('Cannot return null for non-nullable')) {
    const type = String(nonNullTypeAt(fieldType(schema, typeName, fieldName), path)).replace(/!$/, '');
    return `Cannot return null for non-nullable type: '${type}' within parent '${typeName}' (${at})`;
  }
  if (error.message.startsWith('Expected Iterable')) {
    return `Can't resolve value (${at}) : type mismatch error, expected type LIST`;
  }
  const [, enumName, value] = /^Enum "(\w+)" cannot represent value: "?(.*?)"?$/.exec(error.message) ?? [];
  if (enumName && isEnumType(schema.getType(enumName))) {
    return `Can't serialize value (${at}) : Invalid input for Enum '${enumName}'. No value found for name '${value}'`;
  }
  return `Can't serialize value (${at}) : ${error.message}`;
}

function fieldType(schema: GraphQLSchema, typeName: string, fieldName: string): GraphQLOutputType | undefined {
  const type = schema.getType(typeName);
  return isObjectType(type) ? type.getFields()[fieldName]?.type : undefined;
}

/** The type that stands at the path's end: past a list for each number there. */
function nonNullTypeAt(type: GraphQLOutputType | undefined, path: readonly (string | number)[]): string {
  let at = type;
  for (let index = path.length - 1; at && typeof path[index] === 'number'; index -= 1) {
    if (isNonNullType(at)) at = at.ofType;
    if (isListType(at)) at = at.ofType;
  }
  return at ? String(isNonNullType(at) ? at.ofType : at) : String(type && getNamedType(type));
}

/** What AppSync says of variables that don't fit their types; graphql-js's wording for the rest. */
export function variableMessage(message: string): string {
  const absent = /^Variable "\$(\w+)" of (?:required|non-null) type "(.+?)" (?:was not provided|must not be null)/.exec(
    message,
  );
  if (absent) return `Variable '${absent[1]}' has coerced Null value for NonNull type '${absent[2]}'`;
  const invalid = /^Variable "\$(\w+)" got invalid value [\s\S]*?(?: at "[^"]*")?; (.+)$/.exec(message);
  if (!invalid) return message;
  const [, name, reason = ''] = invalid;
  const missing = /^Field "(\w+)" of required type "(.+?)" was not provided/.exec(reason);
  if (missing)
    return `Field '${missing[1]}' of variable '${name}' has coerced Null value for NonNull type '${missing[2]}'`;
  const extra = /^Field "(\w+)" is not defined by type "(.+?)"/.exec(reason);
  if (extra) {
    return `The variables input contains a field name '${extra[1]}' that is not defined for input object type '${extra[2]}' `;
  }
  return `Variable '${name}' has an invalid value. ${reason}`;
}
