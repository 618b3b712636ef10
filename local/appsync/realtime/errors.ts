import { AwsError } from '../../errors.ts';
import type { ErrorJson } from '../execution/error-json.ts';

/** A member of a message's `payload.errors`: shorter than what HTTP answers, and without members that are null. */
export interface RealtimeError {
  readonly errorType?: string;
  readonly message: string;
  /** HTTP status of the same refusal. */
  readonly errorCode?: number;
  readonly path?: readonly (string | number)[];
}

/** A connection or a subscription that isn't opened, with what the client is told. */
export class Refusal extends Error {
  readonly errors: readonly RealtimeError[];

  constructor(...errors: readonly RealtimeError[]) {
    super(errors.map(({ message }) => message).join(' '));
    this.name = 'Refusal';
    this.errors = errors;
  }
}

/** AppSync gives these no `errorType`. */
export function badRequest(message: string): Refusal {
  return new Refusal({ message, errorCode: 400 });
}

/** Not a subscription. `kind` is `query` or `mutation`, or what AppSync calls all that it can't read: `unknown`. */
export function unsupported(kind: string): Refusal {
  return new Refusal({
    errorType: 'UnsupportedOperation',
    message: `${kind} not supported through the realtime channel`,
  });
}

/** What a client is told of a caught error; those that are the server's own go to `log`. */
export function errorsOf(error: unknown, log: (line: string) => void): readonly RealtimeError[] {
  if (error instanceof Refusal) return error.errors;
  if (error instanceof AwsError) return [{ errorType: error.code, message: error.message, errorCode: error.status }];
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return [{ errorType: 'InternalFailure', message: 'An internal failure occurred.', errorCode: 500 }];
}

/** Errors of a document or its fields, without `path` where the subscription has not started. */
export function fieldErrors(errors: readonly Partial<ErrorJson>[], started: boolean): RealtimeError[] {
  return errors.map(({ errorType, message = '', path }) => ({
    ...(errorType ? { errorType } : {}),
    message,
    ...(started && path ? { path } : {}),
  }));
}
