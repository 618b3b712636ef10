import type { LessonMedia, Resource } from '../generated/schema.ts';
import { resourceId } from './ids.ts';
import type { MediaFile } from './media-file.ts';

/** What a lesson offers to its learners besides: a file, or a page elsewhere. */
export type LessonResource = {
  /** ULID of the resource itself. */
  readonly ulid: string;
  readonly title: string;
  /** Present where there is no `url`. */
  readonly file?: MediaFile;
  readonly url?: string;
};

/** The files of a lesson, as its item and its copies carry them. */
export type LessonFiles = {
  /** What it plays. */
  readonly media?: MediaFile;
  readonly resources?: readonly LessonResource[];
};

/** So that a lesson stays small, and all its files are released in the transaction that removes it. */
export const MAX_RESOURCES = 10;

/**
 * The file that is asked for, or null.
 * @param resourceUlid null: what the lesson plays
 */
export function lessonFile(lesson: LessonFiles, resourceUlid: string | null): MediaFile | null {
  if (resourceUlid === null) return lesson.media ?? null;
  return (lesson.resources ?? []).find(({ ulid }) => ulid === resourceUlid)?.file ?? null;
}

/** Whether the lesson shows the file. One transaction writes an upload once: a lesson shows each file in one place. */
export function showsFile({ media, resources }: LessonFiles, { owner, ulid }: MediaFile): boolean {
  return [media, ...(resources ?? []).map(({ file }) => file)].some(
    (file) => file !== undefined && file.owner === owner && file.ulid === ulid,
  );
}

export function toMedia(file: MediaFile | undefined): LessonMedia | null {
  return file ? { contentType: file.contentType, bytes: file.bytes, name: file.name ?? null } : null;
}

export function toResource({ ulid, title, file, url }: LessonResource): Resource {
  return {
    id: resourceId(ulid),
    title,
    contentType: file?.contentType ?? null,
    bytes: file?.bytes ?? null,
    name: file?.name ?? null,
    url: url ?? null,
  };
}
