import { isLive, type EnrollmentItem } from '../../model/enrollment.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { ENROLLMENT, seatBlockKey } from '../../model/keys.ts';
import type { SeatBlockItem } from '../../model/seats.ts';
import type { TestBackend } from './backend.ts';
import type { Client } from './client.ts';
import type { TestCourse } from './courses.ts';

/** Calls again as long as the answer says that a retry is worth it. @returns `done`, or why not */
export async function persist(client: Client, document: string, input: object): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { errors } = await client.ask(document, { input });
    const [error] = errors;
    if (!error) return 'done';
    if (error.errorType !== 'RateLimited') return `${error.errorType}`;
  }
  return 'gave up';
}

/** How many may learn in a course, and how many seats are counted as taken. */
export async function seatsOf(backend: TestBackend, { id }: TestCourse): Promise<{ live: number; taken: number }> {
  const ulid = courseUlidOf(id) ?? '';
  const items = await backend.items();
  const enrollments = items.filter(({ sk }) => sk === `${ENROLLMENT}${ulid}`) as EnrollmentItem[];
  const blocks = items.filter(({ pk }) => pk === seatBlockKey(ulid, 0).pk) as SeatBlockItem[];
  return {
    live: enrollments.filter((one) => isLive(one)).length,
    taken: blocks.reduce((sum, { taken }) => sum + taken, 0),
  };
}
