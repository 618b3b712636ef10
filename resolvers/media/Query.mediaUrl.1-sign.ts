import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MediaUrl, QueryMediaUrlArgs } from '../../generated/schema.ts';
import { inactiveAccount } from '../../model/account.ts';
import { notFound } from '../../model/errors.ts';
import { resourceUlidOf } from '../../model/ids.ts';
import { lessonFile } from '../../model/lesson-media.ts';
import type { MediaFile } from '../../model/media-file.ts';
import type { Reading } from '../steps/decide-lesson.ts';
import { denyIf } from '../steps/deny.ts';
import { orError } from '../steps/or-error.ts';
import { signedFiles, signFiles } from '../steps/sign-files.ts';

type SignContext = Context<QueryMediaUrlArgs, object, { result: Reading }>;

function askedFor({ resourceId }: QueryMediaUrlArgs, { lesson }: Reading): MediaFile | null {
  // What is no id is no ULID of any resource.
  return lessonFile(lesson, resourceId ? (resourceUlidOf(resourceId) ?? '') : null);
}

export function request(ctx: SignContext) {
  const reading = ctx.prev.result;
  if (reading.access === 'LEARNER') denyIf(ctx, inactiveAccount(reading.account, util.time.nowISO8601()));
  const file = askedFor(ctx.args, reading);
  if (!file) denyIf(ctx, notFound('file'));
  return signFiles(file ? [file] : []);
}

export function response(ctx: SignContext): MediaUrl | undefined {
  orError(ctx);
  return signedFiles(ctx)[0];
}
