import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationAnnounceArgs } from '../../generated/schema.ts';
import { newAnnouncement, type AnnouncementItem } from '../../model/announcement.ts';
import { causeOf } from '../steps/caller.ts';
import { madeBefore, putClientToken } from '../steps/client-token.ts';
import { orError } from '../steps/or-error.ts';
import type { Teaching } from '../steps/teaching.ts';
import { NEW, putItem } from '../steps/transaction.ts';

type WriteContext = Context<MutationAnnounceArgs, { made: AnnouncementItem }, { result: Teaching }>;

/** Whom it is told follows by its event. */
export function request(ctx: WriteContext) {
  const { title, text } = ctx.args.input;
  const made = newAnnouncement({
    ulid: util.autoUlid(),
    courseUlid: ctx.prev.result.course.ulid,
    title: title.trim(),
    text: text.trim(),
    announcedAt: util.time.nowISO8601(),
    cause: causeOf(ctx),
  });
  ctx.stash.made = made;
  const token = putClientToken(ctx, { ulid: made.ulid, now: made.announcedAt });
  return { operation: 'TransactWriteItems', transactItems: [putItem(ctx, made, NEW), token] };
}

export function response(ctx: WriteContext): AnnouncementItem {
  const before = madeBefore(ctx, 1);
  if (before) return { ...ctx.stash.made, ulid: before.ulid, announcedAt: before.createdAt };
  orError(ctx);
  return ctx.stash.made;
}
