import { AwsError } from '../errors.ts';
import { type Attributes, listAttributes } from './attributes.ts';
import { existingUser } from './existing-user.ts';
import { adminSetUserMfaPreference, describeMfa } from './software-tokens.ts';
import { newCode, PASSWORD_CODE_MS } from './codes.ts';
import { type Input, invalidParameter } from './input.ts';
import { NO_FAILURES } from './lockout.ts';
import type { AdminOperation, Tools } from './operation.ts';
import { newPassword, notAuthorized, temporaryPassword } from './passwords.ts';
import { randomPassword } from './password-policy.ts';
import { revokeAll } from './sessions.ts';
import { checkUnconfirmed, newUser, usernameExists } from './sign-up.ts';
import { postConfirmation } from './post-confirmation.ts';
import { preSignUp } from './pre-sign-up.ts';
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
  const create = async (pool: UserPool, input: Input): Promise<object> => {
    const name = input.username();
    const action = input.optionalText('MessageAction');
    const password = input.optionalText('TemporaryPassword') ?? randomPassword(pool.settings.passwordPolicy);
    const user = action === 'RESEND' ? renew(pool, input, password) : await add(pool, input, name, password);
    // By text message only if asked for, and then nobody is told: no text messages are run here.
    const media = input.texts('DesiredDeliveryMediums') ?? ['EMAIL'];
    if (action !== 'SUPPRESS' && media.includes('EMAIL') && user.attributes['email'] !== undefined) {
      messages.sendInvitation(pool, user, password);
    }
    return { User: { ...describeUser(user), Attributes: listAttributes(user) } };
  };

  const add = async (pool: UserPool, input: Input, name: string, password: string): Promise<User> => {
    const now = cloud.clock.now();
    const given: Attributes = Object.fromEntries(input.attributes('UserAttributes'));
    // What is missing, the user gives with their first password.
    const user = newUser(pool, name, given, { now, complete: false });
    const temporary = temporaryPassword(pool, user.username, password, now);
    const taken = () => usernameExists(pool, 'User account already exists');
    if (pool.users.find(name)) throw taken();
    await preSignUp(triggers, pool, user, {
      source: 'PreSignUp_AdminCreateUser',
      clientId: NO_CLIENT,
      validationData: input.attributes('ValidationData'),
      clientMetadata: input.map('ClientMetadata'),
    });
    // Somebody else may have signed up by that name while the function ran.
    if (pool.users.find(name)) throw taken();
    return pool.users.add({ ...user, ...temporary });
  };

  const renew = (pool: UserPool, input: Input, password: string): User => {
    const user = existingUser(pool, input);
    if (user.status !== 'FORCE_CHANGE_PASSWORD') {
      throw new AwsError('UnsupportedUserStateException', `Resend not possible. User status is ${user.status}`);
    }
    const now = cloud.clock.now();
    return pool.users.change(user.sub, { ...temporaryPassword(pool, user.username, password, now), modifiedAt: now });
  };

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
    const sessions = revokeAll(user.sessions);
    pool.users.change(user.sub, { passwordCode, sessions, status: 'RESET_REQUIRED', modifiedAt: now });
    messages.sendCode(pool, user, 'password', passwordCode.code);
    return {};
  };

  const get = (pool: UserPool, input: Input): object => {
    const user = existingUser(pool, input);
    return { ...describeUser(user), UserAttributes: listAttributes(user), ...describeMfa(user) };
  };

  return {
    AdminCreateUser: create,
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
