import type { Context } from '@aws-appsync/utils';
import type { Announcement, MutationAnnounceArgs } from '../../generated/schema.ts';
import { MAX_ANNOUNCEMENT_BYTES, toAnnouncement, type AnnouncementItem } from '../../model/announcement.ts';
import { clientToken, filled, firstOf, line } from '../../model/validation.ts';
import { refuseIf } from '../steps/refuse.ts';
import { shortText } from '../steps/short-text.ts';

export function request(ctx: Context<MutationAnnounceArgs>) {
  const { input } = ctx.args;
  refuseIf(
    firstOf([
      clientToken(input.clientToken),
      line('title', input.title, 1, 120),
      shortText('text', input.text, MAX_ANNOUNCEMENT_BYTES),
    ]),
  );
  refuseIf(filled('text', input.text));
  return {};
}

export function response(ctx: Context<MutationAnnounceArgs, object, { result: AnnouncementItem }>): Announcement {
  return toAnnouncement(ctx.prev.result);
}
