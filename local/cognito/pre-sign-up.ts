import type { Attributes } from './attributes.ts';
import { invalidParameter } from './input.ts';
import type { Triggers } from './triggers.ts';
import { unrecognizable } from './triggers.ts';
import type { UserPool } from './user-pool.ts';

/** What the pool's PreSignUp trigger decided of a new user. */
export interface PreSignUpDecision {
  readonly confirms: boolean;
  readonly verifiesEmail: boolean;
  readonly verifiesPhone: boolean;
}

interface NewUser {
  readonly username: string;
  readonly attributes: Attributes;
}

interface SignUpCause {
  readonly source: 'PreSignUp_SignUp' | 'PreSignUp_AdminCreateUser';
  readonly clientId: string;
  readonly validationData: ReadonlyMap<string, string>;
  readonly clientMetadata: ReadonlyMap<string, string>;
}

/**
 * Runs the pool's PreSignUp trigger, before anything is kept of the user. What it decides doesn't count where an admin
 * makes the user ("Pre sign-up Lambda trigger parameters").
 * @throws AwsError as the trigger fails: nobody signs up
 */
export async function preSignUp(
  triggers: Triggers,
  pool: UserPool,
  user: NewUser,
  { source, clientId, validationData, clientMetadata }: SignUpCause,
): Promise<PreSignUpDecision> {
  const response = await triggers.run(pool, {
    name: 'PreSignUp',
    source,
    userName: user.username,
    clientId,
    request: {
      userAttributes: user.attributes,
      validationData: validationData.size > 0 ? Object.fromEntries(validationData) : null,
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    clientMetadata,
  });
  const flag = (name: string): boolean => {
    const value = response?.[name] ?? false;
    if (typeof value !== 'boolean') throw unrecognizable();
    return value;
  };
  const decision = {
    confirms: flag('autoConfirmUser'),
    verifiesEmail: flag('autoVerifyEmail'),
    verifiesPhone: flag('autoVerifyPhone'),
  };
  if (source === 'PreSignUp_AdminCreateUser') return { confirms: false, verifiesEmail: false, verifiesPhone: false };
  if (decision.verifiesEmail && !user.attributes['email']) {
    throw invalidParameter('Cannot auto-verify email when email is not present');
  }
  if (decision.verifiesPhone && !user.attributes['phone_number']) {
    throw invalidParameter('Cannot auto-verify phone when phone number is not present');
  }
  return decision;
}
