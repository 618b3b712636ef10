import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The table's client with plain values. One for a warm function's life. */
export const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
