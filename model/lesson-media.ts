import type { MediaFile } from './media-file.ts';

/** A file that a lesson offers to its learners. */
export type LessonResource = {
  /** ULID of the resource itself. */
  readonly ulid: string;
  readonly title: string;
  readonly file: MediaFile;
};

/** The files of a lesson, as its item and its copies carry them. */
export type LessonFiles = {
  /** What it plays. */
  readonly media?: MediaFile;
  readonly resources?: readonly LessonResource[];
};

/**
 * The file that is asked for, or null.
 * @param resourceUlid null: what the lesson plays
 */
export function lessonFile(lesson: LessonFiles, resourceUlid: string | null): MediaFile | null {
  if (resourceUlid === null) return lesson.media ?? null;
  return (lesson.resources ?? []).find(({ ulid }) => ulid === resourceUlid)?.file ?? null;
}
