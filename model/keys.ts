/** Every key of the one table. A key string stands nowhere else. `docs/data.md` draws the chart. */

/** Primary key of an item. A type, not an interface: DynamoDB's requests want plain records. */
export type Key = { readonly pk: string; readonly sk: string };

/**
 * Prefixes of partition keys. Who may write what is cut along them: IAM's `dynamodb:LeadingKeys` names them too, so
 * that a role that enrolls learners can't touch an account.
 */
export const USER = 'USER#';
export const LEARNER = 'LEARNER#';
export const COURSE = 'COURSE#';
export const SEATS = 'SEATS#';
export const SLUG = 'SLUG#';
export const TOKEN = 'TOKEN#';
export const POINTS = 'POINTS#';
export const ONCE = 'ONCE#';
export const AUDIT = 'AUDIT#';

/** Partitions whose changes are no events: what they say, another item's change says too. */
export const BOOKKEEPING: readonly string[] = [SEATS, SLUG, TOKEN, ONCE, AUDIT];

/** Sort keys of a learner's enrollments begin with it. */
export const ENROLLMENT = 'ENROLLMENT#';

/** The account: the authority on what a person may do. */
export function accountKey(sub: string): Key {
  return { pk: `${USER}${sub}`, sk: 'ACCOUNT' };
}

/** What a create answered for a client token, by caller and mutation. */
export function clientTokenKey(sub: string, mutation: string, token: string): Key {
  return { pk: `${TOKEN}${sub}`, sk: `${mutation}#${token}` };
}

/** The course with its outline. */
export function courseKey(courseUlid: string): Key {
  return { pk: `${COURSE}${courseUlid}`, sk: 'COURSE' };
}

/** Holds a slug for its course: slugs are unique because this put is conditional. */
export function slugKey(slug: string): Key {
  return { pk: `${SLUG}${slug}`, sk: 'SLUG' };
}

export function lessonKey(courseUlid: string, lessonUlid: string): Key {
  return { pk: `${COURSE}${courseUlid}`, sk: `LESSON#${lessonUlid}` };
}

/** Counts the seats taken in one block of a course with a capacity. */
export function seatBlockKey(courseUlid: string, block: number): Key {
  return { pk: `${SEATS}${courseUlid}`, sk: `BLOCK#${block}` };
}

export function enrollmentKey(sub: string, courseUlid: string): Key {
  return { pk: `${LEARNER}${sub}`, sk: `${ENROLLMENT}${courseUlid}` };
}

/** Where a learner left a lesson. */
export function positionKey(sub: string, courseUlid: string, lessonUlid: string): Key {
  return { pk: `${LEARNER}${sub}`, sk: `POSITION#${courseUlid}#${lessonUlid}` };
}

/** Points given for one thing, once. */
export function awardKey(sub: string, rule: string, objectId: string): Key {
  return { pk: `${POINTS}${sub}`, sk: `AWARD#${rule}#${objectId}` };
}

/** Says that a function has done something, or is about to: whoever comes again does nothing. */
export function onceKey(what: string): Key {
  return { pk: `${ONCE}${what}`, sk: 'ONCE' };
}

/**
 * Partitions in which the index of the audit trail lists an entry: of each person and object that it is about, and of
 * its day (UTC).
 */
export function auditPartitions({
  time,
  about,
}: {
  readonly time: string;
  readonly about: readonly string[];
}): string[] {
  return [...about.map(auditPartition), auditDay(time)];
}

/** Of a person or an object, by id. */
export function auditPartition(id: string): string {
  return `${AUDIT}${id.startsWith('usr_') ? 'PERSON' : 'OBJECT'}#${id}`;
}

/** @param time ISO 8601 */
export function auditDay(time: string): string {
  return `${AUDIT}DAY#${time.slice(0, 'yyyy-MM-dd'.length)}`;
}

/** Whose position in which lesson a key is of, or null. */
export function positionOf({ pk, sk }: Key): { sub: string; courseUlid: string; lessonUlid: string } | null {
  const [kind, courseUlid, lessonUlid] = sk.split('#');
  if (kind !== 'POSITION' || !courseUlid || !lessonUlid) return null;
  return { sub: pk.slice(LEARNER.length), courseUlid, lessonUlid };
}

/** Partition and sort key of the table and its sparse indexes. An index is named for the question that it answers. */
export const TABLE_KEY = { partitionKey: 'pk', sortKey: 'sk' } as const;

export const INDEXES = {
  /** Which course has this slug? */
  courseBySlug: { partitionKey: 'slug' },
  /** Which courses were published last? */
  publishedCourses: { partitionKey: 'catalogue', sortKey: 'publishedOrder' },
  /** Which courses of this category were published last? */
  publishedCoursesOfCategory: { partitionKey: 'catalogueCategory', sortKey: 'publishedOrder' },
} as const;

/** The one partition of `publishedCourses`. */
export const CATALOGUE = 'PUBLISHED';

/** Attribute by which DynamoDB removes expired items, in seconds since the epoch. */
export const TIME_TO_LIVE = 'expiresAt';
