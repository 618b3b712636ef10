import { invalidRequest } from '../errors.ts';
import type { AppSyncPorts } from '../ports.ts';
import { SERVICE, SESSION_NAME } from '../resolver/simple-sources.ts';
import type { DataSource, DataSourceAnswer } from '../resolver/step.ts';
import { batchGetItem, batchWrite } from './batch.ts';
import { failure, type Call } from './call.ts';
import { list } from './list.ts';
import type { Pagination } from './pagination.ts';
import { RequestReader } from './request.ts';
import { deleteItem, getItem, putItem, updateItem } from './single-item.ts';
import { transactGetItems, transactWriteItems } from './transaction.ts';

export interface DynamoDbSettings {
  readonly name: string;
  readonly roleArn: string;
  readonly table: string;
}

type Operation = (request: RequestReader, call: Call) => Promise<DataSourceAnswer>;

/** An AMAZON_DYNAMODB data source: what the "JavaScript resolver function reference for DynamoDB" describes. */
export function dynamoDbSource(
  { name, roleArn, table }: DynamoDbSettings,
  ports: Pick<AppSyncPorts, 'roleSession' | 'dynamodb'>,
  pagination: Pagination,
): DataSource {
  const operations: Readonly<Record<string, Operation>> = {
    GetItem: (request, call) => getItem(table, request, call),
    PutItem: (request, call) => putItem(table, request, call),
    UpdateItem: (request, call) => updateItem(table, request, call),
    DeleteItem: (request, call) => deleteItem(table, request, call),
    Query: (request, call) => list('Query', table, request, call, pagination),
    Scan: (request, call) => list('Scan', table, request, call, pagination),
    BatchGetItem: batchGetItem,
    BatchPutItem: (request, call) => batchWrite('BatchPutItem', request, call),
    BatchDeleteItem: (request, call) => batchWrite('BatchDeleteItem', request, call),
    TransactGetItems: transactGetItems,
    TransactWriteItems: transactWriteItems,
  };
  const call: Call = (operation, input) =>
    ports.dynamodb(ports.roleSession(roleArn, SESSION_NAME, SERVICE), operation, input);
  return {
    name,
    async invoke(value) {
      const request = new RequestReader(value);
      const operation = request.string('operation');
      const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
      if (!run) {
        const known = Object.keys(operations).join(',');
        throw invalidRequest(`Unsupported operation '${operation}'. Only the following are supported: (${known})`);
      }
      try {
        return await run(request, call);
      } catch (error) {
        return failure(error);
      }
    },
  };
}
