import type { NotificationLink } from '../../model/notification.ts';
import { env } from './environment.ts';

/** Where in the web app a notification leads, or null. */
export function linkUrl({ courseId }: NotificationLink): string | null {
  return courseId ? `${env.APP_URL}/courses/${encodeURIComponent(courseId)}` : null;
}
