import { AwsError } from '../errors.ts';

/** The errors of Amazon SQS, in its words. */

export function queueDoesNotExist(): AwsError {
  return new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

export function missingParameter(name: string): AwsError {
  return new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);
}

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}

export function invalidValue(name: string, value: unknown, reason: string): AwsError {
  return invalidParameter(`Value ${String(value)} for parameter ${name} is invalid. Reason: ${reason}`);
}

/** A parameter that only the other type of queue takes. */
export function wrongQueueType(name: string, value: unknown): AwsError {
  return invalidValue(name, value, 'The request include parameter that is not valid for this queue type.');
}

export function unsupported(message: string): AwsError {
  return new AwsError('UnsupportedOperation', message);
}
