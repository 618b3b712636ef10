import {
  AdminAddUserToGroupCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Person } from './make-account.ts';

const pool = new CognitoIdentityProviderClient({});

/** Puts a person into the group Student. */
export async function joinStudents(userPoolId: string, sub: string): Promise<void> {
  await pool.send(new AdminAddUserToGroupCommand({ UserPoolId: userPoolId, Username: sub, GroupName: 'Student' }));
}

/** What the pool knows of a person, whose user name is the sub. */
export async function readPerson(userPoolId: string, sub: string): Promise<Person> {
  const { UserAttributes = [] } = await pool.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username: sub }));
  return personOf(Object.fromEntries(UserAttributes.map(({ Name = '', Value }) => [Name, Value])));
}

/** A user by name or address, and whether they have an invitation that they have not taken yet. */
export async function readPoolUser(
  userPoolId: string,
  name: string,
): Promise<{ readonly sub: string; readonly isInvited: boolean }> {
  const { Username = '', UserStatus } = await pool.send(
    new AdminGetUserCommand({ UserPoolId: userPoolId, Username: name }),
  );
  return { sub: Username, isInvited: UserStatus === 'FORCE_CHANGE_PASSWORD' };
}

/** A person from the attributes of a pool's user. */
export function personOf(attributes: Readonly<Record<string, string | undefined>>): Person {
  const { sub, email, name } = attributes;
  if (!sub || !email) throw new Error('A user of the pool lacks `sub` or `email`.');
  return { sub, email, name };
}
