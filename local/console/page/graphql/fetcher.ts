import type { GraphiQLProps } from 'graphiql';
import { getOperationAST, OperationTypeNode, type DocumentNode } from 'graphql';
import type { ConsoleApi } from '../../answers.ts';
import { headersOf, whoAsks } from './caller.ts';
import { watch, type Observer } from './realtime.ts';

type Fetcher = GraphiQLProps['fetcher'];

interface GraphqlParams {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: unknown;
}

/** As far as GraphiQL needs an Observable. */
interface Watchable {
  subscribe(observer: Observer): { readonly unsubscribe: () => void };
}

/** What GraphiQL asks by: as whoever calls at that moment. */
export function fetcherOf(api: ConsoleApi): Fetcher {
  return (params, options) => {
    const given = (options?.headers ?? {}) as Record<string, string>;
    if (isSubscription(options?.documentAST, params.operationName)) return live(api, params, given);
    return post(api, params, given);
  };
}

function isSubscription(document: DocumentNode | undefined, name: string | null | undefined): boolean {
  return document !== undefined && getOperationAST(document, name)?.operation === OperationTypeNode.SUBSCRIPTION;
}

async function post(api: ConsoleApi, params: GraphqlParams, given: Record<string, string>): Promise<object> {
  const [publicKey] = api.apiKeys;
  const caller = whoAsks();
  // Also who is nobody wants to see what there is to ask.
  const asking =
    params.operationName === 'IntrospectionQuery' && caller.kind === 'nobody' && publicKey
      ? ({ kind: 'apiKey', key: publicKey } as const)
      : caller;
  const call = async (isFresh: boolean) =>
    fetch(api.path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await headersOf(asking, isFresh)), ...given },
      body: JSON.stringify(params),
    });
  let response = await call(false);
  // The cloud's clock may have been moved past the token's end.
  if (response.status === 401 && asking.kind === 'person') response = await call(true);
  return (await response.json()) as object;
}

function live(api: ConsoleApi, params: GraphqlParams, given: Record<string, string>): Watchable {
  const subscribe = (observer: Observer) => {
    let stop: () => void = () => undefined;
    let isWanted = true;
    headersOf(whoAsks()).then(
      (headers) => {
        if (isWanted) stop = watch(api.path, params, { ...headers, ...given }, observer);
      },
      (error: unknown) => observer.error?.(error),
    );
    return {
      unsubscribe: () => {
        isWanted = false;
        stop();
      },
    };
  };
  return { subscribe };
}
