import { invalidRequest } from '../errors.ts';
import type { AppSyncPorts } from '../ports.ts';
import { SERVICE, SESSION_NAME } from '../resolver/session.ts';
import type { DataSourceAnswer } from '../resolver/data-source-answer.ts';
import type { DataSource, FieldInvocation } from '../resolver/step.ts';
import { batchGetItem, batchWrite } from './batch.ts';
import { failure, type Call } from './call.ts';
import { conditionFailedFunction } from './condition-function.ts';
import { list } from './list.ts';
import type { Pagination } from './pagination.ts';
import { RequestReader } from './request.ts';
import { deleteItem, getItem, putItem, updateItem, type ItemTable } from './single-item.ts';
import { transactGetItems, transactWriteItems } from './transaction.ts';

export interface DynamoDbSettings {
  readonly name: string;
  readonly roleArn: string;
  readonly table: string;
  readonly region: string;
}

type Operation = (request: RequestReader, call: Call, field: FieldInvocation) => Promise<DataSourceAnswer>;

/** An AMAZON_DYNAMODB data source: what the "JavaScript resolver function reference for DynamoDB" describes. */
export function dynamoDbSource(
  { name, roleArn, table, region }: DynamoDbSettings,
  ports: Pick<AppSyncPorts, 'roleSession' | 'dynamodb' | 'invokeFunction'>,
  pagination: Pagination,
): DataSource {
  const session = (): ReturnType<AppSyncPorts['roleSession']> => ports.roleSession(roleArn, SESSION_NAME, SERVICE);
  const call: Call = (operation, input) => ports.dynamodb(session(), operation, input);
  const on = (field: FieldInvocation): ItemTable => ({
    name: table,
    call,
    onConditionFailed: conditionFailedFunction({ table, region }, field, (functionArn, payload) =>
      ports.invokeFunction(session(), functionArn, payload, 'RequestResponse'),
    ),
  });
  const operations: Readonly<Record<string, Operation>> = {
    GetItem: (request) => getItem(table, request, call),
    PutItem: (request, _, field) => putItem(on(field), request),
    UpdateItem: (request, _, field) => updateItem(on(field), request),
    DeleteItem: (request, _, field) => deleteItem(on(field), request),
    Query: (request) => list('Query', table, request, call, pagination),
    Scan: (request) => list('Scan', table, request, call, pagination),
    BatchGetItem: batchGetItem,
    BatchPutItem: (request) => batchWrite('BatchPutItem', request, call),
    BatchDeleteItem: (request) => batchWrite('BatchDeleteItem', request, call),
    TransactGetItems: transactGetItems,
    TransactWriteItems: transactWriteItems,
  };
  return {
    name,
    async invoke(value, field) {
      const request = new RequestReader(value);
      const operation = request.string('operation');
      const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
      if (!run) {
        const known = Object.keys(operations).join(',');
        throw invalidRequest(`Unsupported operation '${operation}'. Only the following are supported: (${known})`);
      }
      try {
        return await run(request, call, field);
      } catch (error) {
        return failure(error);
      }
    },
  };
}
