import type { LessonKind, UploadPurpose } from '../generated/schema.ts';
import { invalid, type Fault } from './errors.ts';
import type { MediaFile } from './media-file.ts';

/** What an upload must have been requested as to be what a lesson of this kind plays; null where it plays nothing. */
export function purposeOf(kind: LessonKind): UploadPurpose | null {
  if (kind === 'DOWNLOAD') return 'RESOURCE';
  return kind === 'VIDEO' || kind === 'AUDIO' ? 'MEDIA' : null;
}

/** Whether a lesson of this kind can play the file. */
export function plays(kind: LessonKind, { contentType }: Pick<MediaFile, 'contentType'>): boolean {
  if (kind === 'VIDEO') return contentType.startsWith('video/');
  if (kind === 'AUDIO') return contentType.startsWith('audio/');
  return kind === 'DOWNLOAD';
}

/** Why a lesson of this kind can't be given what the input names, or null. */
export function kindFault(
  kind: LessonKind,
  input: { readonly url?: string | null; readonly mediaUploadId?: string | null },
): Fault | null {
  if (input.url && kind !== 'LINK') return invalid('url', 'kind', 'Give `url` to a lesson of the kind LINK only.');
  if (input.mediaUploadId && purposeOf(kind) === null) {
    return invalid(
      'mediaUploadId',
      'kind',
      'Give `mediaUploadId` to a lesson of the kind VIDEO, AUDIO or DOWNLOAD only.',
    );
  }
  return null;
}

/** Why the lesson can't be as it would be, or null. */
export function lacksAddress(kind: LessonKind, url: string | null | undefined): Fault | null {
  if (kind !== 'LINK' || url) return null;
  return invalid('url', 'required', 'Give `url` too: a LINK leads to it.');
}

/** Why this file can't be what the lesson plays, or null. */
export function mediaFault(kind: LessonKind, file: MediaFile | null): Fault | null {
  if (!file || plays(kind, file)) return null;
  return invalid(
    'mediaUploadId',
    'contentType',
    `Give \`mediaUploadId\` a file that is ${kind}: this is ${file.contentType}.`,
  );
}
