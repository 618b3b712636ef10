import { AwsError } from '../../../../local/errors.ts';

type Item = Record<string, Record<string, unknown>>;
interface Input {
  TableName?: string;
  Key?: Item;
  Item?: Item;
  ConditionExpression?: string;
  ReturnValuesOnConditionCheckFailure?: string;
  ExclusiveStartKey?: Item;
  Limit?: number;
  ExpressionAttributeValues?: Item;
}

/**
 * Tables with the key `pk`, in memory. Of expressions it knows `attribute_not_exists(pk)`, `attribute_exists(pk)`,
 * `name = :value`, a key condition on one partition `pk = :pk`, with items told apart by `sk`, and `SET n = :n`.
 */
export class FakeTables {
  readonly calls: { operation: string; input: Readonly<Record<string, unknown>> }[] = [];
  /** The next call of an operation ends with this error. */
  readonly failures = new Map<string, AwsError>();
  /** For each of the next batches the tables that it leaves unprocessed. */
  readonly unprocessed: string[][] = [];
  readonly #items = new Map<string, Item>();

  put(item: Item, table = 'main'): void {
    this.#items.set(keyOf(table, item), item);
  }

  get(pk: string, table = 'main'): Item | undefined {
    return this.#items.get(keyOf(table, { pk: { S: pk } }));
  }

  run(operation: string, input: Readonly<Record<string, unknown>>): Record<string, unknown> {
    this.calls.push({ operation, input });
    const failure = this.failures.get(operation);
    if (failure) {
      this.failures.delete(operation);
      throw failure;
    }
    const table = String(input['TableName']);
    const { Key, Item, ...rest } = input as Input;
    switch (operation) {
      case 'GetItem':
        return { Item: this.#items.get(keyOf(table, Key)) };
      case 'PutItem':
        this.#check(table, { ...rest, Item });
        this.put(Item ?? {}, table);
        return {};
      case 'DeleteItem': {
        this.#check(table, { ...rest, Key });
        const old = this.#items.get(keyOf(table, Key));
        this.#items.delete(keyOf(table, Key));
        return { Attributes: old };
      }
      case 'UpdateItem': {
        this.#check(table, { ...rest, Key });
        const updated = {
          ...this.#items.get(keyOf(table, Key)),
          ...Key,
          n: rest.ExpressionAttributeValues?.[':n'] ?? {},
        };
        this.put(updated, table);
        return { Attributes: updated };
      }
      case 'Query':
      case 'Scan':
        return this.#list(table, rest);
      case 'BatchGetItem':
        return this.#batchGet(input['RequestItems'] as Record<string, { Keys: Item[] }>);
      case 'BatchWriteItem':
        return this.#batchWrite(input['RequestItems'] as Record<string, { PutRequest?: { Item: Item } }[]>);
      case 'TransactGetItems':
        return {
          Responses: (input['TransactItems'] as { Get: Input }[]).map(({ Get }) => ({
            Item: this.#items.get(keyOf(String(Get.TableName), Get.Key)),
          })),
        };
      case 'TransactWriteItems':
        return this.#transact(input['TransactItems'] as Record<string, Input>[]);
      default:
        throw new AwsError('UnknownOperationException', operation);
    }
  }

  #list(table: string, { ExclusiveStartKey, Limit = 100, ExpressionAttributeValues }: Input): Record<string, unknown> {
    const pk = ExpressionAttributeValues?.[':pk']?.['S'];
    const all = [...this.#items].filter(([key]) => key.startsWith(pk ? `${table}|${pk as string}|` : `${table}|`));
    all.sort(([a], [b]) => (a < b ? -1 : 1));
    const from = ExclusiveStartKey ? all.findIndex(([key]) => key > keyOf(table, ExclusiveStartKey)) : 0;
    const page = from < 0 ? [] : all.slice(from, from + Limit);
    const last = page.at(-1)?.[1];
    return {
      Items: page.map(([, item]) => item),
      ScannedCount: page.length,
      ...(last && from + Limit < all.length ? { LastEvaluatedKey: { pk: last['pk'], sk: last['sk'] } } : {}),
    };
  }

  /** Answers in reverse, for DynamoDB promises no order. */
  #batchGet(requests: Record<string, { Keys: Item[] }>): Record<string, unknown> {
    const { done, left } = this.#split(requests);
    const responses = done.map(([table, { Keys }]) => [
      table,
      Keys.flatMap((key) => this.#items.get(keyOf(table, key)) ?? []).reverse(),
    ]);
    return { Responses: Object.fromEntries(responses), UnprocessedKeys: left };
  }

  #split<T>(requests: Record<string, T>): { done: [table: string, request: T][]; left: Record<string, T> } {
    const tables = this.unprocessed.shift() ?? [];
    const isLeft = ([table]: [string, T]): boolean => tables.includes(table);
    const all = Object.entries(requests);
    return { done: all.filter((entry) => !isLeft(entry)), left: Object.fromEntries(all.filter(isLeft)) };
  }

  #batchWrite(
    requests: Record<string, { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } }[]>,
  ): Record<string, unknown> {
    const { done, left } = this.#split(requests);
    for (const [table, writes] of done) {
      for (const { PutRequest, DeleteRequest } of writes) {
        if (PutRequest) this.put(PutRequest.Item, table);
        if (DeleteRequest) this.#items.delete(keyOf(table, DeleteRequest.Key));
      }
    }
    return { UnprocessedItems: left };
  }

  #transact(writes: Record<string, Input>[]): Record<string, unknown> {
    const reasons = writes.map((write) => {
      const [input = {}] = Object.values(write);
      try {
        this.#check(String(input.TableName), input);
        return { Code: 'None' };
      } catch {
        const found = this.#items.get(keyOf(String(input.TableName), input.Item ?? input.Key));
        const item = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? { Item: found } : {};
        return { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', ...item };
      }
    });
    if (reasons.some(({ Code }) => Code !== 'None')) {
      const codes = reasons.map(({ Code }) => Code).join(', ');
      const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
      throw new AwsError('TransactionCanceledException', message, 400, { CancellationReasons: reasons });
    }
    for (const { Put } of writes) if (Put?.Item) this.put(Put.Item, Put.TableName);
    return {};
  }

  #check(table: string, { ConditionExpression = '', ExpressionAttributeValues, Item, Key }: Input): void {
    const found = this.#items.get(keyOf(table, Item ?? Key));
    const [, name = '', value = ''] = /^(\w+) = (:\w+)$/.exec(ConditionExpression) ?? [];
    const holds =
      ConditionExpression === 'attribute_not_exists(pk)'
        ? !found
        : ConditionExpression === 'attribute_exists(pk)'
          ? found
          : !name || JSON.stringify(found?.[name]) === JSON.stringify(ExpressionAttributeValues?.[value]);
    if (!holds) throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed');
  }
}

function keyOf(table: string, item: Item | undefined): string {
  const text = (name: string): string => (item?.[name]?.['S'] ?? '') as string;
  return `${table}|${text('pk')}|${text('sk')}`;
}
