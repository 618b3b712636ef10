import type { ServerResponse } from 'node:http';
import { AwsError } from '../errors.ts';
import type { LocalRequest } from '../service.ts';
import { functionNotFound } from './function-names.ts';
import type { Outcome } from './instance.ts';

export type InvocationType = 'RequestResponse' | 'Event' | 'DryRun';

const path = /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/;

/** Name or ARN of the function that a request invokes; undefined when it is another request. */
export function functionInPath(request: LocalRequest): string | undefined {
  const [, name] = path.exec(request.path) ?? [];
  if (request.method !== 'POST' || name === undefined) return undefined;
  const qualifier = request.query.get('Qualifier') ?? '$LATEST';
  if (qualifier !== '$LATEST') throw functionNotFound(`${name}:${qualifier}`);
  try {
    return decodeURIComponent(name);
  } catch {
    throw new AwsError('ValidationException', `${name} is not a function name`, 400);
  }
}

/** Answers `POST /2015-03-31/functions/NAME/invocations` in the shapes of the Invoke operation. */
export async function answerInvocation(
  request: LocalRequest,
  response: ServerResponse,
  invoke: (payload: string, type: InvocationType) => Promise<Outcome>,
): Promise<void> {
  const type = invocationType(request.headers['x-amz-invocation-type']);
  const outcome = await invoke(payloadOf(request), type);
  response.statusCode = { RequestResponse: 200, Event: 202, DryRun: 204 }[type];
  if (type === 'RequestResponse') response.setHeader('x-amz-executed-version', '$LATEST');
  if (outcome.functionError) response.setHeader('x-amz-function-error', outcome.functionError);
  response.setHeader('content-type', 'application/json');
  response.end(outcome.payload);
}

function invocationType(header: string | undefined): InvocationType {
  if (header === undefined || header === 'RequestResponse') return 'RequestResponse';
  if (header === 'Event' || header === 'DryRun') return header;
  throw new AwsError('InvalidParameterValueException', `Unknown invocation type ${header}`, 400, { Type: 'User' });
}

/** An absent payload is `{}` to the handler. */
function payloadOf({ body }: LocalRequest): string {
  const text = body.toString('utf8');
  if (text === '') return '{}';
  try {
    JSON.parse(text);
    return text;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AwsError('InvalidRequestContentException', `Could not parse request body into json: ${reason}`, 400, {
      Type: 'User',
    });
  }
}

/** Bytes of a payload, from "Lambda quotas". */
const payloadLimits = { RequestResponse: 6_291_456, DryRun: 6_291_456, Event: 1_048_576 };

/** @throws AwsError RequestEntityTooLargeException */
export function refuseTooLarge(payload: string, type: InvocationType): void {
  const limit = payloadLimits[type];
  if (Buffer.byteLength(payload) <= limit) return;
  const message = `Request must be smaller than ${limit} bytes for the InvokeFunction operation`;
  throw new AwsError('RequestEntityTooLargeException', message, 413, { Type: 'User' });
}

export function throttled(): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, {
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    Type: 'User',
  });
}

/** Lambda itself failed. */
export function unavailable(): AwsError {
  const message = 'An error occurred and the request cannot be processed.';
  return new AwsError('ServiceException', message, 500, { Type: 'Service' });
}
