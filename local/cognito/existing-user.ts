import type { Input } from './input.ts';
import { userDoesNotExist } from './passwords.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

/** Whom an administrator's request names. */
export function existingUser(pool: UserPool, input: Input): User {
  const user = pool.users.find(input.username());
  if (!user) throw userDoesNotExist();
  return user;
}
