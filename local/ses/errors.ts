import { AwsError } from '../errors.ts';

/** The errors of Amazon SES, in its words. */

export function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message);
}

export function notFound(message: string): AwsError {
  return new AwsError('NotFoundException', message, 404);
}

export function rejected(message: string): AwsError {
  return new AwsError('MessageRejected', message);
}

/** What AWS runs and the local SES doesn't. */
export function notRun(what: string): AwsError {
  return badRequest(`The local SES doesn't run ${what}.`);
}

export function throttled(): AwsError {
  return new AwsError('TooManyRequestsException', 'Maximum sending rate exceeded.', 429);
}

export function failed(): AwsError {
  return new AwsError('InternalServiceErrorException', 'The request could not be processed. Please try again.', 500);
}
