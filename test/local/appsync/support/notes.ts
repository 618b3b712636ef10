import { startApi, type ApiOptions, type RunningApi } from './api.ts';

export const SCHEMA = `
  type Note @aws_api_key @aws_cognito_user_pools { id: ID! title: String content: String parent: Note count(of: ID): Int }
  type Query @aws_api_key @aws_cognito_user_pools { getNote(id: ID!, input: In): Note  notes: [Note]  failing: Int  partly: Int }
  type Mutation @aws_api_key @aws_cognito_user_pools {
    updateNote(id: ID!, username: String): Int
    evictOnRequest(id: ID!): Int
    countNote: Note
  }
  input In { id: ID }`;

export const invoke = (response = 'ctx.result'): string => `import { util } from '@aws-appsync/utils';
export function request(ctx) { return { operation: 'Invoke', payload: { field: ctx.info.fieldName, args: ctx.args, source: ctx.source } }; }
export function response(ctx) { return ${response}; }`;

export const evicting = (pairs: string, where: 'request' | 'response' = 'response', field = 'getNote'): string => {
  const call = `extensions.evictFromApiCache('Query', '${field}', ${pairs});`;
  return `import { extensions } from '@aws-appsync/utils';
export function request(ctx) { ${where === 'request' ? call : ''} return { payload: 1 }; }
export function response(ctx) { ${where === 'response' ? call : ''} return 1; }`;
};

interface Notes extends RunningApi {
  /** How often the function behind the fields ran. */
  readonly runs: () => number;
  /** Asks for a note, as the holder of the API key or as a user. */
  readonly get: (id: string, user?: string) => Promise<unknown>;
}

export async function notes(
  caching: Readonly<Record<string, unknown>> | undefined,
  more: ApiOptions['resolvers'] = {},
  cache: Readonly<Record<string, unknown>> = { ApiCachingBehavior: 'PER_RESOLVER_CACHING', Ttl: 3600 },
): Promise<Notes> {
  const api = await startApi({
    schema: SCHEMA,
    cache,
    resolvers: {
      'Query.getNote': {
        code: invoke(),
        dataSource: 'function',
        properties: caching ? { CachingConfig: caching } : {},
      },
      ...more,
    },
  });
  let runs = 0;
  api.ports.functions.set('function-arn', () => {
    runs += 1;
    return { payload: { id: 'n', title: `run ${runs}`, count: runs } };
  });
  const get = async (id: string, user?: string): Promise<unknown> => {
    const headers = user ? { authorization: user } : undefined;
    const { body } = await api.query('query ($id: ID!) { getNote(id: $id) { title } }', { id }, headers);
    return body.errors ?? (body.data?.['getNote'] as { title: string }).title;
  };
  return { ...api, runs: () => runs, get };
}

export const BY_ID = { CachingKeys: ['$context.arguments.id'], Ttl: 60 };
