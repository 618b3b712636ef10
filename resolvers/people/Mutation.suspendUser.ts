import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationSuspendUserArgs, User } from '../../generated/schema.ts';
import { MAX_REASON_LENGTH } from '../../model/account-change.ts';
import { forbidden, invalid } from '../../model/errors.ts';
import { userId } from '../../model/ids.ts';
import { firstOf, line } from '../../model/validation.ts';
import { toAdministered, type AdministeredStash } from '../steps/administered.ts';
import { signedInSub } from '../steps/caller.ts';
import { denyIf } from '../steps/deny.ts';
import { refuseIf } from '../steps/refuse.ts';

const MOST_MS = 10 * 366 * 86_400_000;

function wrongEnd(until: string | null | undefined) {
  if (!until) return null;
  const away = util.time.parseISO8601ToEpochMilliSeconds(until) - util.time.nowEpochMilliSeconds();
  if (away > 0 && away <= MOST_MS) return null;
  return invalid('until', 'range', 'Give an `until` in the future, within ten years, or none.');
}

export function request(ctx: Context<MutationSuspendUserArgs>) {
  const { userId: personId, reason, until } = ctx.args.input;
  refuseIf(firstOf([line('reason', reason, 1, MAX_REASON_LENGTH), wrongEnd(until)]));
  if (personId === userId(signedInSub(ctx))) denyIf(ctx, forbidden('You can not suspend yourself.'));
  return {};
}

export function response(ctx: Context<MutationSuspendUserArgs, AdministeredStash>): User | null {
  return toAdministered(ctx);
}
