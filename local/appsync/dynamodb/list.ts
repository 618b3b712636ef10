import type { DataSourceAnswer } from '../resolver/data-source-answer.ts';
import { toPlainItem, type Item } from './attribute-values.ts';
import type { Call } from './call.ts';
import type { Pagination } from './pagination.ts';
import { compact, Expressions, type RequestReader } from './request.ts';

const MEMBERS = ['index', 'nextToken', 'limit', 'consistentRead', 'select', 'filter', 'projection'];
const OWN_MEMBERS = { Query: ['query', 'scanIndexForward'], Scan: ['totalSegments', 'segment'] } as const;

/** Query and Scan: `{ items, nextToken, scannedCount }`. */
export async function list(
  operation: 'Query' | 'Scan',
  table: string,
  request: RequestReader,
  call: Call,
  pagination: Pagination,
): Promise<DataSourceAnswer> {
  request.only('version', 'operation', ...MEMBERS, ...OWN_MEMBERS[operation]);
  const index = request.optionalString('index');
  const scope = `${operation}:${table}:${index ?? ''}`;
  const nextToken = request.optionalString('nextToken');
  const start = nextToken === undefined ? undefined : pagination.open(scope, nextToken);
  if (nextToken !== undefined && !start) return { result: null, error: INVALID_TOKEN };
  const expressions = new Expressions();
  const answer = await call(
    operation,
    compact({
      TableName: table,
      IndexName: index,
      KeyConditionExpression: operation === 'Query' ? expressions.add(request.object('query')) : undefined,
      FilterExpression: expressions.add(request.optionalObject('filter')),
      ProjectionExpression: expressions.add(request.optionalObject('projection')),
      ...expressions.members(),
      Limit: request.optional('limit'),
      ScanIndexForward: operation === 'Query' ? request.optional('scanIndexForward') : undefined,
      ConsistentRead: request.optional('consistentRead'),
      Select: request.optional('select'),
      TotalSegments: operation === 'Scan' ? request.optional('totalSegments') : undefined,
      Segment: operation === 'Scan' ? request.optional('segment') : undefined,
      ExclusiveStartKey: start,
    }),
  );
  const last = answer['LastEvaluatedKey'] as Item | undefined;
  return {
    result: {
      items: ((answer['Items'] ?? []) as Item[]).map(toPlainItem),
      nextToken: last ? pagination.seal(scope, last) : null,
      scannedCount: answer['ScannedCount'] ?? 0,
    },
  };
}

/** As AppSync answers a token that it didn't make for this query. */
const INVALID_TOKEN = {
  type: 'DynamoDB:UserIllegalArgumentException',
  message: 'com.amazonaws.deepdish.common.pagination.InvalidPaginationTokenException: Invalid pagination token given.',
};
