import type { ServerResponse } from 'node:http';
import type { Cloud } from '../cloud.ts';
import { AwsError } from '../errors.ts';
import type { LocalRequest } from '../service.ts';
import type { GraphqlApi } from './api.ts';
import { malformedRequest } from './errors.ts';
import { graphqlRequest, parseGraphqlRequest, type GraphqlRequest } from './execution/graphql-request.ts';
import { headersOf, sourceIpOf, viewOf } from './execution/request-view.ts';

/** What AppSync takes as a request, in bytes. */
const BODY_LIMIT = 1_048_576;

/** Answers one request to an API's GraphQL path. */
export async function answerHttp(
  api: GraphqlApi,
  request: LocalRequest,
  response: ServerResponse,
  { clock, usage }: Pick<Cloud, 'clock' | 'usage'>,
): Promise<void> {
  try {
    const caller = await api.authentication.caller(request);
    const asked = read(request);
    const view = viewOf(caller, { headers: headersOf(request), sourceIp: sourceIpOf(request) }, clock);
    const answer = () => api.answer(asked, caller, view);
    const { result, headers } = await (caller.mode === 'AWS_IAM'
      ? usage.resolvingFor(caller.principal, answer)
      : answer());
    send(response, 200, result, { ...headers, 'x-amzn-requestid': view.requestId });
  } catch (error) {
    const known = error instanceof AwsError ? error : internalError(api, error);
    send(response, known.status, { errors: [{ errorType: known.code, message: known.message }] });
  }
}

function read(request: LocalRequest): GraphqlRequest {
  if (request.body.length > BODY_LIMIT) {
    throw new AwsError('RequestEntityTooLargeException', 'Request body is larger than 1 MB.', 413);
  }
  if (request.method === 'POST') return parseGraphqlRequest(request.body.toString());
  if (request.method !== 'GET') {
    throw new AwsError('UnsupportedOperation', `${request.method} is not supported.`, 405);
  }
  // AppSync takes queries and mutations by GET too (graphql/graphql-over-http#81).
  const { query } = request;
  const variables = query.get('variables');
  return graphqlRequest(query.get('query'), query.get('operationName'), variables ? parseJson(variables) : null);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformedRequest();
  }
}

function internalError(api: GraphqlApi, error: unknown): AwsError {
  api.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return new AwsError('InternalFailure', 'An internal failure occurred.', 500);
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json; charset=UTF-8',
    'content-length': text.length,
    'access-control-allow-origin': '*',
  });
  response.end(text);
}
