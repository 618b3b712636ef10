import { randomBytes } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { MAX_NAME_LENGTH, NAMELESS, newAccount, type AccountItem } from '../../model/account.ts';
import { line } from '../../model/validation.ts';
import { visibleText } from '../../model/visible-text.ts';
import { searchTermsOf } from './search-terms.ts';

/** What Cognito knows of a person. */
export interface Person {
  readonly sub: string;
  readonly email: string;
  /** Standard attribute `name`; not asked for at sign-up, so often absent. */
  readonly name?: string | undefined;
}

/** Where the work reaches out to. */
export interface AccountPorts {
  readonly table: DynamoDBDocumentClient;
  readonly tableName: string;
  /** Puts the person into the pool's group Student. Does nothing when they are in it. */
  readonly joinStudents: (sub: string) => Promise<void>;
  readonly now: () => Date;
}

/**
 * Makes the account of a person, as a Student, and puts them into the group. Safe to repeat: an account that exists
 * stays as it is. The account comes first: it is the authority, the group only what tokens claim.
 */
export async function makeAccount(
  person: Person,
  cause: { readonly actor: string; readonly request: string },
  ports: AccountPorts,
): Promise<AccountItem> {
  const displayName = nameOf(person);
  const account = newAccount({
    sub: person.sub,
    email: person.email,
    displayName,
    terms: searchTermsOf(person.email, displayName),
    salt: randomBytes(16).toString('hex'),
    now: ports.now().toISOString(),
    cause: { ...cause, origin: cause.actor },
  });
  const standing = await putOnce(account, ports);
  if (standing.groups.includes('Student')) await ports.joinStudents(person.sub);
  return standing;
}

/** The name that a person gave at sign-up, where it may be shown: Cognito takes any. */
function nameOf({ name }: Person): string {
  const isFit = !line('name', name, 1, MAX_NAME_LENGTH) && !visibleText('name', name, MAX_NAME_LENGTH);
  return name && isFit ? name.trim() : NAMELESS;
}

async function putOnce(account: AccountItem, { table, tableName }: AccountPorts): Promise<AccountItem> {
  try {
    await table.send(
      new PutCommand({ TableName: tableName, Item: account, ConditionExpression: 'attribute_not_exists(pk)' }),
    );
    return account;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const { pk, sk } = account;
    const { Item } = await table.send(new GetCommand({ TableName: tableName, Key: { pk, sk }, ConsistentRead: true }));
    return Item as AccountItem;
  }
}
