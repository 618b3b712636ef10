import { AwsError } from '../errors.ts';
import { accessTokenOwner } from './access-token.ts';
import { type Attributes, checkWritable } from './attributes.ts';
import { existingUser } from './existing-user.ts';
import { ATTRIBUTE_CODE_MS, newCode, NO_CODE, tryCode } from './codes.ts';
import { invalidParameter } from './input.ts';
import type { CodeDeliveryDetails } from './messages.ts';
import type { AdminOperation, PublicOperation, Tools } from './operation.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

/** What people, and administrators, change in attributes after sign-up. */
export function attributeOperations(tools: Tools): {
  readonly own: Record<string, PublicOperation>;
  readonly admin: Record<string, AdminOperation>;
} {
  const { cloud, messages } = tools;

  /** @param email where the code goes: an address that isn't the user's yet, too */
  const sendCode = (pool: UserPool, user: User, email: string): CodeDeliveryDetails => {
    const attributeCode = newCode(user.attributeCode ?? NO_CODE, ATTRIBUTE_CODE_MS, cloud.clock.now());
    const changed = pool.users.change(user.sub, { attributeCode });
    const addressee = { ...changed, attributes: { ...changed.attributes, email } };
    return messages.sendCode(pool, addressee, 'attribute', attributeCode.code);
  };

  const update: PublicOperation = async (input) => {
    const { pool, client, user } = await accessTokenOwner(tools, input.text('AccessToken'));
    const given: Attributes = Object.fromEntries(input.attributes('UserAttributes'));
    checkWritable(given, client.writable);
    pool.settings.schema.checkMutable(given);
    pool.settings.schema.check(given, { complete: false });
    const { email, ...others } = given;
    const isNew = email !== undefined && email !== user.attributes['email'];
    if (isNew) checkFree(pool, user, email);
    const waits = isNew && pool.settings.keepsEmailUntilVerified;
    const attributes: Attributes = {
      ...user.attributes,
      ...others,
      ...(isNew && !waits && { email, email_verified: 'false' }),
    };
    const changed = pool.users.change(user.sub, {
      attributes,
      pendingEmail: isNew ? (waits ? email : undefined) : user.pendingEmail,
      modifiedAt: cloud.clock.now(),
    });
    if (!isNew || !pool.settings.verifiesEmail) return { CodeDeliveryDetailsList: [] };
    return { CodeDeliveryDetailsList: [sendCode(pool, changed, email)] };
  };

  const remove: PublicOperation = async (input) => {
    const { pool, client, user } = await accessTokenOwner(tools, input.text('AccessToken'));
    const names = input.texts('UserAttributeNames') ?? [];
    checkWritable(Object.fromEntries(names.map((name) => [name, ''])), client.writable);
    removeAttributes(pool, user, names, cloud.clock.now());
    return {};
  };

  const resend: PublicOperation = async (input) => {
    const { pool, user } = await accessTokenOwner(tools, input.text('AccessToken'));
    checkEmail(input.text('AttributeName'));
    const email = user.pendingEmail ?? user.attributes['email'];
    if (email === undefined) throw invalidParameter('User does not have the attribute email');
    return { CodeDeliveryDetails: sendCode(pool, user, email) };
  };

  const verify: PublicOperation = async (input) => {
    const { pool, user } = await accessTokenOwner(tools, input.text('AccessToken'));
    checkEmail(input.text('AttributeName'));
    const now = cloud.clock.now();
    const { state, error } = tryCode(user.attributeCode ?? NO_CODE, input.text('Code'), now);
    if (error) {
      pool.users.change(user.sub, { attributeCode: state });
      throw error;
    }
    const email = user.pendingEmail ?? user.attributes['email'] ?? '';
    // Somebody else may have taken the address since.
    checkFree(pool, user, email);
    pool.users.change(user.sub, {
      attributes: { ...user.attributes, email, email_verified: 'true' },
      pendingEmail: undefined,
      attributeCode: state,
      modifiedAt: now,
    });
    return {};
  };

  const adminUpdate: AdminOperation = (pool, input) => {
    const user = existingUser(pool, input);
    const given: Attributes = Object.fromEntries(input.attributes('UserAttributes'));
    pool.settings.schema.checkMutable(given);
    pool.settings.schema.check(given, { complete: false });
    const { email } = given;
    const isNew = email !== undefined && email !== user.attributes['email'];
    if (isNew) checkFree(pool, user, email);
    const attributes = { ...user.attributes, ...(isNew && { email_verified: 'false' }), ...given };
    pool.users.change(user.sub, { attributes, pendingEmail: undefined, modifiedAt: cloud.clock.now() });
    if (isNew && pool.settings.verifiesEmail && attributes.email_verified !== 'true') {
      sendCode(pool, existingUser(pool, input), email);
    }
    return {};
  };

  const adminRemove: AdminOperation = (pool, input) => {
    const names = input.texts('UserAttributeNames') ?? [];
    removeAttributes(pool, existingUser(pool, input), names, cloud.clock.now());
    return {};
  };

  return {
    own: {
      UpdateUserAttributes: update,
      DeleteUserAttributes: remove,
      GetUserAttributeVerificationCode: resend,
      VerifyUserAttribute: verify,
    },
    admin: { AdminUpdateUserAttributes: adminUpdate, AdminDeleteUserAttributes: adminRemove },
  };
}

function checkFree(pool: UserPool, user: User, email: string): void {
  if (!pool.settings.emailIsUsername) return;
  const other = pool.users.find(email);
  if (!other || other.sub === user.sub) return;
  throw new AwsError('AliasExistsException', 'An account with the given email already exists.');
}

function checkEmail(name: string): void {
  if (name !== 'email') throw invalidParameter(`Invalid attribute name: ${name}; only email can be verified`);
}

function removeAttributes(pool: UserPool, user: User, names: readonly string[], now: number): void {
  pool.settings.schema.checkRemovable(names);
  const kept = Object.entries(user.attributes).filter(([name]) => !names.includes(name.replace(/_verified$/, '')));
  pool.users.change(user.sub, { attributes: Object.fromEntries(kept), modifiedAt: now });
}
