import { listAttributes } from './attributes.ts';
import { existingUser } from './existing-user.ts';
import { adminSetUserMfaPreference, describeMfa } from './software-tokens.ts';
import { newCode, PASSWORD_CODE_MS } from './codes.ts';
import { type Input, invalidParameter } from './input.ts';
import { NO_FAILURES } from './lockout.ts';
import type { AdminOperation, Tools } from './operation.ts';
import { newPassword, notAuthorized, temporaryPassword } from './passwords.ts';
import { revokeAll } from './sessions.ts';
import { checkUnconfirmed } from './sign-up.ts';
import { postConfirmation } from './post-confirmation.ts';
import { NO_CLIENT } from './triggers.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

/** A user without its attributes, as the API describes it. Times are in seconds. */
export function describeUser(user: User): object {
  return {
    Username: user.username,
    UserCreateDate: user.createdAt / 1000,
    UserLastModifiedDate: user.modifiedAt / 1000,
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}

/** What an administrator does with users. */
export function adminUserOperations({ cloud, messages, triggers }: Tools): Record<string, AdminOperation> {
  const setPassword = (pool: UserPool, input: Input): object => {
    const user = existingUser(pool, input);
    const password = input.text('Password');
    const now = cloud.clock.now();
    const changes = input.flag('Permanent')
      ? {
          password: newPassword(pool, user.username, password),
          passwordExpiresAt: undefined,
          status: 'CONFIRMED' as const,
        }
      : temporaryPassword(pool, user.username, password, now);
    pool.users.change(user.sub, { ...changes, failures: NO_FAILURES, modifiedAt: now });
    return {};
  };

  const confirmSignUp = async (pool: UserPool, input: Input): Promise<object> => {
    const user = existingUser(pool, input);
    checkUnconfirmed(user);
    const confirmed = pool.users.change(user.sub, { status: 'CONFIRMED', modifiedAt: cloud.clock.now() });
    const metadata = input.map('ClientMetadata');
    const source = 'PostConfirmation_ConfirmSignUp';
    await postConfirmation(triggers, pool, confirmed, { source, clientId: NO_CLIENT, clientMetadata: metadata });
    return {};
  };

  const enable = (pool: UserPool, input: Input): object => {
    pool.users.change(existingUser(pool, input).sub, { enabled: true, modifiedAt: cloud.clock.now() });
    return {};
  };

  const disable = (pool: UserPool, input: Input): object => {
    const user = existingUser(pool, input);
    pool.users.change(user.sub, {
      enabled: false,
      sessions: revokeAll(user.sessions),
      modifiedAt: cloud.clock.now(),
    });
    return {};
  };

  const signOut = (pool: UserPool, input: Input): object => {
    const user = existingUser(pool, input);
    pool.users.change(user.sub, { sessions: revokeAll(user.sessions) });
    return {};
  };

  const remove = (pool: UserPool, input: Input): object => {
    pool.users.remove(existingUser(pool, input));
    return {};
  };

  /** The user signs in only with a new password, which the code that goes out here allows. */
  const resetPassword = (pool: UserPool, input: Input): object => {
    const user = existingUser(pool, input);
    if (user.status === 'UNCONFIRMED' || user.status === 'FORCE_CHANGE_PASSWORD') {
      throw notAuthorized('User password cannot be reset in the current state.');
    }
    if (user.attributes['email_verified'] !== 'true') {
      throw invalidParameter(
        'Cannot reset password for the user as there is no registered/verified email or phone_number',
      );
    }
    const now = cloud.clock.now();
    const passwordCode = newCode(user.passwordCode, PASSWORD_CODE_MS, now);
    // Sessions go on: what is asked of Cognito with their access tokens is refused until the password is new.
    pool.users.change(user.sub, { passwordCode, status: 'RESET_REQUIRED', modifiedAt: now });
    messages.sendCode(pool, user, 'password', passwordCode.code);
    return {};
  };

  const get = (pool: UserPool, input: Input): object => {
    const user = existingUser(pool, input);
    return { ...describeUser(user), UserAttributes: listAttributes(user), ...describeMfa(user) };
  };

  return {
    AdminSetUserPassword: setPassword,
    AdminConfirmSignUp: confirmSignUp,
    AdminGetUser: get,
    AdminEnableUser: enable,
    AdminDisableUser: disable,
    AdminUserGlobalSignOut: signOut,
    AdminDeleteUser: remove,
    AdminResetUserPassword: resetPassword,
    AdminSetUserMFAPreference: adminSetUserMfaPreference,
  };
}
