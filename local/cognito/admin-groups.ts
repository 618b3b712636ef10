import { AwsError } from '../errors.ts';
import { existingUser } from './admin-users.ts';
import { type Input, invalidParameter } from './input.ts';
import type { AdminOperation } from './operation.ts';
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
    const groups = pool.groupsOf(existingUser(pool, input));
    const limit = input.limit('Limit', 60);
    const token = input.optionalText('NextToken');
    const from = token === undefined ? 0 : groups.findIndex(({ name }) => name === decode(token)) + 1;
    if (token !== undefined && from === 0) throw invalidParameter('Invalid pagination token');
    const page = groups.slice(from, from + limit);
    const last = from + limit < groups.length ? page.at(-1) : undefined;
    return {
      Groups: page.map((group) => describeGroup(pool, group)),
      ...(last && { NextToken: Buffer.from(last.name).toString('base64url') }),
    };
  },
};

const decode = (token: string): string => Buffer.from(token, 'base64url').toString();
