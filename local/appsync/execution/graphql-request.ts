import { malformedRequest } from '../errors.ts';
import { isObject } from '../properties.ts';

/** What a client asks: a document, and which of its operations with which variables. */
export interface GraphqlRequest {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** @throws AwsError MalformedHttpRequestException for a body that isn't a GraphQL request; batches are none */
export function parseGraphqlRequest(text: string): GraphqlRequest {
  if (text === '') throw malformedRequest('Request body is empty.');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw malformedRequest();
  }
  if (!isObject(body)) throw malformedRequest();
  return graphqlRequest(body['query'], body['operationName'], body['variables']);
}

export function graphqlRequest(query: unknown, operationName: unknown, variables: unknown): GraphqlRequest {
  const name = operationName ?? null;
  if (typeof query !== 'string' || query.trim() === '') throw malformedRequest();
  if (name !== null && typeof name !== 'string') throw malformedRequest();
  if (variables !== undefined && variables !== null && !isObject(variables)) throw malformedRequest();
  return { query, operationName: name === '' ? null : name, variables: variables ?? {} };
}
