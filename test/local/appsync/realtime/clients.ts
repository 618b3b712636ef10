import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { ConsoleLogger } from 'aws-amplify/utils';
import { onTestFinished, vi } from 'vitest';
import { Iam } from '../../../../local/iam/iam.ts';
import type { LocalRequest } from '../../../../local/service.ts';
import { newCloud } from '../../support/cloud.ts';
import { none, startApi, type RunningApi } from '../support/api.ts';
import { respond } from './support.ts';

export type Mode = 'apiKey' | 'userPool' | 'iam';

const EVERYBODY = '@aws_api_key @aws_iam @aws_cognito_user_pools';
const SCHEMA = `
  type Query ${EVERYBODY} { a: Int }
  type Mutation ${EVERYBODY} { set(id: ID, v: Int): Value  ban(user: String): String }
  type Value ${EVERYBODY} { id: ID v: Int }
  type Subscription ${EVERYBODY} {
    onSet(id: ID): Value @aws_subscribe(mutations: ["set"])
    onNever: Value @aws_iam @aws_subscribe(mutations: ["set"])
    onMine: Value @aws_cognito_user_pools(cognito_groups: ["Student"]) @aws_subscribe(mutations: ["set"])
  }`;
const INVALIDATION = `{ filterGroup: [{ filters: [{ fieldName: 'user', operator: 'eq', value: ctx.identity.username }] }] }`;

/** An API that all modes may use, signatures checked as by the real service. */
export async function startOpenApi(): Promise<RunningApi> {
  const api = await startApi({
    schema: SCHEMA,
    resolvers: {
      'Query.a': none('1'),
      'Mutation.set': none('ctx.args'),
      'Mutation.ban': `import { extensions } from '@aws-appsync/utils';
        export function request(ctx) { return { payload: ctx.args.user }; }
        export function response(ctx) {
          extensions.invalidateSubscriptions({ subscriptionField: 'onMine', payload: { user: ctx.args.user } });
          return ctx.result;
        }`,
      'Subscription.onMine': respond(`extensions.setSubscriptionInvalidationFilter(${INVALIDATION});`),
    },
  });
  const iam = new Iam(newCloud());
  vi.spyOn(api.ports, 'authenticate').mockImplementation((request) =>
    iam.authenticate(request as LocalRequest, 'appsync'),
  );
  return api;
}

interface Observed {
  readonly seen: unknown[];
  readonly errors: unknown[];
  readonly unsubscribe: () => void;
}

/** aws-amplify, set up for an API. The tokens are the fake pool's: the name of whom they stand for. */
export function amplifyClient(api: RunningApi, token = 'student') {
  ConsoleLogger.LOG_LEVEL = 'NONE';
  // Written in upper case the scheme stays plain HTTP in Amplify's real-time URL.
  const endpoint = `${api.url.replace('http://', 'HTTP://')}/graphql`;
  const jwt = { payload: {}, toString: () => token };
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  Amplify.configure(
    { API: { GraphQL: { endpoint, region: 'us-east-1', defaultAuthMode: 'apiKey', apiKey: api.apiKey } } },
    {
      Auth: {
        tokenProvider: { getTokens: () => Promise.resolve({ accessToken: jwt, idToken: jwt }) },
        credentialsProvider: {
          getCredentialsAndIdentityId: () => Promise.resolve({ credentials }),
          clearCredentialsAndIdentityId: () => undefined,
        },
      },
    },
  );
  const client = generateClient();
  return {
    ask: (query: string, authMode: Mode = 'apiKey') => client.graphql({ query, authMode }) as Promise<unknown>,
    subscribe: (query: string, authMode: Mode): Observed => {
      const observable = client.graphql({ query, authMode }) as unknown as {
        subscribe(observer: object): { unsubscribe(): void };
      };
      const seen: unknown[] = [];
      const errors: unknown[] = [];
      const subscription = observable.subscribe({
        next: (value: unknown) => seen.push(value),
        error: (error: unknown) => errors.push(error),
      });
      onTestFinished(() => subscription.unsubscribe());
      return { seen, errors, unsubscribe: () => subscription.unsubscribe() };
    },
  };
}
