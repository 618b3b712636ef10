import type { Triggers } from './triggers.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

/** Runs the pool's PostConfirmation trigger. The user is already confirmed, and stays so if the function fails. */
export async function postConfirmation(
  triggers: Triggers,
  pool: UserPool,
  user: User,
  { source, clientId, clientMetadata }: PostConfirmationCause,
): Promise<void> {
  await triggers.run(pool, {
    name: 'PostConfirmation',
    source,
    userName: user.username,
    clientId,
    request: { userAttributes: { sub: user.sub, 'cognito:user_status': user.status, ...user.attributes } },
    response: {},
    clientMetadata,
  });
}

interface PostConfirmationCause {
  readonly source: 'PostConfirmation_ConfirmSignUp' | 'PostConfirmation_ConfirmForgotPassword';
  readonly clientId: string;
  readonly clientMetadata: ReadonlyMap<string, string>;
}
