import type { CreateLessonInput, Lesson, LessonKind, UpdateLessonInput } from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import { newCompletion, refusedCompletion, toCompletion, type Completion } from './completion.ts';
import type { OutlineLesson } from './course.ts';
import { invalid, type Fault } from './errors.ts';
import { courseId, lessonId, moduleId } from './ids.ts';
import { lessonKey, type Key } from './keys.ts';
import type { LessonFiles } from './lesson-media.ts';
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
  readonly media?: LessonFiles['media'];
  readonly resources?: LessonFiles['resources'];
  readonly version: number;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly cause: Cause;
};

/** What can be edited of a lesson. */
type LessonChanges = Pick<UpdateLessonInput, 'title' | 'kind' | 'body' | 'preview' | 'durationSeconds' | 'completion'>;

/** Bytes of UTF-8: an item stays below 64 KB. */
export const MAX_BODY_BYTES = 50_000;
export const MAX_DURATION_SECONDS = 86_400;

export function newLesson(lesson: {
  readonly courseUlid: string;
  readonly ulid: string;
  readonly input: CreateLessonInput;
  readonly now: string;
  readonly cause: Cause;
}): LessonItem {
  const { courseUlid, ulid, input } = lesson;
  return {
    ...lessonKey(courseUlid, ulid),
    entity: 'Lesson',
    v: 1,
    courseUlid,
    ...newOutlineLesson(ulid, input),
    ...(input.body ? { body: input.body } : {}),
    version: 1,
    createdAt: lesson.now,
    cause: lesson.cause,
  };
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

/** The lesson as an edit leaves it: what is left out stays, a body or duration that is null goes. */
export function updatedLesson(lesson: LessonItem, input: LessonChanges, cause: Cause): LessonItem {
  const { body: bodyBefore, durationSeconds: secondsBefore, completion: ruleBefore, ...rest } = lesson;
  const body = isGiven(input, 'body') ? input.body : bodyBefore;
  const durationSeconds = isGiven(input, 'durationSeconds') ? input.durationSeconds : secondsBefore;
  return {
    ...rest,
    title: input.title?.trim() ?? lesson.title,
    kind: input.kind ?? lesson.kind,
    preview: input.preview ?? lesson.preview,
    ...(durationSeconds ? { durationSeconds } : {}),
    ...(input.completion ? newCompletion(input.completion) : ruleBefore ? { completion: ruleBefore } : {}),
    ...(body ? { body } : {}),
    version: lesson.version + 1,
    cause,
  };
}

/** Why a lesson can't be as an edit leaves it, or null: a share of a lesson needs its length. */
export function refusedLesson(after: LessonItem, input: LessonChanges): Fault | null {
  const { completion, durationSeconds } = after;
  const refused = refusedCompletion(input.completion, durationSeconds);
  if (refused || completion?.rule !== 'WATCHED' || durationSeconds) return refused;
  return invalid('durationSeconds', 'required', 'The lesson is done when a share of it is watched: leave its length.');
}

/** Whether the lesson already says all that the edit asks for. */
export function saysThat(lesson: LessonItem, input: LessonChanges): boolean {
  const after = updatedLesson(lesson, input, lesson.cause);
  return JSON.stringify(lessonLine(after)) === JSON.stringify(lessonLine(lesson)) && after.body === lesson.body;
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
    positionSeconds: resumeSeconds(position),
    watchedPercent: position && durationSeconds ? watchedPercent(position, durationSeconds) : null,
    spentSeconds: position ? spentSeconds(position) : null,
  };
}
