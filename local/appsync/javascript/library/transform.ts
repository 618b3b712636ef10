import { UnwritableFilter, writeFilter } from './filters.ts';
import { toElasticsearchQueryDSL } from './opensearch.ts';
import { toSubscriptionFilter } from './subscription-filter.ts';

const { stringify } = JSON;

/** JSON text; null for a filter that can't be written. */
function toDynamoDBExpression(filter: unknown): string | null {
  try {
    return stringify(writeFilter(filter));
  } catch (thrown) {
    if (thrown instanceof UnwritableFilter) return null;
    throw thrown;
  }
}

/** `util.transform`. AppSync writes filters and conditions alike. */
export const transform = {
  toDynamoDBFilterExpression: toDynamoDBExpression,
  toDynamoDBConditionExpression: toDynamoDBExpression,
  toElasticsearchQueryDSL,
  toSubscriptionFilter,
};
