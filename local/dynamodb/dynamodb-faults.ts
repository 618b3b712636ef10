import { AwsError } from '../errors.ts';
import type { FaultAnswers, FaultKind, SupportedFaults } from '../faults.ts';

const READS = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems'];
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems'];

/** Kinds by operation. Who polls a stream asks for `duplicate` and `reorder` of `GetRecords` itself. */
export const dynamoDbFaults: SupportedFaults = {
  ...Object.fromEntries(READS.map((name) => [name, ['throttle', 'latency', 'error'] satisfies FaultKind[]])),
  ...Object.fromEntries(
    WRITES.map((name) => [name, ['throttle', 'latency', 'error', 'crashAfterCommit'] satisfies FaultKind[]]),
  ),
  GetRecords: ['throttle', 'latency', 'error', 'duplicate', 'reorder'],
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
