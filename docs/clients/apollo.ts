/** Apollo Client 4 with AppSync's links: HTTP for queries and mutations, AppSync's WebSocket for subscriptions. */
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { createAuthLink, type AuthOptions } from 'aws-appsync-auth-link';
import { createSubscriptionHandshakeLink } from 'aws-appsync-subscription-link';

export interface Api {
  /** The GraphQL endpoint: `data.url` of `amplify_outputs.json`. */
  readonly url: string;
  readonly region: string;
}

/** Of the public part of the API: `data.api_key` of `amplify_outputs.json`. */
export const byKey = (apiKey: string): AuthOptions => ({ type: 'API_KEY', apiKey });

/** @param accessToken asked for each request and each subscription; with Amplify: fetchAuthSession's access token */
export const byToken = (accessToken: () => Promise<string>): AuthOptions => ({
  type: 'AMAZON_COGNITO_USER_POOLS',
  jwtToken: accessToken,
});

export function apolloClient({ url, region }: Api, auth: AuthOptions): ApolloClient {
  const http = new HttpLink({ uri: url });
  const live = createSubscriptionHandshakeLink({ url, region, auth }, http);
  const link = ApolloLink.from([createAuthLink({ url, region, auth }), live]);
  const cache = new InMemoryCache({
    typePolicies: {
      // Of one learner and course there is one; it has no id.
      Progress: { keyFields: ['courseId', 'userId'] },
    },
  });
  return new ApolloClient({ link, cache });
}
