import { AwsError } from '../errors.ts';
import type { Input } from './input.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

/** Whom an administrator's request names. */
export function existingUser(pool: UserPool, input: Input): User {
  const user = pool.users.find(input.username());
  if (!user) throw new AwsError('UserNotFoundException', 'User does not exist.');
  return user;
}
