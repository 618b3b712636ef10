import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { AwsError } from '../errors.ts';

/** Errors that AWS's front end answers, not DynamoDB itself. */
const FRONT_END = new Set([
  'AccessDeniedException',
  'IncompleteSignatureException',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'SerializationException',
  'UnknownOperationException',
  'UnrecognizedClientException',
]);

/** Answers in DynamoDB's protocol, JSON 1.0. */
export function answer(response: ServerResponse, body: Readonly<Record<string, unknown>>): void {
  send(response, 200, body);
}

export function answerError(response: ServerResponse, error: unknown): void {
  const { code, message, status, details } =
    error instanceof AwsError ? error : new AwsError('InternalServerError', String(error), 500);
  send(response, status, { __type: `${namespaceOf(code)}#${code}`, message, ...details });
}

function namespaceOf(code: string): string {
  if (FRONT_END.has(code)) return 'com.amazon.coral.service';
  return code === 'ValidationException' ? 'com.amazon.coral.validate' : 'com.amazonaws.dynamodb.v20120810';
}

function send(response: ServerResponse, status: number, body: Readonly<Record<string, unknown>>): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': bytes.length,
    'x-amzn-requestid': randomUUID(),
  });
  response.end(bytes);
}
