import { AwsError } from '../errors.ts';
import type { FaultAnswers, SupportedFaults } from '../faults.ts';

/** The faults of every operation. */
export function cognitoFaults(operations: Iterable<string>): SupportedFaults {
  return Object.fromEntries(
    [...operations].map((name) => [name, ['throttle', 'latency', 'error', 'crashAfterCommit'] as const]),
  );
}

/** Cognito's own words. */
export const faultAnswers: FaultAnswers = {
  throttled: () => new AwsError('TooManyRequestsException', 'Rate exceeded'),
  failed: () => new AwsError('InternalErrorException', 'Something went wrong', 500),
};
