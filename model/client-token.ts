import type { Cause } from './cause.ts';
import { clientTokenKey, TIME_TO_LIVE, type Key } from './keys.ts';

/** What a create made for a client token, so that a repeated call is answered and has no second effect. */
export type ClientTokenItem = Key & {
  readonly entity: 'ClientToken';
  readonly v: 1;
  /** ULID of what was made. */
  readonly ulid: string;
  /** The input as it came: another one under the same token is a Conflict. */
  readonly input: string;
  /** When it was made, ISO 8601. */
  readonly createdAt: string;
  /** Seconds since the epoch. DynamoDB deletes late, so conditions compare it too. */
  readonly [TIME_TO_LIVE]: number;
  readonly cause: Cause;
};

const DAY_SECONDS = 86_400;

export function newClientToken(token: {
  readonly sub: string;
  readonly mutation: string;
  readonly clientToken: string;
  readonly ulid: string;
  readonly input: string;
  readonly now: string;
  readonly nowSeconds: number;
  readonly cause: Cause;
}): ClientTokenItem {
  return {
    ...clientTokenKey(token.sub, token.mutation, token.clientToken),
    entity: 'ClientToken',
    v: 1,
    ulid: token.ulid,
    input: token.input,
    createdAt: token.now,
    [TIME_TO_LIVE]: token.nowSeconds + DAY_SECONDS,
    cause: token.cause,
  };
}
