import { AwsError } from '../errors.ts';
import type { UserPoolClient } from './client-settings.ts';
import type { UserPool } from './user-pool.ts';

/** The user pools and app clients of the account. */
export class UserPools {
  readonly #pools = new Map<string, UserPool>();
  readonly #clients = new Map<string, UserPoolClient>();

  setPool(pool: UserPool): void {
    this.#pools.set(pool.id, pool);
  }

  setClient(client: UserPoolClient): void {
    this.#clients.set(client.id, client);
  }

  list(): UserPool[] {
    return [...this.#pools.values()].sort((one, other) => one.createdAt - other.createdAt);
  }

  find(id: string): UserPool | undefined {
    return this.#pools.get(id);
  }

  pool(id: string): UserPool {
    const pool = this.#pools.get(id);
    if (!pool) throw new AwsError('ResourceNotFoundException', `User pool ${id} does not exist.`);
    return pool;
  }

  clientsOf(poolId: string): UserPoolClient[] {
    return [...this.#clients.values()].filter((client) => client.poolId === poolId);
  }

  /** An app client and its pool. */
  client(id: string): { readonly client: UserPoolClient; readonly pool: UserPool } {
    const client = this.#clients.get(id);
    if (!client) throw new AwsError('ResourceNotFoundException', `User pool client ${id} does not exist.`);
    return { client, pool: this.pool(client.poolId) };
  }
}
