import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { AwsError } from '../errors.ts';
import type { LocalRequest } from '../service.ts';

const TARGET = 'AWSCognitoIdentityProviderService.';

/** Browsers call Cognito from any origin. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
};

/** The operation that a request calls; undefined if it isn't for Cognito. */
export function operationOf({ method, path, headers }: LocalRequest): string | undefined {
  const target = headers['x-amz-target'];
  return method === 'POST' && path === '/' && target?.startsWith(TARGET) ? target.slice(TARGET.length) : undefined;
}

/** A document that a pool publishes, such as `/us-east-1_AbCdEf123/.well-known/jwks.json`. */
export function publishedDocument({ method, path }: LocalRequest): { poolId: string; document: string } | undefined {
  const [, poolId, document] =
    /^\/([\w-]+_[0-9A-Za-z]+)\/\.well-known\/(jwks\.json|openid-configuration)$/.exec(path) ?? [];
  return method === 'GET' && poolId && document ? { poolId, document } : undefined;
}

export function answerResult(response: ServerResponse, result: object): void {
  send(response, 200, 'application/x-amz-json-1.1', result, {});
}

export function answerError(response: ServerResponse, error: AwsError): void {
  const body = { __type: error.code, message: error.message, ...error.details };
  send(response, error.status, 'application/x-amz-json-1.1', body, { 'x-amzn-errortype': error.code });
}

export function answerDocument(response: ServerResponse, status: number, body: object): void {
  send(response, status, 'application/json', body, {});
}

function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: object,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, { ...CORS, 'content-type': contentType, 'x-amzn-requestid': randomUUID(), ...headers });
  response.end(JSON.stringify(body));
}
