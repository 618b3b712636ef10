import type { Caller } from '../auth/caller.ts';
import { Batches } from '../resolver/batches.ts';
import type { ErrorJson } from './error-json.ts';

/** A list for a header that was sent several times. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[]>>;

/** What the fields of one request share: graphql-js's context value. */
export interface RequestState {
  readonly caller: Caller;
  readonly identity: unknown;
  /** `ctx.request`. */
  readonly request: { readonly headers: RequestHeaders; readonly domainName: null };
  readonly requestId: string;
  /** True while a mutation's result is handed to a subscriber: nothing is resolved any more, only allowed or not. */
  readonly delivering: boolean;
  resolverCalls: number;
  /** Fields of the response so far. */
  fields: number;
  readonly appended: ErrorJson[];
  readonly responseHeaders: Record<string, string>;
  /** The subscription that the request starts, known once its field has been reached. */
  subscription?: { readonly field: string; readonly args: Readonly<Record<string, unknown>> };
  subscriptionFilter?: unknown;
  subscriptionInvalidationFilter?: unknown;
  readonly invalidations: unknown[];
  readonly batches: Batches;
  /** Entries of the API's cache that resolvers have evicted. */
  cacheEntriesDeleted: number;
}

/** The request as a resolver sees it. */
export interface RequestView {
  readonly identity: unknown;
  readonly headers: RequestHeaders;
  readonly requestId: string;
}

export function newState(caller: Caller, view: RequestView, delivering = false): RequestState {
  return {
    caller,
    identity: view.identity,
    request: { headers: view.headers, domainName: null },
    requestId: view.requestId,
    delivering,
    resolverCalls: 0,
    fields: 0,
    appended: [],
    responseHeaders: {},
    invalidations: [],
    batches: new Batches(),
    cacheEntriesDeleted: 0,
  };
}
