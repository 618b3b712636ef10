import { asTokenOwner } from './access-token.ts';
import { listAttributes } from './attributes.ts';
import { tooManyAttempts } from './codes.ts';
import { isLocked, NO_FAILURES } from './lockout.ts';
import type { PublicOperation, Tools } from './operation.ts';
import { newPassword, provePassword } from './passwords.ts';
import { describeMfa } from './software-tokens.ts';
import { isPassword } from './srp.ts';

/** What signed-in people do with their own account: GetUser, ChangePassword and DeleteUser. */
export function accountOperations(tools: Tools): Record<string, PublicOperation> {
  return {
    GetUser: (input) =>
      asTokenOwner(tools, input.text('AccessToken'), ({ client, user }) => {
        const UserAttributes = listAttributes(user, client.readable);
        return { Username: user.username, UserAttributes, ...describeMfa(user) };
      }),

    ChangePassword: (input) =>
      asTokenOwner(tools, input.text('AccessToken'), ({ pool, user }) => {
        const [previous, proposed] = [input.text('PreviousPassword'), input.text('ProposedPassword')];
        const now = tools.cloud.clock.now();
        if (isLocked(user.failures, now)) throw tooManyAttempts();
        provePassword(pool, user, now, () => isPassword(pool.shortName, user.username, previous, user.password));
        const password = newPassword(pool, user.username, proposed);
        pool.users.change(user.sub, { password, failures: NO_FAILURES, modifiedAt: now });
        return {};
      }),

    DeleteUser: (input) =>
      asTokenOwner(tools, input.text('AccessToken'), ({ pool, user }) => {
        pool.users.remove(user);
        return {};
      }),
  };
}
