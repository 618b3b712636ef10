import { AwsError } from '../errors.ts';
import { describeUser } from './admin-users.ts';
import { type Attributes, listAttributes } from './attributes.ts';
import { existingUser } from './existing-user.ts';
import type { Input } from './input.ts';
import type { AdminOperation, Tools } from './operation.ts';
import { temporaryPassword } from './passwords.ts';
import { randomPassword } from './password-policy.ts';
import { preSignUp } from './pre-sign-up.ts';
import { newUser, usernameExists } from './sign-up.ts';
import { NO_CLIENT } from './triggers.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

/** An administrator makes a user, or invites one again. */
export function adminCreateUser({ cloud, messages, triggers }: Tools): AdminOperation {
  const add = async (pool: UserPool, input: Input, name: string, password: string): Promise<User> => {
    const now = cloud.clock.now();
    const given: Attributes = Object.fromEntries(input.attributes('UserAttributes'));
    // What is missing, the user gives with their first password.
    const user = newUser(pool, name, given, { now, complete: false });
    const temporary = temporaryPassword(pool, user.username, password, now);
    const taken = () => usernameExists(pool, 'User account already exists');
    if (pool.users.find(name)) throw taken();
    await preSignUp(triggers, pool, user, {
      source: 'PreSignUp_AdminCreateUser',
      clientId: NO_CLIENT,
      validationData: input.attributes('ValidationData'),
      clientMetadata: input.map('ClientMetadata'),
    });
    // Somebody else may have signed up by that name while the function ran.
    if (pool.users.find(name)) throw taken();
    return pool.users.add({ ...user, ...temporary });
  };

  const renew = (pool: UserPool, input: Input, password: string): User => {
    const user = existingUser(pool, input);
    if (user.status !== 'FORCE_CHANGE_PASSWORD') {
      throw new AwsError('UnsupportedUserStateException', `Resend not possible. User status is ${user.status}`);
    }
    const now = cloud.clock.now();
    return pool.users.change(user.sub, { ...temporaryPassword(pool, user.username, password, now), modifiedAt: now });
  };

  return async (pool: UserPool, input: Input): Promise<object> => {
    const name = input.username();
    const action = input.optionalText('MessageAction');
    const password = input.optionalText('TemporaryPassword') ?? randomPassword(pool.settings.passwordPolicy);
    const user = action === 'RESEND' ? renew(pool, input, password) : await add(pool, input, name, password);
    // By text message only if asked for, and then nobody is told: no text messages are run here.
    const media = input.texts('DesiredDeliveryMediums') ?? ['EMAIL'];
    if (action !== 'SUPPRESS' && media.includes('EMAIL') && user.attributes['email'] !== undefined) {
      messages.sendInvitation(pool, user, password);
    }
    return { User: { ...describeUser(user), Attributes: listAttributes(user) } };
  };
}
