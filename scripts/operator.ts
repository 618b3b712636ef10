import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  UserNotFoundException,
  UsernameExistsException,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import { makeAccount, type Person } from '../functions/shared/make-account.ts';
import { withRetries } from '../functions/shared/with-retries.ts';
import { writeAccount } from '../functions/shared/write-account.ts';
import type { UserGroup } from '../generated/schema.ts';
import type { AccountItem } from '../model/account.ts';
import { accountWrites, withGroups } from '../model/account-change.ts';
import { accountKey } from '../model/keys.ts';
import { newUserHistory } from '../model/user-history.ts';

/** What an operator works with: the stage's pool and table, by the operator's own AWS credentials. */
export interface Operator {
  readonly pool: CognitoIdentityProviderClient;
  readonly table: DynamoDBDocumentClient;
  readonly userPoolId: string;
  readonly tableName: string;
}

const GRANT = { actor: 'operator', request: 'grant' } as const;

/** Makes a person who can sign in at once. Safe to repeat. */
export async function createPerson(
  { pool, userPoolId }: Operator,
  person: { readonly email: string; readonly name: string; readonly password: string },
): Promise<void> {
  try {
    await pool.send(
      new AdminCreateUserCommand({
        UserPoolId: userPoolId,
        Username: person.email,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: person.email },
          { Name: 'email_verified', Value: 'true' },
          { Name: 'name', Value: person.name },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof UsernameExistsException)) throw error;
  }
  await pool.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: userPoolId,
      Username: person.email,
      Password: person.password,
      Permanent: true,
    }),
  );
}

/** Puts a person into a group: the account first, which is the authority, then the pool. Safe to repeat. */
export async function grant(operator: Operator, email: string, group: UserGroup): Promise<void> {
  const { pool, userPoolId } = operator;
  const join = async (sub: string, name: UserGroup): Promise<void> => {
    await pool.send(new AdminAddUserToGroupCommand({ UserPoolId: userPoolId, Username: sub, GroupName: name }));
  };
  const person = await findPerson(operator, email);
  await makeAccount(person, GRANT, {
    table: operator.table,
    tableName: operator.tableName,
    joinStudents: (sub) => join(sub, 'Student'),
    now: () => new Date(),
  });
  await addGroup(operator, person.sub, group);
  await join(person.sub, group);
}

async function findPerson({ pool, userPoolId }: Operator, email: string): Promise<Person> {
  try {
    const { UserAttributes = [] } = await pool.send(
      new AdminGetUserCommand({ UserPoolId: userPoolId, Username: email }),
    );
    const attributes = Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name ?? '', Value]));
    return { sub: attributes['sub'] ?? '', email: attributes['email'] ?? email, name: attributes['name'] };
  } catch (error) {
    if (!(error instanceof UserNotFoundException)) throw error;
    throw new Error(`Nobody has signed up as ${email}. Let them sign up first, then grant the group.`, {
      cause: error,
    });
  }
}

/** What changes at the same time makes it begin again. */
async function addGroup({ table, tableName }: Operator, sub: string, group: UserGroup): Promise<void> {
  const cause = { ...GRANT, origin: 'grant' };
  await withRetries(
    (error) => !(error instanceof TransactionCanceledException),
    async () => {
      const { Item } = await table.send(
        new GetCommand({ TableName: tableName, Key: accountKey(sub), ConsistentRead: true }),
      );
      const account = Item as AccountItem;
      if (account.groups.includes(group)) return;
      const after = withGroups(account, [...account.groups, group], cause);
      const done = { action: 'GROUPS_SET' as const, groups: after.groups };
      const made = { unique: randomUUID(), now: new Date().toISOString(), cause };
      await writeAccount({ table, tableName }, accountWrites(account, after, newUserHistory(sub, done, made)));
    },
  );
}
