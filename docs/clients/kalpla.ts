/** A client whose answers and variables have the types of schema.graphql. The same for the web and React Native. */
import { Amplify, type ResourcesConfig } from 'aws-amplify';
import { generateClient, type GraphQLResult } from 'aws-amplify/api';
import type { TypedDocumentString } from './gql/graphql';

/** `amplify_outputs.json` of a stage, or `amplify.local.json` of the local cloud. */
export function configure(config: ResourcesConfig | Parameters<typeof Amplify.configure>[0]): void {
  Amplify.configure(config);
}

/** What the API refused with: `errorType` is one of the API's (docs/api.md) or AppSync's. */
export class ApiError extends Error {
  readonly errorType: string;
  /** Of a `Validation`: which field broke which rule. */
  readonly errorInfo: unknown;

  constructor({ message, errorType, errorInfo }: { message: string; errorType?: string; errorInfo?: unknown }) {
    super(message);
    this.errorType = errorType ?? 'Unknown';
    this.errorInfo = errorInfo;
  }
}

/** `userPool` (the default): who is signed in. `apiKey`: everybody, for what is public. */
export type AuthMode = 'userPool' | 'apiKey';

/** Runs a query or mutation. Rejects with an ApiError where any field was refused. */
export async function run<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  authMode: AuthMode = 'userPool',
): Promise<Data> {
  const options = { query: document.toString(), variables: variables as Record<string, unknown>, authMode };
  // Amplify rejects with the answer that has errors.
  const answer = (await (generateClient().graphql(options) as Promise<unknown>).catch(
    (error: unknown) => error,
  )) as GraphQLResult<Data>;
  const [error] = answer.errors ?? [];
  if (error) throw new ApiError(error);
  return answer.data;
}

/** Runs a subscription. @returns what ends it */
export function watch<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  next: (data: Data) => void,
  failed: (error: unknown) => void,
): () => void {
  const options = { query: document.toString(), variables: variables as Record<string, unknown> };
  const started = generateClient().graphql(options) as unknown as {
    subscribe(observer: object): { unsubscribe(): void };
  };
  const subscription = started.subscribe({
    next: ({ data }: { data: Data }) => {
      next(data);
    },
    error: failed,
  });
  return () => {
    subscription.unsubscribe();
  };
}
