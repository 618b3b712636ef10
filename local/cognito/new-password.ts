import { type Attributes, checkWritable, listAttributes } from './attributes.ts';
import type { UserPoolClient } from './client-settings.ts';
import { needed } from './input.ts';
import { newPassword, notAuthorized, userIsDisabled } from './passwords.ts';
import { checkFreeEmail } from './taken-email.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

/** What a Session of NEW_PASSWORD_REQUIRED holds. */
interface Challenge {
  readonly clientId: string;
  readonly sub: string;
  /** The salt of the temporary password: once that is replaced, the session is used. */
  readonly salt: string;
  /** Milliseconds. */
  readonly until: number;
}

const PURPOSE = 'new password';
const PREFIX = 'userAttributes.';

/** The challenge for a user whose right password was chosen by an administrator. */
export function newPasswordChallenge(pool: UserPool, client: UserPoolClient, user: User, now: number): object {
  if (user.passwordExpiresAt !== undefined && now >= user.passwordExpiresAt) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  }
  const until = now + client.authSessionMs;
  const challenge: Challenge = { clientId: client.id, sub: user.sub, salt: user.password.salt, until };
  const readable = listAttributes(user, client.readable).filter(({ Name }) => Name !== 'sub');
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: pool.seal.close(PURPOSE, challenge).toString('base64url'),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(pool.settings.schema.missing(user.attributes).map((name) => PREFIX + name)),
      userAttributes: JSON.stringify(Object.fromEntries(readable.map(({ Name, Value }) => [Name, Value]))),
    },
  };
}

/** Sets the password that the user chose, and the attributes that were missing. */
export function completeNewPassword(
  pool: UserPool,
  client: UserPoolClient,
  session: string,
  responses: ReadonlyMap<string, string>,
  now: number,
): User {
  const challenge = pool.seal.open(PURPOSE, Buffer.from(session, 'base64url')) as Challenge | undefined;
  const user = pool.users.find(needed(responses, 'USERNAME'));
  if (challenge?.clientId !== client.id || user?.sub !== challenge.sub)
    throw notAuthorized('Invalid session for the user.');
  if (!user.enabled) throw userIsDisabled();
  if (now >= challenge.until) throw notAuthorized('Invalid session for the user, session is expired.');
  if (user.password.salt !== challenge.salt) {
    throw notAuthorized('Invalid session for the user, session can only be used once.');
  }
  const written = writtenAttributes(responses);
  checkWritten(pool, client, user, written);
  const attributes = { ...user.attributes, ...written };
  // An address given here is not yet proven.
  if (written['email'] !== undefined && written['email'] !== user.attributes['email'])
    attributes['email_verified'] = 'false';
  pool.settings.schema.check(attributes, { complete: true });
  return pool.users.change(user.sub, {
    password: newPassword(pool, user.username, needed(responses, 'NEW_PASSWORD')),
    passwordExpiresAt: undefined,
    status: 'CONFIRMED',
    attributes,
    modifiedAt: now,
  });
}

/** @throws AwsError for what the user has already, for what isn't theirs to write, for an address that is taken */
function checkWritten(pool: UserPool, client: UserPoolClient, user: User, written: Attributes): void {
  const { schema } = pool.settings;
  checkWritable(Object.keys(written), client.writable);
  const provided = Object.keys(written).find((name) => schema.required().includes(name) && user.attributes[name]);
  if (provided) throw notAuthorized(`Cannot modify an already provided ${provided}`);
  schema.checkMutable(Object.keys(written).filter((name) => user.attributes[name] !== undefined));
  if (written['email'] !== undefined) checkFreeEmail(pool, user, written['email']);
}

function writtenAttributes(responses: ReadonlyMap<string, string>): Attributes {
  const entries = [...responses].filter(([name]) => name.startsWith(PREFIX));
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(PREFIX.length), value]));
}
