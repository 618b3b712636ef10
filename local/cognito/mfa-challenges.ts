import { AwsError } from '../errors.ts';
import type { UserPoolClient } from './client-settings.ts';
import { needed } from './input.ts';
import { afterFailure, isLocked } from './lockout.ts';
import { notAuthorized, userIsDisabled } from './passwords.ts';
import type { TokenCause } from './pre-token-generation.ts';
import { stepOf } from './totp.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

/** What the Session of a second step holds: the password was right. */
interface Challenge {
  readonly clientId: string;
  readonly sub: string;
  readonly cause: TokenCause;
  /** Milliseconds. */
  readonly until: number;
}

export type MfaStep = 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP';

/** The second step that a user is to take; undefined where the password is enough. */
export function mfaStep(pool: UserPool, { softwareToken }: User): MfaStep | undefined {
  // A token that was set up is asked for even where the pool no longer has it.
  if (softwareToken?.enabled) return 'SOFTWARE_TOKEN_MFA';
  return pool.settings.mfa === 'ON' ? 'MFA_SETUP' : undefined;
}

export function mfaChallenge(
  pool: UserPool,
  client: UserPoolClient,
  user: User,
  { step, cause, now }: { readonly step: MfaStep; readonly cause: TokenCause; readonly now: number },
): object {
  const challenge: Challenge = { clientId: client.id, sub: user.sub, cause, until: now + client.authSessionMs };
  return {
    ChallengeName: step,
    Session: closeSession(pool, step, challenge),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      ...(step === 'MFA_SETUP' && { MFAS_CAN_SETUP: JSON.stringify(['SOFTWARE_TOKEN_MFA']) }),
    },
  };
}

export function closeSession(pool: UserPool, step: string, challenge: Challenge): string {
  return pool.seal.close(step, challenge).toString('base64url');
}

/** The user of a Session, and why they sign in. */
export function openChallenge(
  pool: UserPool,
  step: string,
  session: string,
  now: number,
): { readonly challenge: Challenge; readonly user: User } {
  const challenge = pool.seal.open(step, Buffer.from(session, 'base64url')) as Challenge | undefined;
  const user = challenge && pool.users.get(challenge.sub);
  if (!challenge || !user) throw notAuthorized('Invalid session for the user.');
  if (now >= challenge.until) throw notAuthorized('Invalid session for the user, session is expired.');
  if (!user.enabled) throw userIsDisabled();
  return { challenge, user };
}

/** Checks the code of SOFTWARE_TOKEN_MFA. Wrong ones count like wrong passwords, else six digits could be guessed. */
export function proveToken(pool: UserPool, user: User, responses: ReadonlyMap<string, string>, now: number): User {
  const token = user.softwareToken;
  if (!token) {
    throw new AwsError('SoftwareTokenMFANotFoundException', 'Software Token MFA does not exist for the user.');
  }
  if (isLocked(user.failures, now)) throw notAuthorized('Password attempts exceeded');
  const step = stepOf(token.secret, needed(responses, 'SOFTWARE_TOKEN_MFA_CODE'), now);
  if (step === null) {
    pool.users.change(user.sub, { failures: afterFailure(user.failures, now) });
    throw new AwsError('CodeMismatchException', 'Invalid code received for user');
  }
  if (step <= token.usedStep) {
    throw new AwsError('ExpiredCodeException', 'Your software token has already been used once.');
  }
  return pool.users.change(user.sub, { softwareToken: { ...token, usedStep: step } });
}
