import { AwsError } from '../errors.ts';

/** The errors of Amazon SNS, in its words. */

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameter', `Invalid parameter: ${message}`);
}

export function notFound(message: string): AwsError {
  return new AwsError('NotFound', message, 404);
}

/** What AWS runs and the local SNS doesn't. */
export function notRun(what: string): AwsError {
  return invalidParameter(`The local SNS doesn't run ${what}.`);
}

export function throttled(): AwsError {
  return new AwsError('Throttled', 'Rate exceeded', 429);
}

export function failed(): AwsError {
  return new AwsError('InternalError', 'The request could not be processed. Please try again.', 500);
}
