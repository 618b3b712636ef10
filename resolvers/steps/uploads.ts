import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { UploadPurpose } from '../../generated/schema.ts';
import { invalid, notFound, type DomainError } from '../../model/errors.ts';
import { uploadUlidOf } from '../../model/ids.ts';
import type { Key } from '../../model/keys.ts';
import { fileOf, type MediaFile } from '../../model/media-file.ts';
import { isThere, ORPHAN_MS, type UploadItem } from '../../model/upload.ts';
import { uploadKey } from '../../model/upload-keys.ts';
import { claimed, released } from '../../model/upload-use.ts';
import { causeOf, signedInSub } from './caller.ts';
import { pick } from './table.ts';
import { updateItem } from './transaction.ts';

/**
 * How a file gets to be shown by something: `ownUploadKey` goes into the request that reads what the decision needs,
 * `uploadRefusal` and `uploadedFile` judge it, `claimUpload` is part of the transaction that writes what shows it. The
 * domain's source needs `BatchGetItem` and `UpdateItem` on `UPLOADS`.
 */

/** Key of an upload of the caller's: anybody else's is not there. Null for what is no id. */
export function ownUploadKey(ctx: Context, uploadId: string): Key | null {
  const ulid = uploadUlidOf(uploadId);
  return ulid ? uploadKey(signedInSub(ctx), ulid) : null;
}

/**
 * Why the file can't be used for this, or null.
 * @param field input field that names the upload
 */
export function uploadRefusal(
  ctx: Context,
  items: readonly Key[],
  wanted: { readonly uploadId: string; readonly field: string; readonly purpose: UploadPurpose },
): DomainError | null {
  const { uploadId, field, purpose } = wanted;
  const upload = pick<UploadItem>(items, ownUploadKey(ctx, uploadId));
  if (!isThere(upload)) return notFound('upload');
  if (upload.purpose !== purpose) {
    return invalid(field, 'purpose', `Give \`${field}\` an upload that was requested as ${purpose}.`);
  }
  if (upload.status === 'PENDING') {
    return invalid(
      field,
      'ready',
      `The file of \`${field}\` is not there or not checked yet: query \`upload\` until READY.`,
    );
  }
  if (upload.status === 'REJECTED') {
    return invalid(field, 'accepted', `The file of \`${field}\` was rejected: \`upload\` says why. Upload another.`);
  }
  return null;
}

/** The file, once `uploadRefusal` has found nothing. */
export function uploadedFile(ctx: Context, items: readonly Key[], uploadId: string): MediaFile | null {
  const upload = pick<UploadItem>(items, ownUploadKey(ctx, uploadId));
  return upload ? fileOf(signedInSub(ctx), upload) : null;
}

/**
 * The part of a transaction by which something shows the file from now on: it can't vanish any more. Its condition fails
 * where the file has vanished meanwhile: then `notFound('upload')` is the answer. Safe to repeat.
 * @param by id of what shows it, such as a lesson's or a resource's
 */
export function claimUpload(ctx: Context, file: MediaFile, by: string) {
  const { update, condition } = claimed(by, util.time.nowISO8601(), causeOf(ctx));
  return updateItem(ctx, uploadKey(file.owner, file.ulid), update, condition);
}

/**
 * The part of a transaction by which something shows the file no more: unless something else does, it vanishes after a
 * day. Safe to repeat.
 * @param by as it was claimed
 */
export function releaseUpload(ctx: Context, file: MediaFile, by: string) {
  const dueAt = util.time.epochMilliSecondsToISO8601(util.time.nowEpochMilliSeconds() + ORPHAN_MS);
  const { update, condition } = released(by, dueAt, causeOf(ctx));
  return updateItem(ctx, uploadKey(file.owner, file.ulid), update, condition);
}
