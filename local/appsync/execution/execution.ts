import { execute, type GraphQLError, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { fieldErrorJson, locationsOf, variableMessage, type ErrorJson } from './error-json.ts';
import { FIELD_LIMIT } from './fields.ts';
import type { GraphqlRequest } from './graphql-request.ts';
import type { RequestState } from './state.ts';

/** A response's body. `data` is null when a required root field failed, or nothing was executed. */
export interface GraphqlResult {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly ErrorJson[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** AppSync's limit for a request, in milliseconds. */
const EXECUTION_TIMEOUT_MS = 30_000;

export interface Executable {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly request: Omit<GraphqlRequest, 'query'>;
  readonly state: RequestState;
  readonly rootValue?: unknown;
}

export async function run(executable: Executable): Promise<GraphqlResult> {
  const result = await withinTime(Promise.resolve(start(executable)));
  if (!result) return stopped('ExecutionTimeout', 'Execution timed out.');
  if (executable.state.fields > FIELD_LIMIT) return stopped('ResponseTooLarge', 'The response is too large.');
  return toJson(executable, result);
}

/** For a selection that has no resolvers, and so is there at once. */
export function runSync(executable: Executable): GraphqlResult {
  const result = start(executable);
  if (result instanceof Promise) throw new TypeError('the selection has resolvers');
  return toJson(executable, result);
}

function start({
  schema,
  document,
  request,
  state,
  rootValue,
}: Executable): Promise<ExecutionResult> | ExecutionResult {
  return execute({
    schema,
    document,
    rootValue,
    contextValue: state,
    variableValues: request.variables,
    operationName: request.operationName,
  });
}

function stopped(errorType: string, message: string): GraphqlResult {
  return { data: null, errors: [{ path: null, data: null, errorType, errorInfo: null, locations: null, message }] };
}

async function withinTime<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), EXECUTION_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function toJson({ schema, state }: Executable, result: ExecutionResult): GraphqlResult {
  const refusals = result.errors ?? [];
  // Without `data` nothing was executed: the variables don't fit.
  if (!('data' in result)) return { data: null, errors: refusals.map(variableError) };
  const errors = [...refusals.map((error) => fieldErrorJson(schema, error)), ...state.appended];
  const data = result.data ?? null;
  return errors.length > 0 ? { data, errors } : { data };
}

function variableError(error: GraphQLError): ErrorJson {
  return { path: null, locations: locationsOf(error), message: variableMessage(error.message) };
}

/** The errors that a field ended with itself; not those of a value that didn't fit its type. */
export function resolverErrors(result: GraphqlResult): readonly ErrorJson[] {
  return (result.errors ?? []).filter((error) => error.errorType !== undefined || error.path === null);
}
