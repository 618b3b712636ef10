import { AwsError } from '../errors.ts';

/** Why an event didn't reach its target, as a dead-letter queue tells it. */
export interface DeliveryFailure {
  readonly code: string;
  readonly message: string;
  readonly retriable: boolean;
}

/** Errors after which another try fails as well. */
const final: Readonly<Record<string, string>> = {
  AccessDenied: 'NO_PERMISSIONS',
  AccessDeniedException: 'NO_PERMISSIONS',
  NoSuchEntity: 'NO_PERMISSIONS',
  QueueDoesNotExist: 'NO_RESOURCE',
  ResourceNotFoundException: 'NO_RESOURCE',
  InvalidJson: 'INVALID_JSON',
  InvalidMessageContents: 'INVALID_PARAMETER',
  InvalidParameterValue: 'INVALID_PARAMETER',
  MissingParameter: 'INVALID_PARAMETER',
  RequestEntityTooLargeException: 'INVALID_PARAMETER',
};

const throttling = new Set([
  'ServiceUnavailableException',
  'RequestThrottled',
  'ThrottlingException',
  'TooManyRequestsException',
]);

export function deliveryFailure(error: unknown): DeliveryFailure {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof AwsError ? error.code : '';
  const finalCode = Object.hasOwn(final, code) ? final[code] : undefined;
  if (finalCode) return { code: finalCode, message, retriable: false };
  return { code: throttling.has(code) ? 'THROTTLING' : 'SDK_CLIENT_ERROR', message, retriable: true };
}
