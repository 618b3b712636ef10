/** What an app does in the browser, by aws-amplify and the file for local clients alone. The test bundles it. */
import { Amplify, type ResourcesConfig } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { fetchAuthSession, getCurrentUser, signIn, signOut } from 'aws-amplify/auth';

type Variables = Record<string, unknown>;

Amplify.configure((await (await fetch('/amplify.local.json')).json()) as ResourcesConfig);
const client = generateClient();

/** What `onProgressUpdated` has delivered to each subscription, by the name that the test gave it. */
const progress: Record<string, unknown[]> = {};
const subscriptions: Record<string, { unsubscribe: () => void }> = {};

const app = {
  signIn: async (username: string, password: string) => (await signIn({ username, password })).isSignedIn,
  userId: async () => (await getCurrentUser()).userId,
  /** The access token; null where nobody is signed in. */
  accessToken: async (forceRefresh: boolean) => {
    const { accessToken } = (await fetchAuthSession({ forceRefresh })).tokens ?? {};
    return accessToken?.toString() ?? null;
  },
  signOut: () => signOut(),
  /** Data of a query or mutation, in the default mode: as the person who is signed in. */
  ask: async (query: string, variables: Variables = {}): Promise<unknown> => {
    const answer = await client.graphql({ query, variables });
    return 'data' in answer ? (answer.data as unknown) : null;
  },
  /** The same with the public key. */
  askAsAnybody: async (query: string): Promise<unknown> => {
    const answer = await client.graphql({ query, authMode: 'apiKey' });
    return 'data' in answer ? (answer.data as unknown) : null;
  },
  watchProgress: (name: string, courseId: string, userId: string) => {
    const query = `subscription ($courseId: ID!, $userId: ID!) {
      onProgressUpdated(courseId: $courseId, userId: $userId) { courseId userId percent completed total }
    }`;
    const subscription = client.graphql({ query, variables: { courseId, userId } });
    if (!('subscribe' in subscription)) throw new Error('not a subscription');
    const seen: unknown[] = (progress[name] = []);
    subscriptions[name] = subscription.subscribe({
      next: ({ data }) => seen.push((data as { onProgressUpdated: unknown }).onProgressUpdated),
      error: (error: unknown) => seen.push({ error: JSON.stringify(error) }),
    });
  },
  unwatchProgress: (name: string) => subscriptions[name]?.unsubscribe(),
  progress: (name: string) => progress[name] ?? [],
};

export type App = typeof app;

Object.assign(globalThis, { app });
