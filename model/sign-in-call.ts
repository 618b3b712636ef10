import type { UserGroup } from '../generated/schema.ts';

/** What the function behind the fields that reach into the user pool is asked for, once an Admin may. */
export type SignInCall = { readonly actorSub: string; readonly request: string } & (
  | {
      readonly operation: 'invite';
      readonly clientToken: string;
      /** Of the input: the same token with another one is a Conflict. */
      readonly input: string;
      readonly email: string;
      readonly displayName: string;
      readonly groups: readonly UserGroup[];
    }
  | { readonly operation: 'resend'; readonly email: string }
  | { readonly operation: 'resetMfa'; readonly sub: string }
);
