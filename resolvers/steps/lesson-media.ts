import type { Context } from '@aws-appsync/utils';
import type { LessonKind, UploadPurpose } from '../../generated/schema.ts';
import { invalid, type DomainError } from '../../model/errors.ts';
import { lessonId, resourceId } from '../../model/ids.ts';
import type { Key } from '../../model/keys.ts';
import { mediaFault, purposeOf } from '../../model/lesson-kind.ts';
import { showsFile, type LessonFiles } from '../../model/lesson-media.ts';
import type { LessonItem } from '../../model/lesson.ts';
import type { MediaFile } from '../../model/media-file.ts';
import { claimUpload, ownUploadKey, releaseUpload, uploadedFile, uploadRefusal } from './uploads.ts';

type Given = string | null | undefined;

/** What the decision needs besides, where the input names an upload. */
export function givenUploadKeys(ctx: Context, uploadId: Given): Key[] {
  const key = uploadId ? ownUploadKey(ctx, uploadId) : null;
  return key ? [key] : [];
}

/** The file that the input names, or null. Used only where nothing is against it. */
export function givenFile(ctx: Context, items: readonly Key[], uploadId: Given): MediaFile | null {
  return uploadId ? uploadedFile(ctx, items, uploadId) : null;
}

/**
 * Why the lesson can't show what the input names, or null.
 * @param beside the files that the lesson shows beside it
 */
export function fileRefusal(
  ctx: Context,
  items: readonly Key[],
  beside: LessonFiles,
  given: { readonly uploadId: Given; readonly field: string; readonly purpose: UploadPurpose },
): DomainError | null {
  const { uploadId, field, purpose } = given;
  if (!uploadId) return null;
  const refusal = uploadRefusal(ctx, items, { uploadId, field, purpose });
  const file = uploadedFile(ctx, items, uploadId);
  if (refusal || !file || !showsFile(beside, file)) return refusal;
  return invalid(field, 'unique', `Give \`${field}\` a file that the lesson does not show yet.`);
}

/** Why a lesson of this kind can't play what the input names, or null. `kindFault` has passed. */
export function mediaRefusal(
  ctx: Context,
  items: readonly Key[],
  beside: LessonFiles,
  given: { readonly kind: LessonKind; readonly uploadId: Given },
): DomainError | null {
  const { kind, uploadId } = given;
  const purpose = purposeOf(kind);
  if (!uploadId || !purpose) return null;
  return (
    fileRefusal(ctx, items, beside, { uploadId, field: 'mediaUploadId', purpose }) ??
    mediaFault(kind, uploadedFile(ctx, items, uploadId))
  );
}

/**
 * The parts of a transaction by which something shows one file in the place of another.
 * @param by id of what shows it
 */
export function exchangeFile(ctx: Context, before: MediaFile | undefined, after: MediaFile | undefined, by: string) {
  if (before && after && before.ulid === after.ulid && before.owner === after.owner) return [];
  return [...(before ? [releaseUpload(ctx, before, by)] : []), ...(after ? [claimUpload(ctx, after, by)] : [])];
}

/** The parts of a transaction by which a lesson that goes shows none of its files any more. */
export function releaseFiles(ctx: Context, { courseUlid, ulid, media, resources }: LessonItem) {
  return [
    ...exchangeFile(ctx, media, undefined, lessonId(courseUlid, ulid)),
    ...(resources ?? []).flatMap((each) => exchangeFile(ctx, each.file, undefined, resourceId(each.ulid))),
  ];
}
