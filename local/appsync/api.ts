import {
  getOperationAST,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
} from 'graphql';
import type { Authentication } from './auth/authentication.ts';
import type { Caller } from './auth/caller.ts';
import { malformedRequest } from './errors.ts';
import type { Documents } from './execution/documents.ts';
import type { ErrorJson } from './execution/error-json.ts';
import { resolverErrors, run, runSync, type GraphqlResult } from './execution/execution.ts';
import type { GraphqlRequest } from './execution/graphql-request.ts';
import { newState, type RequestState, type RequestView } from './execution/state.ts';
import { unsupported } from './realtime/errors.ts';
import { checkFilter } from './realtime/filter-rules.ts';
import { payloadsOf } from './realtime/payload.ts';
import type { ApiCache } from './resolver/api-cache.ts';
import type { Subscription, Subscriptions } from './realtime/subscriptions.ts';

export interface ApiParts {
  readonly id: string;
  /** Its fields wired. */
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly authentication: Authentication;
  readonly subscriptions: Subscriptions;
  readonly cache?: ApiCache;
  readonly log: (line: string) => void;
}

/** A response and the headers that resolvers gave it. */
export interface ApiAnswer {
  readonly result: GraphqlResult;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a started subscription delivers: the body of a `data` message. */
export type Deliver = (result: GraphqlResult) => void;

/** One GraphQL API, running. */
export class GraphqlApi {
  readonly id: string;
  readonly authentication: Authentication;
  readonly log: (line: string) => void;
  readonly #parts: ApiParts;

  constructor(parts: ApiParts) {
    this.id = parts.id;
    this.authentication = parts.authentication;
    this.log = parts.log;
    this.#parts = parts;
  }

  /** @throws AwsError MalformedHttpRequestException when there is no operation to execute */
  async answer(request: GraphqlRequest, caller: Caller, view: RequestView): Promise<ApiAnswer> {
    const { schema, documents, subscriptions } = this.#parts;
    const { document, errors } = documents.prepare(request.query);
    if (errors.length > 0) return { result: { data: null, errors }, headers: {} };
    const operation = getOperationAST(document, request.operationName);
    if (!operation) throw noOperation(request);
    const state = newState(caller, view);
    const result = await run({ schema, document, request, state });
    if (operation.operation === OperationTypeNode.MUTATION) {
      this.#publish(document, request, result);
      for (const invalidation of state.invalidations) subscriptions.invalidate(invalidation);
    }
    const apiCacheEntriesDeleted = state.cacheEntriesDeleted;
    const extended = apiCacheEntriesDeleted > 0 ? { ...result, extensions: { apiCacheEntriesDeleted } } : result;
    return { result: extended, headers: state.responseHeaders };
  }

  /** Forgets what the API's cache holds. */
  flushCache(): void {
    this.#parts.cache?.clear();
  }

  #publish(document: DocumentNode, request: GraphqlRequest, { data }: GraphqlResult): void {
    const operation = getOperationAST(document, request.operationName);
    if (!data || !operation) return;
    for (const { mutation, payload } of payloadsOf(operation, fragmentsOf(document), data)) {
      this.#parts.subscriptions.publish(mutation, payload);
    }
  }

  /**
   * Starts a subscription: the field is authorized and its resolver, if it has one, runs as for a query.
   * @returns what closes it, or the errors for which it isn't open
   * @throws Refusal for what AppSync's real-time endpoint itself refuses
   */
  async subscribe(
    request: GraphqlRequest,
    caller: Caller,
    view: RequestView,
    client: { readonly deliver: Deliver; readonly end: () => void },
  ): Promise<{ readonly close: () => void } | { readonly errors: readonly Partial<ErrorJson>[] }> {
    const { schema, documents, subscriptions } = this.#parts;
    const { document, errors } = documents.prepare(request.query);
    if (errors.length > 0) return { errors };
    const operation = getOperationAST(document, request.operationName);
    if (!operation) throw noOperation(request);
    if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
      throw unsupported(operation.operation);
    }
    const state = newState(caller, view);
    const refusals = resolverErrors(await run({ schema, document, request, state }));
    if (refusals.length > 0) return { errors: refusals };
    if (!state.subscription) {
      return { errors: [{ errorType: 'UnsupportedOperation', message: 'The subscription selects no field' }] };
    }
    for (const filter of [state.subscriptionFilter, state.subscriptionInvalidationFilter]) {
      if (filter !== undefined) checkFilter(filter);
    }
    return { close: subscriptions.add(this.#subscription(document, request, state, client, state.subscription)) };
  }

  #subscription(
    document: DocumentNode,
    request: GraphqlRequest,
    { caller, identity, request: { headers }, requestId, ...state }: RequestState,
    client: { readonly deliver: Deliver; readonly end: () => void },
    { field, args }: NonNullable<RequestState['subscription']>,
  ): Subscription {
    return {
      field,
      args,
      filter: state.subscriptionFilter,
      invalidationFilter: state.subscriptionInvalidationFilter,
      deliver: (payload) => {
        const delivering = newState(caller, { identity, headers, requestId }, true);
        const rootValue = { [field]: payload };
        client.deliver(runSync({ schema: this.#parts.schema, document, request, state: delivering, rootValue }));
      },
      end: client.end,
    };
  }
}

function noOperation({ operationName }: GraphqlRequest): Error {
  return malformedRequest(
    operationName === null ? 'Missing operation name.' : `Unknown operation named '${operationName}'.`,
  );
}

function fragmentsOf(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  return Object.fromEntries(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
}
