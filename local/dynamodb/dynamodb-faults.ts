import { AwsError } from '../errors.ts';
import type { FaultAnswers, FaultKind, SupportedFaults } from '../faults.ts';

const READS = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems'];
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems'];

/** Kinds by operation. Duplicates and another order happen to deliveries, of Lambda's mappings and of Pipes. */
export const dynamoDbFaults: SupportedFaults = {
  ...Object.fromEntries(READS.map((name) => [name, ['throttle', 'latency', 'error'] satisfies FaultKind[]])),
  ...Object.fromEntries(
    WRITES.map((name) => [name, ['throttle', 'latency', 'error', 'crashAfterCommit'] satisfies FaultKind[]]),
  ),
  GetRecords: ['throttle', 'latency', 'error'],
};

/** DynamoDB's own words. */
export const faultAnswers: FaultAnswers = {
  throttled: () =>
    new AwsError(
      'ProvisionedThroughputExceededException',
      'The level of configured provisioned throughput for the table was exceeded. ' +
        'Consider increasing your provisioning level with the UpdateTable API.',
    ),
  failed: () => new AwsError('InternalServerError', 'Internal server error', 500),
};
