import { AwsError } from '../errors.ts';

export function streamNotFound(name: string, accountId: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Firehose ${name} under account ${accountId} not found.`);
}

/** @param member path of the one that is wrong @param constraint such as `Member must not be null` */
export function validation(member: string, constraint: string): AwsError {
  const message = `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}`;
  return new AwsError('ValidationException', message);
}

export function throttled(): AwsError {
  return new AwsError('ServiceUnavailableException', 'Slow down.', 503);
}

export function failed(): AwsError {
  return new AwsError('InternalFailure', 'The request processing has failed because of an unknown error.', 500);
}
