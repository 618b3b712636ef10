import type { AttributeValue, Attributes } from './attribute-value.ts';

/** An item, or a range of items, that a request touches. */
export interface ItemAccess {
  /** The IAM action that the access needs, without `dynamodb:`. */
  readonly action: string;
  readonly table: string;
  readonly index?: string;
  /** The key, or the whole item. */
  readonly item?: Attributes;
  /** Of a Query: the attributes that its key condition holds equal to a value. */
  readonly equalities?: readonly (readonly [string, AttributeValue])[];
}

type Input = Readonly<Record<string, unknown>>;

/** How each data operation touches items. What is malformed yields nothing: the engine refuses the request. */
const ACCESSES: Readonly<Record<string, (input: Input) => ItemAccess[]>> = {
  GetItem: (input) => one(input, 'GetItem', input['Key']),
  PutItem: (input) => one(input, 'PutItem', input['Item']),
  UpdateItem: (input) => one(input, 'UpdateItem', input['Key']),
  DeleteItem: (input) => one(input, 'DeleteItem', input['Key']),
  Query: (input) => range(input, 'Query', { equalities: equalities(input) }),
  Scan: (input) => range(input, 'Scan', {}),
  BatchGetItem: (input) =>
    Object.entries(record(input['RequestItems'])).flatMap(([table, request]) =>
      list(record(request)['Keys']).map((key) => ({ action: 'BatchGetItem', table, item: key as Attributes })),
    ),
  BatchWriteItem: (input) =>
    Object.entries(record(input['RequestItems'])).flatMap(([table, requests]) =>
      list(requests).map((request) => {
        const { PutRequest: put, DeleteRequest: remove } = record(request);
        const item = (put ? record(put)['Item'] : record(remove)['Key']) as Attributes | undefined;
        return { action: 'BatchWriteItem', table, ...(item && { item }) };
      }),
    ),
  TransactGetItems: (input) =>
    list(input['TransactItems']).flatMap((member) => {
      const get = record(record(member)['Get']);
      return one(get, 'GetItem', get['Key']);
    }),
  TransactWriteItems: (input) =>
    list(input['TransactItems']).flatMap((member) =>
      Object.entries(record(member)).flatMap(([kind, action]) => {
        const request = record(action);
        const iamAction = kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`;
        return one(request, iamAction, kind === 'Put' ? request['Item'] : request['Key']);
      }),
    ),
};

/** True for what reads or writes items; all else is control. */
export function isDataOperation(operation: string): boolean {
  return Object.hasOwn(ACCESSES, operation);
}

/** In the order of the request. Empty for a control operation. */
export function itemAccesses(operation: string, input: Input): ItemAccess[] {
  return isDataOperation(operation) ? (ACCESSES[operation]?.(input) ?? []) : [];
}

function one(input: Input, action: string, item: unknown): ItemAccess[] {
  const table = input['TableName'];
  return typeof table === 'string' ? [{ action, table, item: record(item) as Attributes }] : [];
}

function range(input: Input, action: string, rest: Pick<ItemAccess, 'equalities'>): ItemAccess[] {
  const { TableName: table, IndexName: index } = input;
  if (typeof table !== 'string') return [];
  return [{ action, table, ...(typeof index === 'string' && { index }), ...rest }];
}

const NAME_EQUALS_VALUE = /([#\w.-]+)\s*=\s*(:\w+)|(:\w+)\s*=\s*([#\w.-]+)/g;

/** All of them: if a caller writes two, both are judged. */
function equalities(input: Input): (readonly [string, AttributeValue])[] {
  const names = record(input['ExpressionAttributeNames']);
  const values = record(input['ExpressionAttributeValues']);
  const expression = textOf(input['KeyConditionExpression']) ?? '';
  const written = [...expression.matchAll(NAME_EQUALS_VALUE)].map((match) => {
    const name = match[1] ?? match[4] ?? '';
    return [textOf(names[name]) ?? name, record(values[match[2] ?? match[3] ?? ''])] as const;
  });
  const legacy = Object.entries(record(input['KeyConditions']))
    .filter(([, condition]) => record(condition)['ComparisonOperator'] === 'EQ')
    .map(([name, condition]) => [name, record(list(record(condition)['AttributeValueList'])[0])] as const);
  return [...written, ...legacy];
}

function record(value: unknown): Input {
  return typeof value === 'object' && value !== null ? (value as Input) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
