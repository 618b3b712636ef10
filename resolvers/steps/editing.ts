import type { Context as AnyContext } from '@aws-appsync/utils';
import { cardFacts, type CourseCounts } from '../../model/card.ts';
import { courseCopyKeys } from '../../model/course-copy.ts';
import { underWay } from '../../model/course-draft.ts';
import type { CourseItem } from '../../model/course.ts';
import { conflict, type Fault } from '../../model/errors.ts';
import { cardKey, type Key } from '../../model/keys.ts';
import type { LessonItem } from '../../model/lesson.ts';
import { causeOf } from './caller.ts';
import { updateWithCopies } from './copies.ts';
import type { Teaching } from './teaching.ts';
import { lostRace, someConditionFailed, updateItem } from './transaction.ts';

/** What every change of a course names: the course, and the version that its author has seen. */
export interface EditInput {
  readonly id?: string;
  readonly courseId?: string;
  readonly lessonId?: string;
  /** Upload that it gives the lesson, by the one name or the other. */
  readonly mediaUploadId?: string | null;
  readonly uploadId?: string | null;
  /** Lessons whose resources it orders. */
  readonly resources?: readonly { readonly lessonId: string }[] | null;
  readonly version: number;
}

/** What the rounds of an edit hand on: each decides and writes; the next is for who was overtaken. */
export interface EditStash {
  /** What the round decides by. */
  teaching?: Teaching;
  counts?: CourseCounts | null;
  /** The lesson that the input names, where it names one. */
  lesson?: LessonItem | null;
  /** The lessons whose resources the input orders, where they are there. */
  ordered?: readonly LessonItem[];
  /** The upload that the input names, where it names one that is there. */
  uploads?: readonly Key[];
  /** What this round would write. */
  attempted?: CourseItem;
  /** The answer, once there is one: the steps that follow are passed over. */
  edited?: CourseItem;
}

type Context = AnyContext<{ input: EditInput }, EditStash>;

/** Attributes of a course that an edit sets; one that is null is removed. */
export type CourseChanges = { readonly [Name in keyof CourseItem]?: CourseItem[Name] | null };

/** The course that this round is about. Only after `decide-edit`, which has denied all else. */
export function courseOf(ctx: Context): CourseItem {
  return (ctx.stash.teaching as Teaching).course;
}

/**
 * Whether the last change of the course is this caller's, by this mutation, of the version that they name: if it also says
 * what they ask for, the call is repeated, and gets its answer again.
 */
export function isRepeated(ctx: Context, { version, cause }: CourseItem): boolean {
  const { actor, origin } = causeOf(ctx);
  return version === ctx.args.input.version + 1 && cause.actor === actor && cause.origin === origin;
}

/** Why a course that has changed since its author read it, or just does by itself, is not edited, or null. */
export function stale(ctx: Context, course: CourseItem): Fault | null {
  return outdated(ctx, course) ?? underWay(course);
}

/** Why a course that has changed since its author read it is not edited, or null. */
export function outdated(ctx: Context, { version }: CourseItem): Fault | null {
  if (version === ctx.args.input.version) return null;
  return conflict('The course has changed since you read it. Read it again, then decide.');
}

/** Sets what is given, and removes what is given as null. */
export function assignments(changes: Readonly<Record<string, unknown>>) {
  const names = Object.keys(changes);
  const set = names.filter((name) => changes[name] !== null);
  const removed = names.filter((name) => changes[name] === null);
  const aliases: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  names.forEach((name) => {
    aliases[`#${name}`] = name;
  });
  set.forEach((name) => {
    values[`:${name}`] = changes[name];
  });
  const removes = removed.length > 0 ? ` REMOVE ${removed.map((name) => `#${name}`).join(', ')}` : '';
  return { expression: `SET ${set.map((name) => `#${name} = :${name}`).join(', ')}${removes}`, names: aliases, values };
}

/** The course as the changes leave it. */
function changed(course: CourseItem, changes: CourseChanges): CourseItem {
  const next: Record<string, unknown> = {};
  const all: Readonly<Record<string, unknown>> = { ...course, ...changes };
  Object.keys(all)
    .filter((name) => all[name] !== null)
    .forEach((name) => {
      next[name] = all[name];
    });
  return next as CourseItem;
}

/**
 * The parts of a transaction that change a course: itself, the copies that callers read, and its card. The version that
 * was read must still stand. What else the edit writes goes into the same transaction.
 * @param withCard false where the edit writes the card itself
 */
export function courseWrites(ctx: Context, course: CourseItem, changes: CourseChanges, withCard = true) {
  const stamped = { ...changes, version: course.version + 1, cause: causeOf(ctx) };
  const next = changed(course, stamped);
  ctx.stash.attempted = next;
  const { owner, copies } = updateWithCopies(ctx, course, courseCopyKeys(course), assignments(stamped), {
    expression: '#version = :seen',
    names: { '#version': 'version' },
    values: { ':seen': course.version },
  });
  return [owner, ...copies, ...(withCard ? cardWrites(ctx, next) : [])];
}

/** What lists show of a published course follows at once; its counts are the fold's. */
function cardWrites(ctx: Context, course: CourseItem) {
  if (course.status !== 'PUBLISHED') return [];
  const { course: copy, catalogueCategory } = cardFacts(course);
  return [
    updateItem(ctx, cardKey(course.ulid), assignments({ course: copy, catalogueCategory, cause: course.cause }), {
      expression: 'attribute_exists(pk)',
    }),
  ];
}

/** Whether somebody else was faster: the next round reads what they have written, and decides anew. */
export function isOvertaken(ctx: Context): boolean {
  return someConditionFailed(ctx) || lostRace(ctx);
}

/** Once `orError` has passed: what was attempted is done. */
export function succeed(ctx: Context): null {
  if (ctx.stash.attempted) ctx.stash.edited = ctx.stash.attempted;
  return null;
}
