import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  UserNotFoundException,
  UsernameExistsException,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { makeAccount, type Person } from '../functions/shared/make-account.ts';
import type { UserGroup } from '../generated/schema.ts';
import { accountKey } from '../model/keys.ts';

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

async function addGroup({ table, tableName }: Operator, sub: string, group: UserGroup): Promise<void> {
  try {
    await table.send(
      new UpdateCommand({
        TableName: tableName,
        Key: accountKey(sub),
        UpdateExpression: 'SET #groups = list_append(#groups, :added), #version = #version + :one, #cause = :cause',
        ConditionExpression: 'NOT contains(#groups, :group)',
        ExpressionAttributeNames: { '#groups': 'groups', '#version': 'version', '#cause': 'cause' },
        ExpressionAttributeValues: {
          ':added': [group],
          ':group': group,
          ':one': 1,
          ':cause': { ...GRANT, origin: 'grant' },
        },
      }),
    );
  } catch (error) {
    // In the group already.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
