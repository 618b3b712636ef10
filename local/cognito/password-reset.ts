import { codeMismatch, newCode, PASSWORD_CODE_MS, tryCode } from './codes.ts';
import { AwsError } from '../errors.ts';
import { type Input, invalidParameter } from './input.ts';
import { NO_FAILURES } from './lockout.ts';
import type { PublicOperation, Tools } from './operation.ts';
import { newPassword, notAuthorized, userIsDisabled } from './passwords.ts';
import { postConfirmation } from './post-confirmation.ts';
import { checkSecretHash } from './secret-hash.ts';
import { simulated } from './sign-up.ts';
import type { User } from './users.ts';

const isReachable = (user: User): boolean => user.enabled && user.attributes['email_verified'] === 'true';

/** ForgotPassword and ConfirmForgotPassword. */
export function passwordResetOperations({ cloud, pools, messages, triggers }: Tools): Record<string, PublicOperation> {
  const forgot = (input: Input): object => {
    const { pool, client } = pools.client(input.text('ClientId'));
    const name = input.username();
    checkSecretHash(client, name, input.optionalText('SecretHash'));
    if (!pool.settings.recoversByEmail) throw notAuthorized('Contact administrator to reset password.');
    const user = pool.users.find(name);
    // Where users are hidden, one that can't get a code is answered like one that doesn't exist.
    if (!user || (client.hidesUsers && !isReachable(user))) return simulated(client, name);
    if (!user.enabled) throw userIsDisabled();
    if (user.status === 'FORCE_CHANGE_PASSWORD') {
      throw notAuthorized('User password cannot be reset in the current state.');
    }
    if (!isReachable(user)) {
      throw invalidParameter(
        'Cannot reset password for the user as there is no registered/verified email or phone_number',
      );
    }
    const passwordCode = newCode(user.passwordCode, PASSWORD_CODE_MS, cloud.clock.now());
    pool.users.change(user.sub, { passwordCode });
    return { CodeDeliveryDetails: messages.sendCode(pool, user, 'password', passwordCode.code) };
  };

  const confirmForgot = async (input: Input): Promise<object> => {
    const { pool, client } = pools.client(input.text('ClientId'));
    const name = input.username();
    checkSecretHash(client, name, input.optionalText('SecretHash'));
    const user = pool.users.find(name);
    const [code, password] = [input.text('ConfirmationCode'), input.text('Password')];
    if (!user?.enabled) {
      if (client.hidesUsers) throw codeMismatch();
      throw user
        ? userIsDisabled()
        : new AwsError('UserNotFoundException', 'Username/client id combination not found.');
    }
    const verifier = newPassword(pool, user.username, password);
    const now = cloud.clock.now();
    const { state, error } = tryCode(user.passwordCode, code, now);
    if (error) {
      pool.users.change(user.sub, { passwordCode: state });
      throw error;
    }
    const changed = pool.users.change(user.sub, {
      password: verifier,
      passwordExpiresAt: undefined,
      passwordCode: state,
      status: 'CONFIRMED',
      failures: NO_FAILURES,
      modifiedAt: now,
    });
    const metadata = input.map('ClientMetadata');
    const source = 'PostConfirmation_ConfirmForgotPassword';
    await postConfirmation(triggers, pool, changed, { source, clientId: client.id, clientMetadata: metadata });
    return {};
  };

  return { ForgotPassword: forgot, ConfirmForgotPassword: confirmForgot };
}
