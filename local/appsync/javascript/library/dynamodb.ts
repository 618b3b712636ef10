import { toMapValues } from './dynamodb-values.ts';
import { UnwritableFilter, writeFilter } from './filters.ts';
import { Placeholders } from './placeholders.ts';
import { refuse } from './refusal.ts';
import { toUpdateExpression } from './update.ts';

type Input = Readonly<Record<string, unknown>>;
type Tables = Readonly<Record<string, unknown>>;

const { fromEntries } = Object;

/** The request without the members that nothing was given for. */
function compact(request: Input): Input {
  return fromEntries(Object.entries(request).filter(([, value]) => value !== undefined && value !== null));
}

function pick(input: Input, names: readonly string[]): Input {
  return fromEntries(names.map((name) => [name, input[name]]));
}

function toKey(key: unknown): Input {
  if (typeof key !== 'object' || key === null) refuse('A DynamoDB request needs a key');
  return toMapValues(key);
}

/** A filter, condition or key condition; nothing for nothing. One without values has no map of them. */
function toExpression(filter: unknown): Input | undefined {
  if (filter === undefined || filter === null) return undefined;
  const { expressionValues, ...expression } = writeOrRefuse(filter);
  return Object.keys(expressionValues).length > 0 ? { ...expression, expressionValues } : expression;
}

function writeOrRefuse(filter: unknown): ReturnType<typeof writeFilter> {
  try {
    return writeFilter(filter);
  } catch (thrown) {
    // A request without the condition that was asked for would write what it must not.
    if (thrown instanceof UnwritableFilter) refuse(thrown.reason);
    throw thrown;
  }
}

/** Paths such as `nested.list[1]`, each of its names behind a placeholder. */
function toProjection(paths: unknown): Input | undefined {
  if (!Array.isArray(paths) || paths.length === 0) return undefined;
  const placeholders = new Placeholders();
  const toName = (part: string): string => {
    const at = part.indexOf('[');
    if (at < 0) return placeholders.name(part);
    return `${placeholders.name(part.slice(0, at))}${part.slice(at)}`;
  };
  const expressions = paths.map((path) => String(path).split('.').map(toName).join('.'));
  return { expression: expressions.join(', '), expressionNames: placeholders.names };
}

function mapTables(tables: unknown, toRequest: (input: never) => unknown): Tables {
  return fromEntries(Object.entries(tables as Tables).map(([table, input]) => [table, toRequest(input as never)]));
}

/** Members of a write that conflict detection uses. */
const VERSIONING = ['customPartitionKey', 'populateIndexFields', '_version'];
const PAGING = ['index', 'limit', 'nextToken', 'consistentRead'];

export const get = (input: Input): Input =>
  compact({
    operation: 'GetItem',
    key: toKey(input['key']),
    consistentRead: input['consistentRead'],
    projection: toProjection(input['projection']),
  });

export const put = (input: Input): Input =>
  compact({
    operation: 'PutItem',
    key: toKey(input['key']),
    attributeValues: toMapValues(input['item'] ?? {}),
    condition: toExpression(input['condition']),
    ...pick(input, VERSIONING),
  });

export const update = (input: Input): Input =>
  compact({
    operation: 'UpdateItem',
    key: toKey(input['key']),
    update: toUpdateExpression(input['update']),
    condition: toExpression(input['condition']),
    ...pick(input, VERSIONING),
  });

export const remove = (input: Input): Input =>
  compact({
    operation: 'DeleteItem',
    key: toKey(input['key']),
    condition: toExpression(input['condition']),
    ...pick(input, VERSIONING),
  });

export const query = (input: Input): Input =>
  compact({
    operation: 'Query',
    query: toExpression(input['query']),
    ...pick(input, PAGING),
    scanIndexForward: input['scanIndexForward'],
    select: input['select'],
    filter: toExpression(input['filter']),
    projection: toProjection(input['projection']),
  });

export const scan = (input: Input): Input =>
  compact({
    operation: 'Scan',
    ...pick(input, PAGING),
    totalSegments: input['totalSegments'],
    segment: input['segment'],
    select: input['select'],
    filter: toExpression(input['filter']),
    projection: toProjection(input['projection']),
  });

export const sync = (input: Input): Input =>
  compact({
    operation: 'Sync',
    ...pick(input, ['basePartitionKey', 'deltaIndexName', 'limit', 'nextToken', 'lastSync']),
    filter: toExpression(input['filter']),
  });

export const batchGet = (input: Input): Input => ({
  operation: 'BatchGetItem',
  tables: mapTables(input['tables'], (table: Input) =>
    compact({
      keys: (table['keys'] as unknown[]).map(toKey),
      consistentRead: table['consistentRead'],
      projection: toProjection(table['projection']),
    }),
  ),
});

export const batchPut = (input: Input): Input => ({
  operation: 'BatchPutItem',
  tables: mapTables(input['tables'], (items: object[]) => items.map(toMapValues)),
});

export const batchDelete = (input: Input): Input => ({
  operation: 'BatchDeleteItem',
  tables: mapTables(input['tables'], (keys: unknown[]) => keys.map(toKey)),
});

export const transactGet = (input: Input): Input => ({
  operation: 'TransactGetItems',
  transactItems: (input['items'] as Input[]).map((item) =>
    compact({ table: item['table'], key: toKey(item['key']), projection: toProjection(item['projection']) }),
  ),
});

/** One write of a transaction has the form of the single request, beside the table's name. */
function toTransactItem(item: Input): Input {
  const [kind, input] = Object.entries(item)[0] ?? [];
  const write = input as Input;
  const toRequest = { putItem: put, updateItem: update, deleteItem: remove, conditionCheck: toConditionCheck }[
    String(kind)
  ];
  if (!toRequest) refuse(`A transaction can't hold "${String(kind)}"`);
  return { table: write['table'], ...toRequest(write) };
}

function toConditionCheck(input: Input): Input {
  return { operation: 'ConditionCheck', key: toKey(input['key']), condition: toExpression(input['condition']) };
}

export const transactWrite = (input: Input): Input => ({
  operation: 'TransactWriteItems',
  transactItems: (input['items'] as Input[]).map(toTransactItem),
});

export const toStringSet = (list: unknown): Input => ({ SS: list });
export const toNumberSet = (numbers: unknown): Input => ({ NS: numbers });
export const toBinarySet = (values: unknown): Input => ({ BS: values });
export { operations } from './update.ts';
