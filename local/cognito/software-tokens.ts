import { AwsError } from '../errors.ts';
import { asTokenOwner } from './access-token.ts';
import { existingUser } from './existing-user.ts';
import { type Input, invalidParameter } from './input.ts';
import { afterFailure, isLocked } from './lockout.ts';
import { closeSession, openChallenge } from './mfa-challenges.ts';
import type { AdminOperation, PublicOperation, Tools } from './operation.ts';
import { notAuthorized } from './passwords.ts';
import { newSecret, stepOf } from './totp.ts';
import { tooManyAttempts } from './codes.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

const notFound = (): AwsError =>
  new AwsError('SoftwareTokenMFANotFoundException', 'Software Token MFA has not been enabled by the userPool');

/** Who sets an authenticator app up: somebody signed in, or who has to before they are. */
interface Owner {
  readonly pool: UserPool;
  readonly user: User;
  /** What goes on with the sign-in. */
  readonly session?: string | undefined;
}

/** AssociateSoftwareToken, VerifySoftwareToken and SetUserMFAPreference. */
export function softwareTokenOperations(tools: Tools): Record<string, PublicOperation> {
  const { cloud, pools } = tools;

  const asOwner = async (input: Input, next: string, act: (owner: Owner) => object): Promise<object> => {
    const accessToken = input.optionalText('AccessToken');
    if (accessToken !== undefined) return asTokenOwner(tools, accessToken, act);
    const session = input.text('Session');
    // A session doesn't say of which pool it is: only its own can open it.
    for (const pool of pools.list()) {
      if (pool.seal.open('MFA_SETUP', Buffer.from(session, 'base64url')) === undefined) continue;
      const { challenge, user } = openChallenge(pool, 'MFA_SETUP', session, cloud.clock.now());
      // Since then an app was set up: a password alone would else put another in its place.
      if (user.softwareToken?.enabled) break;
      return act({ pool, user, session: closeSession(pool, next, challenge) });
    }
    throw notAuthorized('Invalid session for the user.');
  };

  return {
    AssociateSoftwareToken: (input) =>
      asOwner(input, 'MFA_SETUP', ({ pool, user, session }) => {
        if (pool.settings.mfa === 'OFF') throw notFound();
        const secret = newSecret();
        // The one that is in use stays so until the new one is verified.
        pool.users.change(user.sub, { newTokenSecret: secret });
        return { SecretCode: secret, ...(session !== undefined && { Session: session }) };
      }),

    VerifySoftwareToken: (input) =>
      asOwner(input, VERIFIED, ({ pool, user, session }) => {
        if (pool.settings.mfa === 'OFF') throw notFound();
        const now = cloud.clock.now();
        const secret = user.newTokenSecret ?? user.softwareToken?.secret;
        if (secret === undefined) throw invalidParameter('User has not set up software token mfa');
        if (isLocked(user.failures, now)) throw tooManyAttempts();
        const step = stepOf(secret, input.text('UserCode'), now);
        if (step === null) {
          pool.users.change(user.sub, { failures: afterFailure(user.failures, now) });
          throw new AwsError('EnableSoftwareTokenMFAException', 'Code mismatch and fail enable Software Token MFA');
        }
        const kept = user.softwareToken ?? { enabled: false, preferred: false };
        // Who has to set one up at sign-in is asked for its codes from then on.
        const enabled = kept.enabled || session !== undefined;
        const usedStep = session === undefined ? step - 1 : step;
        const softwareToken = { ...kept, enabled, secret, verified: true, usedStep };
        pool.users.change(user.sub, { softwareToken, newTokenSecret: undefined });
        return { Status: 'SUCCESS', ...(session !== undefined && { Session: session }) };
      }),

    SetUserMFAPreference: (input) =>
      asTokenOwner(tools, input.text('AccessToken'), ({ pool, user }) => {
        prefer(pool, user, input);
        return {};
      }),
  };
}

/** The step of a sign-in whose authenticator app was set up: what is left is to answer the challenge. */
export const VERIFIED = 'MFA_SETUP verified';

export const adminSetUserMfaPreference: AdminOperation = (pool, input) => {
  prefer(pool, existingUser(pool, input), input);
  return {};
};

function prefer(pool: UserPool, user: User, input: Input): void {
  for (const other of ['SMSMfaSettings', 'EmailMfaSettings']) {
    if (input.inner(other)?.flag('Enabled')) {
      throw invalidParameter(`${other.replace('MfaSettings', '')} MFA is not enabled for the user pool`);
    }
  }
  const settings = input.inner('SoftwareTokenMfaSettings');
  if (!settings) return;
  const [enabled, preferred] = [settings.flag('Enabled'), settings.flag('PreferredMfa')];
  const token = user.softwareToken;
  if (enabled && !token?.verified) throw invalidParameter('User has not verified software token mfa');
  if (preferred && !enabled) {
    throw invalidParameter('Preferred MFA setting must be one of the enabled MFA settings for the user');
  }
  if (token) pool.users.change(user.sub, { softwareToken: { ...token, enabled, preferred } });
}

/** A user's second factor, as GetUser and AdminGetUser show it. */
export function describeMfa({ softwareToken }: User): object {
  if (!softwareToken?.enabled) return {};
  return {
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    ...(softwareToken.preferred && { PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' }),
  };
}
