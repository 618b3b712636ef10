import type { PostConfirmationTriggerEvent, Context } from 'aws-lambda';
import { readEnv } from '../shared/env.ts';
import { makeAccount } from '../shared/make-account.ts';
import { joinStudents, personOf } from '../shared/pool.ts';
import { table } from '../shared/table.ts';
import { POST_CONFIRMATION_ENV } from './env.ts';

const env = readEnv(POST_CONFIRMATION_ENV);

/** Cognito calls this when somebody has confirmed their e-mail: they get an account. */
export async function handler(
  event: PostConfirmationTriggerEvent,
  context: Context,
): Promise<PostConfirmationTriggerEvent> {
  if (event.triggerSource !== 'PostConfirmation_ConfirmSignUp') return event;
  const cause = { actor: 'post-confirmation', request: context.awsRequestId };
  await makeAccount(personOf(event.request.userAttributes), cause, {
    table,
    tableName: env.TABLE,
    joinStudents: (sub) => joinStudents(event.userPoolId, sub),
    now: () => new Date(),
  });
  return event;
}
