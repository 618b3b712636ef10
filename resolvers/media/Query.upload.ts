import type { Context } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import type { QueryUploadArgs, Upload } from '../../generated/schema.ts';
import { notFound } from '../../model/errors.ts';
import { isThere, toUpload, type UploadItem } from '../../model/upload.ts';
import { denyIf } from '../steps/deny.ts';
import { orError } from '../steps/or-error.ts';
import { ownUploadKey } from '../steps/uploads.ts';

export function request(ctx: Context<QueryUploadArgs>) {
  const key = ownUploadKey(ctx, ctx.args.id);
  if (!key) denyIf(ctx, notFound('upload'));
  return get({ key: key ?? { pk: '', sk: '' } });
}

export function response(ctx: Context<QueryUploadArgs>): Upload | null {
  orError(ctx);
  const upload = ctx.result as UploadItem | null;
  if (isThere(upload)) return toUpload(upload);
  denyIf(ctx, notFound('upload'));
  return null;
}
