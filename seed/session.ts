import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { ConsoleLogger } from 'aws-amplify/utils';
import type { ResourcesConfig } from 'aws-amplify';

/** A person who is signed in, as an app would be. */
export interface Session {
  /** Access token, good for 15 minutes. */
  readonly token: string;
  /** Runs one GraphQL operation as this person. Throws with the API's errors. */
  readonly run: <Data>(document: string, variables?: Record<string, unknown>) => Promise<Data>;
}

interface GraphqlAnswer<Data> {
  readonly data: Data | null;
  readonly errors?: readonly { readonly message: string; readonly errorType?: string }[];
}

/** Signs in by Amplify's default flow. Amplify keeps one person at a time: the session outlives its sign-in. */
export async function openSession(config: ResourcesConfig, email: string, password: string): Promise<Session> {
  // Amplify warns of every pool that is not on AWS.
  ConsoleLogger.LOG_LEVEL = 'ERROR';
  Amplify.configure(config);
  await signIn({ username: email, password });
  const { tokens } = await fetchAuthSession();
  const endpoint = config.API?.GraphQL?.endpoint;
  if (!tokens || !endpoint) throw new Error(`${email} could not sign in.`);
  // Out of this process alone: the token stays good.
  await signOut();
  const token = tokens.accessToken.toString();
  return { token, run: (document, variables) => post(endpoint, token, document, variables) };
}

async function post<Data>(
  endpoint: string,
  token: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Data> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: token, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as GraphqlAnswer<Data>;
  const [error] = answer.errors ?? [];
  if (error || !answer.data) throw new Error(`${error?.errorType ?? response.status}: ${error?.message ?? 'no data'}`);
  return answer.data;
}
