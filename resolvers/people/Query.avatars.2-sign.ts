import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import type { Avatar } from '../../generated/schema.ts';
import { toAvatar } from '../../model/avatar.ts';
import { userId } from '../../model/ids.ts';
import type { MediaFile } from '../../model/media-file.ts';
import { orError } from '../steps/or-error.ts';
import { signedFiles, signFiles } from '../steps/sign-files.ts';

type SignContext = Context<object, object, { result: readonly MediaFile[] }>;

/** All of them by one call. */
export function request(ctx: SignContext) {
  const files = ctx.prev.result;
  if (files.length === 0) runtime.earlyReturn([]);
  return signFiles(files);
}

export function response(ctx: SignContext): Avatar[] {
  orError(ctx);
  // A picture is always its person's own upload.
  const ids = ctx.prev.result.map(({ owner }) => userId(owner));
  return signedFiles(ctx).map((signed, nth) => toAvatar(ids[nth] ?? '', signed));
}
