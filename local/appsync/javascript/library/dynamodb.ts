import { toExpression } from './conditions.ts';
import { toMapValues, values } from './dynamodb-values.ts';
import { Placeholders, type Expression } from './expression-names.ts';
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
  if (typeof key !== 'object' || key === null) throw new TypeError('A DynamoDB request needs a key');
  return toMapValues(key);
}

/** Paths such as `nested.list[1]`, each of its names behind a placeholder. */
function toProjection(paths: unknown): Expression | undefined {
  if (!Array.isArray(paths)) return undefined;
  const placeholders = new Placeholders();
  const toName = (part: string): string => {
    const at = part.indexOf('[');
    if (at < 0) return placeholders.numberedName(part);
    return `${placeholders.numberedName(part.slice(0, at))}${part.slice(at)}`;
  };
  const expressions = paths.map((path) => String(path).split('.').map(toName).join('.'));
  return placeholders.finish(expressions.join(', '));
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
    update: toUpdateExpression(input['update'] as Input),
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
  if (!toRequest) throw new TypeError(`A transaction can't hold "${String(kind)}"`);
  return { table: write['table'], ...toRequest(write) };
}

function toConditionCheck(input: Input): Input {
  return { operation: 'ConditionCheck', key: toKey(input['key']), condition: toExpression(input['condition']) };
}

export const transactWrite = (input: Input): Input => ({
  operation: 'TransactWriteItems',
  transactItems: (input['items'] as Input[]).map(toTransactItem),
});

export const { toStringSet, toNumberSet, toBinarySet } = values;
export { operations } from './update.ts';
