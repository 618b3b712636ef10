import type { Announcement } from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import { announcementId, courseId } from './ids.ts';
import type { Key } from './keys.ts';
import { announcementKey } from './roster-keys.ts';

export const MAX_ANNOUNCEMENT_BYTES = 2_000;

/** What a mentor tells all who learn in a course. */
export type AnnouncementItem = Key & {
  readonly entity: 'Announcement';
  readonly v: 1;
  readonly ulid: string;
  readonly courseUlid: string;
  readonly title: string;
  readonly text: string;
  /** ISO 8601. */
  readonly announcedAt: string;
  readonly cause: Cause;
};

export function newAnnouncement(
  announcement: Pick<AnnouncementItem, 'ulid' | 'courseUlid' | 'title' | 'text' | 'announcedAt' | 'cause'>,
): AnnouncementItem {
  const { courseUlid, ulid } = announcement;
  return { ...announcementKey(courseUlid, ulid), entity: 'Announcement', v: 1, ...announcement };
}

export function toAnnouncement({ courseUlid, ulid, title, text, announcedAt }: AnnouncementItem): Announcement {
  return { id: announcementId(courseUlid, ulid), courseId: courseId(courseUlid), title, text, announcedAt };
}
