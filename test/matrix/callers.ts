import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { accountKey } from '../../model/keys.ts';
import type { TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { subOf } from '../support/notifications.ts';
import { signedClient } from '../support/signed-client.ts';
import type { Caller } from './table.ts';

/** Who makes the call, and what must be so while they make it. */
export interface MatrixCaller {
  readonly client: Client;
  /** Brings the account into its state; returns what brings it back. */
  readonly prepare: () => Promise<() => Promise<void>>;
}

type AccountChange = Readonly<Record<string, unknown>>;

/** Sets attributes of an account behind the API's back, as the event of a suspension or demotion would. */
async function setAccount(backend: TestBackend, sub: string, change: AccountChange): Promise<void> {
  const { table, tableName } = backend.operator;
  const names = Object.keys(change);
  await table.send(
    new UpdateCommand({
      TableName: tableName,
      Key: accountKey(sub),
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, change[name]])),
    }),
  );
}

export function matrixCallers(backend: TestBackend): Readonly<Record<Caller, MatrixCaller>> {
  const asTheyAre = (client: Client): MatrixCaller => ({ client, prepare: async () => () => Promise.resolve() });
  const changed = (client: Client, change: AccountChange, back: AccountChange): MatrixCaller => ({
    client,
    prepare: async () => {
      const sub = await subOf(client);
      await setAccount(backend, sub, change);
      return () => setAccount(backend, sub, back);
    },
  });
  const student = backend.as('student');
  const mentor = backend.as('mentor');
  return {
    key: asTheyAre(backend.anybody),
    backend: asTheyAre(signedClient(backend.outputs.graphqlUrl)),
    stranger: asTheyAre(backend.as('student2')),
    learner: asTheyAre(student),
    suspended: changed(student, { status: 'SUSPENDED' }, { status: 'ACTIVE' }),
    'own mentor': asTheyAre(mentor),
    demoted: changed(mentor, { groups: ['Student'] }, { groups: ['Student', 'Mentor'] }),
    mentor: asTheyAre(backend.as('mentor2')),
    moderator: asTheyAre(backend.as('moderator')),
    admin: asTheyAre(backend.as('admin')),
  };
}
