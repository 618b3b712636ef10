import type { Key } from '../../model/keys.ts';
import { cardKey } from '../../model/keys.ts';
import type { CardItem } from '../../model/card.ts';
import type { EnrollmentItem } from '../../model/enrollment.ts';

type Items = readonly Key[];

/** What a course's card counts, without its books. */
export function countsOn(items: Items, courseUlid: string) {
  const { pk } = cardKey(courseUlid);
  const card = items.find((item) => item.pk === pk) as CardItem | undefined;
  return { enrolled: card?.enrolled ?? 0, completed: card?.completed ?? 0, views: card?.views ?? 0 };
}

/** The same, counted from the items. */
export function countedFrom(items: Items, courseUlid: string) {
  const enrollments = items.filter(({ sk }) => sk === `ENROLLMENT#${courseUlid}`) as unknown as EnrollmentItem[];
  return {
    enrolled: enrollments.filter(({ status }) => status === 'ACTIVE' || status === 'COMPLETED').length,
    completed: enrollments.filter(({ status }) => status === 'COMPLETED').length,
    views: items.filter(({ sk }) => sk.startsWith(`POSITION#${courseUlid}#`)).length,
  };
}
