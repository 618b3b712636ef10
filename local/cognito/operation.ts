import type { Cloud } from '../cloud.ts';
import type { Input } from './input.ts';
import type { Messages } from './messages.ts';
import type { TokenVerifier } from './token-verifier.ts';
import type { Triggers } from './triggers.ts';
import type { UserPool } from './user-pool.ts';
import type { UserPools } from './user-pools.ts';

/** What the operations share. */
export interface Tools {
  readonly cloud: Cloud;
  readonly pools: UserPools;
  readonly messages: Messages;
  readonly triggers: Triggers;
  readonly verifier: TokenVerifier;
}

/** Anybody may call it: it proves what it needs by password, code or token. */
export type PublicOperation = (input: Input) => object | Promise<object>;

/** Called once the caller is known and allowed to act on the pool. */
export type AdminOperation = (pool: UserPool, input: Input) => object | Promise<object>;
