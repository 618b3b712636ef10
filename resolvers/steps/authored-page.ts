import type { Context } from '@aws-appsync/utils';
import type { AuthoredCourseConnection } from '../../generated/schema.ts';
import { toAuthoredCourse, type AuthoredCourseInList } from '../../model/course.ts';

/** A page of an index of courses, once `orError` has passed. */
export function authoredPage(ctx: Context): AuthoredCourseConnection {
  const page = ctx.result as { items: AuthoredCourseInList[]; nextToken?: string | null };
  return { items: page.items.map((course) => toAuthoredCourse(course)), nextToken: page.nextToken ?? null };
}
