import type { AddResourceInput, ResourceOrderInput, UpdateResourceInput } from '../generated/schema.ts';
import { invalid, type Fault } from './errors.ts';
import { resourceUlidOf, uploadUlidOf } from './ids.ts';
import { MAX_RESOURCES, type LessonFiles, type LessonResource } from './lesson-media.ts';
import type { MediaFile } from './media-file.ts';
import { isSameSet } from './outline.ts';

type Changes = Pick<UpdateResourceInput, 'title' | 'uploadId' | 'url'>;

/** Why nothing can be added to what a lesson offers, or null. */
export function fullResources({ resources }: LessonFiles): Fault | null {
  if ((resources ?? []).length < MAX_RESOURCES) return null;
  return { type: 'TooLarge', message: `A lesson has ${MAX_RESOURCES} resources at most. Put more of them into a ZIP.` };
}

/** @param file what `uploadId` names; null where it names nothing */
export function newResource(ulid: string, { title, url }: AddResourceInput, file: MediaFile | null): LessonResource {
  return { ulid, title: title.trim(), ...(file ? { file } : {}), ...(url ? { url } : {}) };
}

/** The resource as an edit leaves it: a file takes the place of an address, and the other way around. */
export function updatedResource(before: LessonResource, changes: Changes, file: MediaFile | null): LessonResource {
  const { ulid } = before;
  const title = changes.title?.trim() ?? before.title;
  if (file) return { ulid, title, file };
  return changes.url ? { ulid, title, url: changes.url } : { ...before, title };
}

/** Whether the resource already says all that is asked for. */
export function isResource({ title, file, url }: LessonResource, asked: Changes): boolean {
  return (
    (!asked.title || asked.title.trim() === title) &&
    (!asked.url || asked.url === url) &&
    (!asked.uploadId || uploadUlidOf(asked.uploadId) === file?.ulid)
  );
}

/** The same resources in the order asked for, or null where it does not name exactly those. */
export function resourcesInOrder({ resources }: LessonFiles, ids: readonly string[]): LessonResource[] | null {
  const standing = resources ?? [];
  const wanted = ids.map((id) => resourceUlidOf(id));
  const isComplete = isSameSet(
    wanted,
    standing.map(({ ulid }) => ulid),
  );
  return isComplete ? wanted.flatMap((ulid) => standing.filter((each) => each.ulid === ulid)) : null;
}

/** Whether the lesson's resources have this order. */
export function hasResourceOrder({ resources }: LessonFiles, ids: readonly string[]): boolean {
  const wanted = ids.map((id) => resourceUlidOf(id));
  return JSON.stringify((resources ?? []).map(({ ulid }) => ulid)) === JSON.stringify(wanted);
}

/** Lessons whose resources one call orders: its transaction writes each lesson with its copies. */
const MAX_ORDERED_LESSONS = 10;

/** Why these orders can't be given in one call, or null. */
export function refusedResourceOrders(orders: readonly ResourceOrderInput[]): Fault | null {
  if (orders.length > MAX_ORDERED_LESSONS) {
    return invalid(
      'resources',
      'max',
      `Give ${MAX_ORDERED_LESSONS} lessons at most, and the others in a further call.`,
    );
  }
  const ids = orders.map(({ lessonId }) => lessonId);
  return ids.some((id, place) => ids.indexOf(id) !== place) ? wrongResourceOrder() : null;
}

/** The fault of an order that leaves out, doubles or makes up a resource, or a lesson. */
export function wrongResourceOrder(): Fault {
  return invalid(
    'resources',
    'complete',
    'Give each lesson of the course once at most, and with it each of its resources exactly once.',
  );
}

/** The files of the lesson but for this resource's. */
export function withoutResource({ media, resources }: LessonFiles, ulid: string): LessonFiles {
  const left = (resources ?? []).filter((resource) => resource.ulid !== ulid);
  return { ...(media ? { media } : {}), resources: left };
}
