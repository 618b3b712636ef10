import { paginateQuery, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { AuditIndexItem } from '../../model/audit.ts';

/** Items of the index in a range of time, both ends included, newest first: partition after partition, page after page. */
export async function* indexItems(
  client: DynamoDBDocumentClient,
  TableName: string,
  range: {
    readonly partitions: readonly string[];
    readonly from: string;
    readonly to: string;
    readonly pageSize: number;
  },
): AsyncGenerator<AuditIndexItem> {
  for (const partition of range.partitions) {
    const pages = paginateQuery(
      { client, pageSize: range.pageSize },
      {
        TableName,
        KeyConditionExpression: 'pk = :partition AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':partition': partition, ':from': range.from, ':to': `${range.to}#~` },
        ScanIndexForward: false,
      },
    );
    for await (const { Items = [] } of pages) yield* Items as AuditIndexItem[];
  }
}
