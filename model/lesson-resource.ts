import type { AddResourceInput, UpdateResourceInput } from '../generated/schema.ts';
import type { Fault } from './errors.ts';
import { uploadUlidOf } from './ids.ts';
import { MAX_RESOURCES, type LessonFiles, type LessonResource } from './lesson-media.ts';
import type { MediaFile } from './media-file.ts';

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

/** The files of the lesson but for this resource's. */
export function withoutResource({ media, resources }: LessonFiles, ulid: string): LessonFiles {
  const left = (resources ?? []).filter((resource) => resource.ulid !== ulid);
  return { ...(media ? { media } : {}), resources: left };
}
