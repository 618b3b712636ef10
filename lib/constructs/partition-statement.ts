import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * Lets a role do something with the items of some partitions only.
 * Only for requests that name their items: `ForAllValues` would let one pass that names none, a Scan.
 * @param partitions prefixes of partition keys, as `model/keys.ts` declares them
 */
export function partitionStatement(
  table: ITable,
  actions: readonly `dynamodb:${string}`[],
  partitions: readonly string[],
): PolicyStatement {
  return new PolicyStatement({
    actions: [...actions],
    resources: [table.tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions.map((prefix) => `${prefix}*`) },
    },
  });
}
