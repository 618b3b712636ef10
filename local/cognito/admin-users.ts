import { AwsError } from '../errors.ts';
import { type Attributes, listAttributes } from './attributes.ts';
import { type Input, invalidParameter } from './input.ts';
import { NO_FAILURES } from './lockout.ts';
import type { AdminOperation, Tools } from './operation.ts';
import { newPassword, temporaryPassword } from './passwords.ts';
import { randomPassword } from './password-policy.ts';
import { revokeAll } from './sessions.ts';
import { confirm, newUser, usernameExists } from './sign-up.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

export function existingUser(pool: UserPool, input: Input): User {
  const user = pool.users.find(input.username());
  if (!user) throw new AwsError('UserNotFoundException', 'User does not exist.');
  return user;
}

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
export function adminUserOperations({ cloud, messages, postConfirmation }: Tools): Record<string, AdminOperation> {
  const create = (pool: UserPool, input: Input): object => {
    const name = input.username();
    const action = input.optionalText('MessageAction');
    const password = input.optionalText('TemporaryPassword') ?? randomPassword(pool.settings.passwordPolicy);
    const user = action === 'RESEND' ? renew(pool, input, password) : add(pool, input, name, password);
    // By text message only if asked for, and then nobody is told: no text messages are run here.
    const media = input.texts('DesiredDeliveryMediums') ?? ['EMAIL'];
    if (action !== 'SUPPRESS' && media.includes('EMAIL') && user.attributes['email'] !== undefined) {
      messages.sendInvitation(pool, user, password);
    }
    return { User: { ...describeUser(user), Attributes: listAttributes(user) } };
  };

  const add = (pool: UserPool, input: Input, name: string, password: string): User => {
    const now = cloud.clock.now();
    const given: Attributes = Object.fromEntries(input.attributes('UserAttributes'));
    const user = newUser(pool, name, given, now);
    const temporary = temporaryPassword(pool, user.username, password, now);
    if (pool.users.find(name)) throw usernameExists(pool, 'User account already exists');
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
    const confirmed = confirm(pool, existingUser(pool, input), {}, cloud.clock.now());
    const metadata = input.map('ClientMetadata');
    const source = 'PostConfirmation_ConfirmSignUp';
    await postConfirmation.run(pool, confirmed, source, 'CLIENT_ID_NOT_APPLICABLE', metadata);
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

  const get = (pool: UserPool, input: Input): object => {
    const user = existingUser(pool, input);
    return { ...describeUser(user), UserAttributes: listAttributes(user) };
  };

  return {
    AdminCreateUser: create,
    AdminSetUserPassword: setPassword,
    AdminConfirmSignUp: confirmSignUp,
    AdminGetUser: get,
    AdminEnableUser: enable,
    AdminDisableUser: disable,
    AdminUserGlobalSignOut: signOut,
    ListUsers: listUsers,
  };
}

/** `email = "x"` or `email ^= "x"`, as ListUsers takes it. */
const FILTER = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/;
const SEARCHABLE = [
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
];

function listUsers(pool: UserPool, input: Input): object {
  const limit = input.limit('Limit', 60);
  const matches = filterOf(input.optionalText('Filter'));
  const shown = input.texts('AttributesToGet');
  const all = pool.users.list().filter((user) => matches(user));
  const from = startOf(all, input.optionalText('PaginationToken'));
  const page = all.slice(from, from + limit);
  const last = from + limit < all.length ? page.at(-1) : undefined;
  return {
    Users: page.map((user) => ({ ...describeUser(user), Attributes: shownAttributes(user, shown) })),
    ...(last && { PaginationToken: Buffer.from(last.sub).toString('base64url') }),
  };
}

function shownAttributes(user: User, shown: readonly string[] | undefined): object[] {
  return listAttributes(user, shown).filter(({ Name }) => !shown || shown.includes(Name));
}

function startOf(users: readonly User[], token: string | undefined): number {
  if (token === undefined) return 0;
  const sub = Buffer.from(token, 'base64url').toString();
  const index = users.findIndex((user) => user.sub === sub);
  if (index < 0) throw invalidParameter('Invalid pagination token');
  return index + 1;
}

function filterOf(text: string | undefined): (user: User) => boolean {
  if (!text) return () => true;
  const [, name = '', operator, quoted = ''] = FILTER.exec(text) ?? [];
  if (!SEARCHABLE.includes(name)) throw invalidParameter('Error while parsing filter');
  const wanted = quoted.replaceAll(/\\(.)/gs, '$1').toLowerCase();
  return (user) => {
    const value = searched(user, name)?.toLowerCase();
    return operator === '=' ? value === wanted : value?.startsWith(wanted) === true;
  };
}

function searched(user: User, name: string): string | undefined {
  if (name === 'username') return user.username;
  if (name === 'sub') return user.sub;
  if (name === 'cognito:user_status') return user.status;
  if (name === 'status') return user.enabled ? 'Enabled' : 'Disabled';
  return user.attributes[name];
}
