/** Amplify's own client, as `amplify_outputs.json` sets it up; strings for documents, no types. */
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';

type Config = Parameters<typeof Amplify.configure>[0];

/** In an app: `import outputs from './amplify_outputs.json'`; against the local cloud `./.kalpla/amplify.local.json`. */
export function connect(outputs: Config): void {
  Amplify.configure(outputs);
}

/** Public: by the API key that the outputs hold. */
export async function catalogue(): Promise<unknown> {
  const query = '{ courses { items { id title slug } } }';
  const answer = await generateClient().graphql({ query, authMode: 'apiKey' });
  return 'data' in answer ? answer.data : null;
}

/** Signs in by SRP, Amplify's default, and asks as that person until they sign out. */
export async function firstScreen(username: string, password: string): Promise<unknown> {
  const { nextStep } = await signIn({ username, password });
  if (nextStep.signInStep !== 'DONE') throw new Error(`What comes next is ${nextStep.signInStep}.`);
  const query = '{ me { email groups } myEnrollments { items { course { title } progress { percent } } } }';
  const answer = await generateClient().graphql({ query });
  return 'data' in answer ? answer.data : null;
}

/** For clients that carry the token themselves, such as Apollo. Renewed by Amplify when it is about to end. */
export async function accessToken(): Promise<string> {
  const { tokens } = await fetchAuthSession();
  if (!tokens) throw new Error('Nobody is signed in.');
  return tokens.accessToken.toString();
}

export const leave = signOut;
