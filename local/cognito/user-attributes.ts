import { asTokenOwner } from './access-token.ts';
import { type Attributes, checkWritable } from './attributes.ts';
import { existingUser } from './existing-user.ts';
import { ATTRIBUTE_CODE_MS, newCode, NO_CODE, tryCode } from './codes.ts';
import { type Input, invalidParameter } from './input.ts';
import type { CodeDeliveryDetails } from './messages.ts';
import type { AdminOperation, PublicOperation, Tools } from './operation.ts';
import { checkFreeEmail } from './taken-email.ts';
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
    const attributeCode = newCode(user.attributeCode ?? NO_CODE, ATTRIBUTE_CODE_MS, cloud.clock.now(), email);
    const changed = pool.users.change(user.sub, { attributeCode });
    const addressee = { ...changed, attributes: { ...changed.attributes, email } };
    return messages.sendCode(pool, addressee, 'attribute', attributeCode.code);
  };

  const update: PublicOperation = (input) =>
    asTokenOwner(tools, input.text('AccessToken'), ({ pool, client, user }) => {
      const { given, blank } = updateOf(pool, input);
      checkWritable([...Object.keys(given), ...blank], client.writable);
      pool.settings.schema.check(given, { complete: false });
      const { email, ...others } = given;
      const isNew = email !== undefined && email !== user.attributes['email'];
      if (isNew) checkFreeEmail(pool, user, email);
      const waits = isNew && pool.settings.keepsEmailUntilVerified;
      const attributes: Attributes = {
        ...without(user.attributes, blank),
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
    });

  const remove: PublicOperation = (input) =>
    asTokenOwner(tools, input.text('AccessToken'), ({ pool, client, user }) => {
      const names = input.texts('UserAttributeNames') ?? [];
      checkWritable(names, client.writable);
      removeAttributes(pool, user, names, cloud.clock.now());
      return {};
    });

  const resend: PublicOperation = (input) =>
    asTokenOwner(tools, input.text('AccessToken'), ({ pool, user }) => {
      checkEmail(input.text('AttributeName'));
      const email = user.pendingEmail ?? user.attributes['email'];
      if (email === undefined) throw invalidParameter('User does not have the attribute email');
      return { CodeDeliveryDetails: sendCode(pool, user, email) };
    });

  const verify: PublicOperation = (input) =>
    asTokenOwner(tools, input.text('AccessToken'), ({ pool, user }) => {
      checkEmail(input.text('AttributeName'));
      const now = cloud.clock.now();
      const email = user.pendingEmail ?? user.attributes['email'] ?? '';
      const { state, error } = tryCode(user.attributeCode ?? NO_CODE, input.text('Code'), now, email);
      if (error) {
        pool.users.change(user.sub, { attributeCode: state });
        throw error;
      }
      // Somebody else may have taken the address since.
      checkFreeEmail(pool, user, email);
      pool.users.change(user.sub, {
        attributes: { ...user.attributes, email, email_verified: 'true' },
        pendingEmail: undefined,
        attributeCode: state,
        modifiedAt: now,
      });
      return {};
    });

  const adminUpdate: AdminOperation = (pool, input) => {
    const user = existingUser(pool, input);
    const { given, blank } = updateOf(pool, input);
    pool.settings.schema.check(given, { complete: false });
    const { email } = given;
    const isNew = email !== undefined && email !== user.attributes['email'];
    if (isNew) checkFreeEmail(pool, user, email);
    const kept = without(user.attributes, blank);
    const attributes = { ...kept, ...(isNew && { email_verified: 'false' }), ...given };
    const changed = pool.users.change(user.sub, {
      attributes,
      // An address that waits is given up for another, not for another's nickname.
      pendingEmail: email === undefined ? user.pendingEmail : undefined,
      modifiedAt: cloud.clock.now(),
    });
    if (isNew && pool.settings.verifiesEmail && attributes['email_verified'] !== 'true') {
      sendCode(pool, changed, email);
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

/** The attributes to set, and the names of those to remove: they are given blank. */
function updateOf(pool: UserPool, input: Input): { readonly given: Attributes; readonly blank: readonly string[] } {
  const all = [...input.attributes('UserAttributes')];
  pool.settings.schema.checkMutable(all.map(([name]) => name));
  const blank = all.flatMap(([name, value]) => (value === '' ? [name] : []));
  pool.settings.schema.checkRemovable(blank);
  return { given: Object.fromEntries(all.filter(([, value]) => value !== '')), blank };
}

function checkEmail(name: string): void {
  if (name !== 'email') throw invalidParameter(`Invalid attribute name: ${name}; only email can be verified`);
}

/** A `_verified` goes with what it tells of. */
function without(attributes: Attributes, names: readonly string[]): Attributes {
  const kept = Object.entries(attributes).filter(
    ([name]) => !names.includes(name) && !names.includes(name.replace(/_verified$/, '')),
  );
  return Object.fromEntries(kept);
}

function removeAttributes(pool: UserPool, user: User, names: readonly string[], now: number): void {
  pool.settings.schema.checkRemovable(names);
  pool.users.change(user.sub, { attributes: without(user.attributes, names), modifiedAt: now });
}
