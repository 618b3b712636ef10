import { AdminSetUserMFAPreferenceCommand, UserNotFoundException } from '@aws-sdk/client-cognito-identity-provider';
import { notFound } from '../../model/errors.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import type { SignInCall } from '../../model/sign-in-call.ts';
import { pool, userPoolId } from './environment.ts';

/** Nobody is asked for a code any more that they can't give: a new authenticator app can be set up after the sign-in. */
export async function resetMfa({ sub }: Extract<SignInCall, { operation: 'resetMfa' }>): Promise<FunctionAnswer<null>> {
  try {
    await pool.send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: userPoolId,
        Username: sub,
        SoftwareTokenMfaSettings: { Enabled: false, PreferredMfa: false },
      }),
    );
    return { value: null };
  } catch (error) {
    if (error instanceof UserNotFoundException) return { refusal: notFound('person') };
    throw error;
  }
}
