import { AwsError } from '../errors.ts';
import { afterFailure, isLocked } from './lockout.ts';
import { checkPassword } from './password-policy.ts';
import { createVerifier, type Verifier } from './srp.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

const DAY_MS = 86_400_000;

export const notAuthorized = (message: string): AwsError => new AwsError('NotAuthorizedException', message);
export const wrongPassword = (): AwsError => notAuthorized('Incorrect username or password.');
export const userIsDisabled = (): AwsError => notAuthorized('User is disabled.');
export const userDoesNotExist = (): AwsError => new AwsError('UserNotFoundException', 'User does not exist.');
export const passwordResetRequired = (): AwsError =>
  new AwsError('PasswordResetRequiredException', 'Password reset required for the user');

/** Checks a new password against the pool's policy and returns what is kept of it. */
export function newPassword(pool: UserPool, username: string, password: string): Verifier {
  checkPassword(password, pool.settings.passwordPolicy);
  return createVerifier(pool.shortName, username, password);
}

/** What changes in a user whose password an administrator chose. */
export function temporaryPassword(
  pool: UserPool,
  username: string,
  password: string,
  now: number,
): Pick<User, 'password' | 'passwordExpiresAt' | 'status'> {
  return {
    password: newPassword(pool, username, password),
    passwordExpiresAt: now + pool.settings.passwordPolicy.temporaryPasswordValidityDays * DAY_MS,
    status: 'FORCE_CHANGE_PASSWORD',
  };
}

/**
 * Lets a right password through, counts a wrong one, and refuses both while the user is locked out. What was counted is
 * forgotten only once the sign-in is complete: who knows the password would else guess second factors without end.
 */
export function provePassword(pool: UserPool, user: User, now: number, isRight: () => boolean): void {
  if (isLocked(user.failures, now)) {
    pool.users.change(user.sub, { failures: { ...user.failures, lastAttemptAt: now } });
    throw notAuthorized('Password attempts exceeded');
  }
  if (!isRight()) {
    pool.users.change(user.sub, { failures: afterFailure(user.failures, now) });
    throw wrongPassword();
  }
}
