import { AwsError } from '../errors.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

/** Throws AliasExistsException where people sign in by e-mail and somebody else does so by this address. */
export function checkFreeEmail(pool: UserPool, { sub }: Pick<User, 'sub'>, email: string): void {
  if (!pool.settings.emailIsUsername) return;
  const other = pool.users.find(email);
  if (!other || other.sub === sub) return;
  throw new AwsError('AliasExistsException', 'An account with the given email already exists.');
}
