import { values, type AttributeValue } from './dynamodb-values.ts';
import { Placeholders } from './placeholders.ts';
import { refuse } from './refusal.ts';

/** An update in the form of AppSync's DynamoDB requests. */
interface UpdateExpression {
  readonly expression: string;
  readonly expressionNames: Readonly<Record<string, string>>;
  readonly expressionValues: Readonly<Record<string, AttributeValue>>;
}

type Members = Readonly<Record<string, unknown>>;
type Operation = Members & { readonly type: string };

/** `operations` of the DynamoDB module. What they return is what AppSync's return. */
export const operations = {
  add: (value: unknown) => ({ type: 'OPERATION_ADD', value }),
  remove: () => ({ type: 'OPERATION_REMOVE' }),
  replace: (value: unknown) => ({ type: 'OPERATION_REPLACE', value }),
  increment: (by = 1) => ({ type: 'OPERATION_INCREMENT', by }),
  decrement: (by = 1) => ({ type: 'OPERATION_DECREMENT', by }),
  append: (items: unknown[]) => ({ type: 'OPERATION_APPEND', items }),
  prepend: (items: unknown[]) => ({ type: 'OPERATION_PREPEND', items }),
  updateListItem: (value: unknown, index: number) => ({ type: 'OPERATION_UPDATE_LIST_ITEM', value, index }),
};

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOperation(value: unknown): value is Operation {
  return isObject(value) && typeof value['type'] === 'string' && value['type'].startsWith('OPERATION_');
}

/** What happens to one attribute. */
interface Change {
  /** Names of the attribute and of the maps that it is in, outermost first. */
  readonly path: readonly string[];
  readonly operation: Operation;
}

function changesOf(path: readonly string[], value: unknown): Change[] {
  if (isOperation(value)) return [{ path, operation: value }];
  if (Array.isArray(value) && value.length > 0 && value.every(isOperation)) {
    return value.map((operation) => ({ path, operation }));
  }
  // A plain object changes the members that it names and leaves the map's others: `replace` sets the map as a whole.
  if (isObject(value) && Object.keys(value).length > 0) return changesWithin(path, value);
  return [{ path, operation: operations.replace(value) }];
}

function changesWithin(path: readonly string[], members: Members): Change[] {
  return Object.entries(members).flatMap(([name, value]) => changesOf([...path, name], value));
}

/** Writes one clause of SET; undefined for a removal. */
function toAssignment({ path, operation }: Change, placeholders: Placeholders): string {
  const target = path.map((name) => placeholders.name(name)).join('.');
  const value = (of: unknown): string => placeholders.value(values.toDynamoDB(of));
  switch (operation.type) {
    case 'OPERATION_ADD':
    case 'OPERATION_REPLACE':
      return `${target} = ${value(operation['value'])}`;
    case 'OPERATION_INCREMENT':
      return `${target} = ${target} + ${value(operation['by'] ?? 1)}`;
    case 'OPERATION_DECREMENT':
      return `${target} = ${target} - ${value(operation['by'] ?? 1)}`;
    case 'OPERATION_APPEND':
      return `${target} = list_append(${target}, ${value(operation['items'])})`;
    case 'OPERATION_PREPEND':
      return `${target} = list_append(${value(operation['items'])}, ${target})`;
    case 'OPERATION_UPDATE_LIST_ITEM':
      return `${target}[${Number(operation['index'])}] = ${value(operation['value'])}`;
    default:
      return refuse(`${operation.type} is no operation of an update`);
  }
}

/** What is set comes first, then what is removed, and placeholders are numbered in that order. */
export function toUpdateExpression(update: unknown): UpdateExpression {
  if (!isObject(update)) refuse('An update must be an object');
  const placeholders = new Placeholders();
  const changes = changesWithin([], update);
  const isRemoval = ({ operation }: Change): boolean => operation.type === 'OPERATION_REMOVE';
  const set = changes.filter((change) => !isRemoval(change)).map((change) => toAssignment(change, placeholders));
  const removed = changes.filter(isRemoval).map(({ path }) => path.map((name) => placeholders.name(name)).join('.'));
  const clauses = [
    ...(set.length > 0 ? [`SET ${set.join(', ')}`] : []),
    ...(removed.length > 0 ? [`REMOVE ${removed.join(', ')}`] : []),
  ];
  return {
    expression: clauses.join(' '),
    expressionNames: placeholders.names,
    expressionValues: placeholders.values,
  };
}
