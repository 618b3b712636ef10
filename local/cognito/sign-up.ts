import { randomUUID } from 'node:crypto';
import { AwsError } from '../errors.ts';
import { type Attributes, checkWritable, isEmail } from './attributes.ts';
import type { UserPoolClient } from './client-settings.ts';
import { expiredCode, newCode, NO_CODE, SIGN_UP_CODE_MS, tryCode } from './codes.ts';
import { type Input, invalidParameter } from './input.ts';
import { NO_FAILURES } from './lockout.ts';
import { type CodeDeliveryDetails, delivery } from './messages.ts';
import type { PublicOperation, Tools } from './operation.ts';
import { postConfirmation } from './post-confirmation.ts';
import { preSignUp } from './pre-sign-up.ts';
import { newPassword, notAuthorized, userIsDisabled } from './passwords.ts';
import { checkSecretHash } from './secret-hash.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

const CONFIRMED = 'PostConfirmation_ConfirmSignUp';

const notFound = (): AwsError => new AwsError('UserNotFoundException', 'Username/client id combination not found.');

/** What sign-up and an administrator agree on in a new user. The password and the status are theirs to set. */
export function newUser(
  pool: UserPool,
  name: string,
  given: Attributes,
  {
    now,
    complete,
  }: { readonly now: number; /** Whether required attributes must be there. */ readonly complete: boolean },
): Omit<User, 'password' | 'status'> {
  const sub = randomUUID();
  const { emailIsUsername, schema } = pool.settings;
  if (emailIsUsername) checkEmailName(pool, name, given);
  const attributes = emailIsUsername ? { ...given, email: name } : given;
  schema.check(attributes, { complete });
  return {
    sub,
    username: emailIsUsername ? sub : name,
    enabled: true,
    attributes,
    groups: [],
    createdAt: now,
    modifiedAt: now,
    signUpCode: NO_CODE,
    passwordCode: NO_CODE,
    failures: NO_FAILURES,
    sessions: [],
  };
}

function checkEmailName(pool: UserPool, name: string, { email }: Attributes): void {
  if (!isEmail(name)) throw invalidParameter('Username should be an email.');
  if (email !== undefined && pool.users.sameName(email) !== pool.users.sameName(name)) {
    throw invalidParameter('User email should be empty or same as username, since username attribute is email');
  }
}

export function usernameExists(pool: UserPool, otherwise: string): AwsError {
  const message = pool.settings.emailIsUsername ? 'An account with the given email already exists.' : otherwise;
  return new AwsError('UsernameExistsException', message);
}

export function checkUnconfirmed({ status }: User): void {
  if (status !== 'UNCONFIRMED') throw notAuthorized(`User cannot be confirmed. Current status is ${status}`);
}

/** SignUp, ConfirmSignUp and ResendConfirmationCode. */
export function signUpOperations({ cloud, pools, messages, triggers }: Tools): Record<string, PublicOperation> {
  const sendCode = (pool: UserPool, user: User): CodeDeliveryDetails | undefined => {
    if (!pool.settings.verifiesEmail || user.attributes['email'] === undefined) return undefined;
    const signUpCode = newCode(user.signUpCode, SIGN_UP_CODE_MS, cloud.clock.now(), user.attributes['email']);
    pool.users.change(user.sub, { signUpCode });
    return messages.sendCode(pool, user, 'code', signUpCode.code);
  };

  const signUp = async (input: Input): Promise<object> => {
    const { pool, client } = pools.client(input.text('ClientId'));
    const name = input.username();
    checkSecretHash(client, name, input.optionalText('SecretHash'));
    if (!pool.settings.selfSignUp) throw notAuthorized('SignUp is not permitted for this user pool');
    const given: Attributes = Object.fromEntries(input.attributes('UserAttributes'));
    const user = newUser(pool, name, given, { now: cloud.clock.now(), complete: true });
    checkWritable(Object.keys(given), client.writable);
    const password = newPassword(pool, user.username, input.text('Password'));
    if (pool.users.find(name)) throw usernameExists(pool, 'User already exists');
    const clientMetadata = input.map('ClientMetadata');
    const decision = await preSignUp(triggers, pool, user, {
      source: 'PreSignUp_SignUp',
      clientId: client.id,
      validationData: input.attributes('ValidationData'),
      clientMetadata,
    });
    // Somebody else may have signed up by that name while the function ran.
    if (pool.users.find(name)) throw usernameExists(pool, 'User already exists');
    const has = (name: string): boolean => user.attributes[name] !== undefined;
    const attributes: Attributes = {
      ...user.attributes,
      ...(has('email') && { email_verified: String(decision.verifiesEmail) }),
      ...(has('phone_number') && { phone_number_verified: String(decision.verifiesPhone) }),
    };
    const status = decision.confirms ? 'CONFIRMED' : 'UNCONFIRMED';
    const added = pool.users.add({ ...user, attributes, password, status });
    if (decision.confirms) {
      await postConfirmation(triggers, pool, added, { source: CONFIRMED, clientId: client.id, clientMetadata });
      return { UserConfirmed: true, UserSub: user.sub };
    }
    const CodeDeliveryDetails = sendCode(pool, added);
    return { UserConfirmed: false, UserSub: user.sub, ...(CodeDeliveryDetails && { CodeDeliveryDetails }) };
  };

  const confirmSignUp = async (input: Input): Promise<object> => {
    const { pool, client } = pools.client(input.text('ClientId'));
    const name = input.username();
    checkSecretHash(client, name, input.optionalText('SecretHash'));
    const user = pool.users.find(name);
    if (!user) throw client.hidesUsers ? expiredCode() : notFound();
    if (!user.enabled) throw userIsDisabled();
    const now = cloud.clock.now();
    checkUnconfirmed(user);
    const { state, error } = tryCode(user.signUpCode, input.text('ConfirmationCode'), now, user.attributes['email']);
    if (error) {
      pool.users.change(user.sub, { signUpCode: state });
      throw error;
    }
    const attributes = { ...user.attributes, email_verified: 'true' };
    const confirmed = pool.users.change(user.sub, {
      status: 'CONFIRMED',
      attributes,
      signUpCode: state,
      modifiedAt: now,
    });
    const clientMetadata = input.map('ClientMetadata');
    await postConfirmation(triggers, pool, confirmed, { source: CONFIRMED, clientId: client.id, clientMetadata });
    return {};
  };

  const resend = (input: Input): object => {
    const { pool, client } = pools.client(input.text('ClientId'));
    const name = input.username();
    checkSecretHash(client, name, input.optionalText('SecretHash'));
    const user = pool.users.find(name);
    if (!user || (client.hidesUsers && !user.enabled)) return simulated(client, name);
    if (!user.enabled) throw userIsDisabled();
    if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
    const CodeDeliveryDetails = sendCode(pool, user);
    if (!CodeDeliveryDetails) throw invalidParameter('Auto verification not turned on.');
    return { CodeDeliveryDetails };
  };

  return { SignUp: signUp, ConfirmSignUp: confirmSignUp, ResendConfirmationCode: resend };
}

/** The answer for a user that doesn't exist, where that is nobody's business. */
export function simulated(client: UserPoolClient, name: string): { CodeDeliveryDetails: CodeDeliveryDetails } {
  if (!client.hidesUsers) throw notFound();
  return { CodeDeliveryDetails: delivery(isEmail(name) ? name : `${name}@${client.id}`) };
}
