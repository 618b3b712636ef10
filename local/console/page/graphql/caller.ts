import { Amplify } from 'aws-amplify';
import { confirmSignIn, fetchAuthSession, getCurrentUser, signIn, signOut } from 'aws-amplify/auth';
import { ConsoleLogger } from 'aws-amplify/utils';
import { useSyncExternalStore } from 'react';

/** As whom GraphQL is asked. */
export type Caller =
  | { readonly kind: 'apiKey'; readonly key: string }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'person'; readonly username: string; readonly userId: string; readonly groups: readonly string[] };

/** What a sign-in still wants to know, in words; undefined: the person is signed in. */
export type Question = string | undefined;

let current: Caller = { kind: 'nobody' };
const listeners = new Set<() => void>();

function become(caller: Caller): void {
  current = caller;
  for (const listener of listeners) listener();
}

export function useCaller(): Caller {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

export function callAs(caller: Exclude<Caller, { kind: 'person' }>): void {
  become(caller);
}

/** Signs people in by the pool of this page's own origin, as an app would. */
export function usePool(userPoolId: string, userPoolClientId: string): void {
  // It warns of every pool that is not on AWS.
  ConsoleLogger.LOG_LEVEL = 'ERROR';
  const Cognito = { userPoolId, userPoolClientId, userPoolEndpoint: location.origin };
  Amplify.configure({ Auth: { Cognito } });
}

/** Whoever was signed in when the page was left. */
export async function resume(): Promise<boolean> {
  return becomePerson().catch(() => false);
}

/** By SRP. @throws Error as Cognito says it */
export async function signInAs(username: string, password: string): Promise<Question> {
  await signOut();
  const { nextStep } = await signIn({ username, password });
  return follow(nextStep);
}

/** @throws Error as Cognito says it */
export async function answerQuestion(challengeResponse: string): Promise<Question> {
  const { nextStep } = await confirmSignIn({ challengeResponse });
  return follow(nextStep);
}

export async function leave(): Promise<void> {
  await signOut();
}

async function follow({ signInStep }: { readonly signInStep: string }): Promise<Question> {
  switch (signInStep) {
    case 'DONE':
      await becomePerson();
      return undefined;
    case 'CONFIRM_SIGN_IN_WITH_TOTP_CODE':
      return 'Code of the authenticator app';
    case 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED':
      return 'New password';
    case 'CONFIRM_SIGN_UP':
      throw new Error('This account is not confirmed yet: its code is in the outbox.');
    default:
      throw new Error(`The console does not know how to do ${signInStep}.`);
  }
}

async function becomePerson(): Promise<boolean> {
  const { tokens } = await fetchAuthSession();
  if (!tokens) return false;
  const { payload } = tokens.accessToken;
  const { username, userId, signInDetails } = await getCurrentUser();
  const groups = payload['cognito:groups'];
  become({
    kind: 'person',
    username: signInDetails?.loginId ?? username,
    userId,
    groups: Array.isArray(groups) ? groups.map(String) : [],
  });
  return true;
}

/** The headers that say who asks. @param isFresh whether a token that looks good is to be exchanged all the same */
export async function headersOf(caller: Caller, isFresh = false): Promise<Record<string, string>> {
  if (caller.kind === 'apiKey') return { 'x-api-key': caller.key };
  if (caller.kind === 'nobody') return {};
  const { tokens } = await fetchAuthSession({ forceRefresh: isFresh });
  return tokens ? { authorization: tokens.accessToken.toString() } : {};
}

/** Who asks now. */
export function whoAsks(): Caller {
  return current;
}
