import { accessTokenOwner } from './access-token.ts';
import { listAttributes } from './attributes.ts';
import { tooManyAttempts } from './codes.ts';
import { isLocked } from './lockout.ts';
import type { PublicOperation, Tools } from './operation.ts';
import { newPassword, provePassword } from './passwords.ts';
import { describeMfa } from './software-tokens.ts';
import { isPassword } from './srp.ts';

/** What signed-in people do with their own account: GetUser, ChangePassword and DeleteUser. */
export function accountOperations(tools: Tools): Record<string, PublicOperation> {
  return {
    GetUser: async (input) => {
      const { client, user } = await accessTokenOwner(tools, input.text('AccessToken'));
      const UserAttributes = listAttributes(user, client.readable);
      return { Username: user.username, UserAttributes, ...describeMfa(user) };
    },

    ChangePassword: async (input) => {
      const { pool, user } = await accessTokenOwner(tools, input.text('AccessToken'));
      const [previous, proposed] = [input.text('PreviousPassword'), input.text('ProposedPassword')];
      const now = tools.cloud.clock.now();
      if (isLocked(user.failures, now)) throw tooManyAttempts();
      provePassword(pool, user, now, () => isPassword(pool.shortName, user.username, previous, user.password));
      pool.users.change(user.sub, { password: newPassword(pool, user.username, proposed), modifiedAt: now });
      return {};
    },

    DeleteUser: async (input) => {
      const { pool, user } = await accessTokenOwner(tools, input.text('AccessToken'));
      pool.users.remove(user);
      return {};
    },
  };
}
