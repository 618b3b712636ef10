import {
  AdminCreateUserCommand,
  UnsupportedUserStateException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { conflict, notFound } from '../../model/errors.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import type { SignInCall } from '../../model/sign-in-call.ts';
import { pool, userPoolId } from './environment.ts';

/** Sends the invitation anew, with another temporary password. */
export async function resend({ email }: Extract<SignInCall, { operation: 'resend' }>): Promise<FunctionAnswer<null>> {
  try {
    await pool.send(
      new AdminCreateUserCommand({
        UserPoolId: userPoolId,
        Username: email,
        MessageAction: 'RESEND',
        DesiredDeliveryMediums: ['EMAIL'],
      }),
    );
    return { value: null };
  } catch (error) {
    if (error instanceof UserNotFoundException) return { refusal: notFound('person') };
    if (!(error instanceof UnsupportedUserStateException)) throw error;
    return { refusal: conflict('They have a password already: there is no invitation to send again.') };
  }
}
