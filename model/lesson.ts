import type { CreateLessonInput, Lesson, LessonKind, UpdateLessonInput } from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import { newCompletion, toCompletion, type Completion } from './completion.ts';
import type { CourseItem, OutlineLesson } from './course.ts';
import { courseId, lessonId, moduleId, uploadUlidOf } from './ids.ts';
import { lessonKey, type Key } from './keys.ts';
import { plays } from './lesson-kind.ts';
import { toMedia, toResource, type LessonFiles } from './lesson-media.ts';
import type { MediaFile } from './media-file.ts';
import { resumeSeconds, spentSeconds, watchedPercent, type PositionItem } from './position.ts';
import { isGiven } from './validation.ts';

/** A lesson with its body. What the outline shows of it stands in the course too. */
export type LessonItem = Key & {
  readonly entity: 'Lesson';
  readonly v: 1;
  readonly courseUlid: string;
  readonly ulid: string;
  readonly title: string;
  readonly kind: LessonKind;
  readonly preview: boolean;
  readonly durationSeconds?: number;
  /** Absent: MANUAL. */
  readonly completion?: Completion;
  /** Markdown as its author wrote it. */
  readonly body?: string;
  /** Of a LINK: where it leads. */
  readonly url?: string;
  readonly media?: LessonFiles['media'];
  readonly resources?: LessonFiles['resources'];
  /** The lesson as it is from when a draft of its course, by its ULID, goes live. */
  readonly next?: { readonly edition: string; readonly lesson: Omit<LessonItem, 'next'> };
  readonly version: number;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly cause: Cause;
};

/** What can be edited of a lesson. */
type LessonChanges = Omit<UpdateLessonInput, 'courseId' | 'lessonId' | 'version'>;

/** Bytes of UTF-8: with all its resources, an item stays below 128 KB. */
export const MAX_BODY_BYTES = 50_000;
export const MAX_DURATION_SECONDS = 86_400;

export function newLesson(lesson: {
  readonly courseUlid: string;
  readonly ulid: string;
  readonly input: CreateLessonInput;
  /** What it plays; null: nothing. */
  readonly media: MediaFile | null;
  readonly now: string;
  readonly cause: Cause;
}): LessonItem {
  const { courseUlid, ulid, input, media } = lesson;
  return {
    ...lessonKey(courseUlid, ulid),
    entity: 'Lesson',
    v: 1,
    courseUlid,
    ...newOutlineLesson(ulid, input),
    ...(input.body ? { body: input.body } : {}),
    ...(input.url ? { url: input.url } : {}),
    ...(media ? { media } : {}),
    version: 1,
    createdAt: lesson.now,
    cause: lesson.cause,
  };
}

/** The lesson as its course has it now: all that a draft has changed is seen at once with the draft's outline. */
export function lessonNow(course: Pick<CourseItem, 'edition'>, lesson: LessonItem | null): LessonItem | null {
  if (!lesson) return null;
  const { next, ...standing } = lesson;
  return next && next.edition === course.edition ? next.lesson : standing;
}

/** What the course's outline carries of a lesson. */
export function newOutlineLesson(ulid: string, input: CreateLessonInput): OutlineLesson {
  return {
    ulid,
    title: input.title.trim(),
    kind: input.kind,
    preview: input.preview ?? false,
    ...(input.durationSeconds ? { durationSeconds: input.durationSeconds } : {}),
    ...newCompletion(input.completion),
  };
}

/** What the course's outline carries of a lesson as it is. */
export function lessonLine({ ulid, title, kind, preview, durationSeconds, completion }: LessonItem): OutlineLesson {
  const known = { ...(durationSeconds ? { durationSeconds } : {}), ...(completion ? { completion } : {}) };
  return { ulid, title, kind, preview, ...known };
}

/**
 * The lesson as an edit leaves it: what is left out stays, but for an address or a file that its kind can't have; a body,
 * duration, rule or file that is null goes.
 * @param file what `mediaUploadId` names; null where it names nothing
 */
export function updatedLesson(
  lesson: LessonItem,
  input: LessonChanges,
  file: MediaFile | null,
  cause: Cause,
): LessonItem {
  const {
    body: bodyBefore,
    durationSeconds: secondsBefore,
    completion: ruleBefore,
    url: urlBefore,
    media: mediaBefore,
    ...rest
  } = lesson;
  const kind = input.kind ?? lesson.kind;
  const body = isGiven(input, 'body') ? input.body : bodyBefore;
  const durationSeconds = isGiven(input, 'durationSeconds') ? input.durationSeconds : secondsBefore;
  const kept = ruleBefore ? { completion: ruleBefore } : {};
  const rule = isGiven(input, 'completion') ? newCompletion(input.completion) : kept;
  const url = isGiven(input, 'url') ? input.url : urlBefore;
  const media = isGiven(input, 'mediaUploadId') ? file : mediaBefore;
  return {
    ...rest,
    title: input.title?.trim() ?? lesson.title,
    kind,
    preview: input.preview ?? lesson.preview,
    ...(durationSeconds ? { durationSeconds } : {}),
    ...rule,
    ...(body ? { body } : {}),
    ...(url && kind === 'LINK' ? { url } : {}),
    ...(media && plays(kind, media) ? { media } : {}),
    version: lesson.version + 1,
    cause,
  };
}

/** Whether the lesson already says all that the edit asks for. */
export function saysThat(lesson: LessonItem, input: LessonChanges): boolean {
  const { media = null } = lesson;
  const file = input.mediaUploadId ? media : null;
  if (input.mediaUploadId && uploadUlidOf(input.mediaUploadId) !== media?.ulid) return false;
  const after = updatedLesson(lesson, input, file, lesson.cause);
  return (
    JSON.stringify(lessonLine(after)) === JSON.stringify(lessonLine(lesson)) &&
    after.body === lesson.body &&
    after.url === lesson.url &&
    after.media?.ulid === lesson.media?.ulid
  );
}

/**
 * @param moduleUlid the module that the outline has it in: the lesson itself does not know
 * @param position what the caller has reported of it; null if they never did
 */
export function toLesson(lesson: LessonItem, moduleUlid: string, position: PositionItem | null): Lesson {
  const { courseUlid, title, kind, preview, durationSeconds } = lesson;
  return {
    id: lessonId(courseUlid, lesson.ulid),
    courseId: courseId(courseUlid),
    moduleId: moduleId(courseUlid, moduleUlid),
    title,
    kind,
    preview,
    durationSeconds: durationSeconds ?? null,
    completion: toCompletion(lesson.completion),
    body: lesson.body ?? null,
    url: lesson.url ?? null,
    media: toMedia(lesson.media),
    resources: (lesson.resources ?? []).map((resource) => toResource(resource)),
    positionSeconds: resumeSeconds(position),
    watchedPercent: position && durationSeconds ? watchedPercent(position, durationSeconds) : null,
    spentSeconds: position ? spentSeconds(position) : null,
  };
}
