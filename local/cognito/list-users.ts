import { describeUser } from './admin-users.ts';
import { listAttributes } from './attributes.ts';
import { type Input, invalidParameter } from './input.ts';
import { pageOf } from './page.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

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

export function listUsers(pool: UserPool, input: Input): object {
  const matches = filterOf(input.optionalText('Filter'));
  const shown = input.texts('AttributesToGet');
  const all = pool.users.list().filter((user) => matches(user));
  const { page, next } = pageOf(all, ({ sub }) => sub, input, 'PaginationToken');
  return {
    Users: page.map((user) => ({ ...describeUser(user), Attributes: shownAttributes(user, shown) })),
    ...next,
  };
}

function shownAttributes(user: User, shown: readonly string[] | undefined): object[] {
  return listAttributes(user, shown).filter(({ Name }) => !shown || shown.includes(Name));
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
