import { AwsError } from '../../errors.ts';
import { invalidRequest } from '../errors.ts';
import { isObject } from '../properties.ts';
import type { DataSourceAnswer } from '../resolver/data-source-answer.ts';
import { toPlainItem, type Item } from './attribute-values.ts';
import { failure, type Call } from './call.ts';
import { compact, Expressions, RequestReader } from './request.ts';

/** `{ items: [item or null], cancellationReasons: null }`, or no items and the reasons. */
export async function transactGetItems(request: RequestReader, call: Call): Promise<DataSourceAnswer> {
  const gets = itemsOf(request).map((item) => {
    item.only('table', 'key', 'projection');
    const expressions = new Expressions();
    const projection = expressions.add(item.optionalObject('projection'));
    return {
      Get: compact({
        TableName: item.string('table'),
        Key: item.item('key'),
        ProjectionExpression: projection,
        ...expressions.members(),
      }),
    };
  });
  return transact('items', async () => {
    const answer = await call('TransactGetItems', { TransactItems: gets });
    return ((answer['Responses'] ?? []) as { Item?: Item }[]).map(({ Item }) => (Item ? toPlainItem(Item) : null));
  });
}

/** `{ keys: [key], cancellationReasons: null }`, or no keys and the reasons. AppSync gives no ClientRequestToken. */
export async function transactWriteItems(request: RequestReader, call: Call): Promise<DataSourceAnswer> {
  const writes = itemsOf(request).map((item) => ({ key: item.item('key'), wire: writeOf(item) }));
  return transact('keys', async () => {
    await call('TransactWriteItems', { TransactItems: writes.map(({ wire }) => wire) });
    return writes.map(({ key }) => toPlainItem(key));
  });
}

function itemsOf(request: RequestReader): RequestReader[] {
  request.only('version', 'operation', 'transactItems');
  return request.list('transactItems').map((item, index) => new RequestReader(item, `transactItems[${index}]`));
}

const OWN_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  PutItem: ['attributeValues'],
  UpdateItem: ['update'],
};

function writeOf(item: RequestReader): Record<string, unknown> {
  const operation = item.string('operation');
  item.only('table', 'operation', 'key', 'condition', ...(OWN_MEMBERS[operation] ?? []));
  const key = item.item('key');
  const expressions = new Expressions();
  const condition = item.optionalObject('condition');
  const members = (more: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    compact({
      TableName: item.string('table'),
      ...more,
      ConditionExpression: expressions.add(condition, 'returnValuesOnConditionCheckFailure'),
      ...expressions.members(),
      // The item comes back unless that was refused in so many words.
      ReturnValuesOnConditionCheckFailure:
        condition && condition.optional('returnValuesOnConditionCheckFailure') !== false ? 'ALL_OLD' : undefined,
    });
  switch (operation) {
    case 'PutItem': {
      const attributes = item.has('attributeValues') ? item.item('attributeValues') : {};
      return { Put: members({ Item: { ...attributes, ...key } }) };
    }
    case 'UpdateItem':
      return { Update: members({ Key: key, UpdateExpression: expressions.add(item.object('update')) }) };
    case 'DeleteItem':
      return { Delete: members({ Key: key }) };
    case 'ConditionCheck':
      if (!condition) throw item.missing('condition');
      return { ConditionCheck: members({ Key: key }) };
    default:
      throw invalidRequest(`Unsupported operation '${operation}' in a transaction.`);
  }
}

async function transact(member: 'items' | 'keys', send: () => Promise<unknown>): Promise<DataSourceAnswer> {
  try {
    return { result: { [member]: await send(), cancellationReasons: null } };
  } catch (error) {
    const reasons = error instanceof AwsError ? error.details['CancellationReasons'] : undefined;
    const cancellationReasons = Array.isArray(reasons) ? reasons.map(reasonOf) : null;
    return failure(error, { [member]: null, cancellationReasons });
  }
}

function reasonOf(reason: unknown): Record<string, unknown> {
  const { Code = 'None', Message, Item } = isObject(reason) ? reason : {};
  return compact({
    item: Item ? toPlainItem(Item as Item) : undefined,
    type: Code,
    message: Message ?? 'None',
  });
}
