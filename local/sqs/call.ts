import type { Principal } from '../iam/principal.ts';
import { invalidValue, missingParameter } from './errors.ts';
import type { Queue } from './queue.ts';
import type { QueueDirectory } from './queue-directory.ts';

/** One call of the API: who makes it, and what it may look at. */
export interface Call {
  readonly principal: Principal;
  /** `SenderId` of what the caller sends. */
  readonly sender: string;
  readonly directory: QueueDirectory;
  /** Aborted once the client has gone. */
  readonly gone: AbortSignal;
  /**
   * The queue that a QueueUrl names, if the caller may do this with it.
   * @throws AwsError QueueDoesNotExist, AccessDenied
   */
  queue(url: string | undefined, action: string): Queue;
  /** @throws AwsError AccessDenied */
  authorize(action: string, resource: string): void;
}

/** @throws AwsError MissingParameter */
export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw missingParameter(name);
  return value;
}

/** A whole number of the request. @throws AwsError InvalidParameterValue */
export function between(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalidValue(name, value, `Must be between ${least} and ${most}, if provided.`);
}
