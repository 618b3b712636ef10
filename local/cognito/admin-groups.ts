import { AwsError } from '../errors.ts';
import { describeUser } from './admin-users.ts';
import { listAttributes } from './attributes.ts';
import { existingUser } from './existing-user.ts';
import type { Input } from './input.ts';
import type { AdminOperation } from './operation.ts';
import { pageOf } from './page.ts';
import type { Group, UserPool } from './user-pool.ts';

function existingGroup(pool: UserPool, input: Input): Group {
  const group = pool.groups.get(input.text('GroupName'));
  if (!group) throw new AwsError('ResourceNotFoundException', 'Group not found.');
  return group;
}

function describeGroup(pool: UserPool, group: Group): object {
  return {
    GroupName: group.name,
    UserPoolId: pool.id,
    ...(group.description !== undefined && { Description: group.description }),
    ...(group.precedence !== undefined && { Precedence: group.precedence }),
    ...(group.roleArn !== undefined && { RoleArn: group.roleArn }),
    // Groups come with the pool's template, and are as old as the pool.
    CreationDate: pool.createdAt / 1000,
    LastModifiedDate: pool.createdAt / 1000,
  };
}

/** What an administrator does with memberships. */
export const adminGroupOperations: Readonly<Record<string, AdminOperation>> = {
  AdminAddUserToGroup: (pool, input) => {
    const user = existingUser(pool, input);
    const { name } = existingGroup(pool, input);
    if (!user.groups.includes(name)) pool.users.change(user.sub, { groups: [...user.groups, name] });
    return {};
  },

  AdminRemoveUserFromGroup: (pool, input) => {
    const user = existingUser(pool, input);
    const { name } = existingGroup(pool, input);
    pool.users.change(user.sub, { groups: user.groups.filter((group) => group !== name) });
    return {};
  },

  AdminListGroupsForUser: (pool, input) => {
    const { page, next } = pageOf(pool.groupsOf(existingUser(pool, input)), ({ name }) => name, input);
    return { Groups: page.map((group) => describeGroup(pool, group)), ...next };
  },

  GetGroup: (pool, input) => ({ Group: describeGroup(pool, existingGroup(pool, input)) }),

  ListGroups: (pool, input) => {
    const { page, next } = pageOf([...pool.groups.values()], ({ name }) => name, input);
    return { Groups: page.map((group) => describeGroup(pool, group)), ...next };
  },

  ListUsersInGroup: (pool, input) => {
    const { name } = existingGroup(pool, input);
    const members = pool.users.list().filter(({ groups }) => groups.includes(name));
    const { page, next } = pageOf(members, ({ sub }) => sub, input);
    return { Users: page.map((user) => ({ ...describeUser(user), Attributes: listAttributes(user) })), ...next };
  },
};
