/** Units that one partition key took. */
export interface KeyUnits {
  /** Partition key, with `index/<name> ` before it where it is one of an index. What is another one each time is in braces. */
  readonly key: string;
  readonly rcu: number;
  readonly wcu: number;
}

/** What stands in keys for something else the next time. */
export interface Names {
  /** A sub. */
  readonly caller: string;
  readonly course: string;
  readonly slug: string;
}

const CALLER = '{caller}';
const COURSE = /\{(?:course|slug|lesson)\}/g;

/** The one partition in which an index holds what a write touches, where the request does not name it. */
const UNNAMED: Readonly<Record<string, (caller: string) => string>> = {
  publishedCourses: () => 'PUBLISHED',
  popularCourses: () => 'PUBLISHED',
  publishedCoursesOfCategory: () => '{category}',
  popularCoursesOfCategory: () => '{category}',
  publishedCoursesOfMentor: () => '{mentor}',
  courseBySlug: () => '{slug}',
  learnersWithPoints: (caller) => caller.slice(0, 1),
  learningOfCourse: (caller) => `{course}#${caller.slice(0, 1)}`,
  latestAwards: () => CALLER,
  due: () => '{notification}',
};

/** Without the table's name, and with names for what differs. What the sweep reads each minute is nobody's. */
export function namedKeys(
  byKey: Readonly<Record<string, { readonly rcu: number; readonly wcu: number }>>,
  names: Names,
): KeyUnits[] {
  const sums = new Map<string, KeyUnits>();
  for (const [written, units] of Object.entries(byKey)) {
    const key = named(written, names);
    const rcu = key.startsWith('index/due ') ? 0 : units.rcu;
    if (rcu + units.wcu === 0) continue;
    const sum = sums.get(key);
    sums.set(key, { key, rcu: rcu + (sum?.rcu ?? 0), wcu: units.wcu + (sum?.wcu ?? 0) });
  }
  return [...sums.values()];
}

function named(written: string, { caller, course, slug }: Names): string {
  return written
    .replace(/^[^ /]+[ /]/, '')
    .replace(/^index\/(\w+) \?$/, (all, index: string) => {
      const partition = UNNAMED[index];
      return partition ? `index/${index} ${partition(caller)}` : all;
    })
    .replace(/^(index\/due) .*/, '$1 {notification}')
    .replace(/^(ONCE#mail)#.*/, '$1#{notification}')
    .replaceAll(caller, CALLER)
    .replaceAll(course, '{course}')
    .replaceAll(slug, '{slug}')
    .replace(/(#\{course\}#)[0-9A-HJKMNP-TV-Z]{26}$/, '$1{lesson}');
}

/** Whether a key is one caller's, or one notification's: there are as many of them as callers. */
export function isOwn(key: string): boolean {
  return key.includes(CALLER) || key.includes('{notification}');
}

/** The same key of one of many courses. */
export function keyOfCourse(key: string, course: number): string {
  return key.replace(COURSE, (name) => `${name}${course}`);
}

/**
 * Whether a key is written once for all records of a batch: totals, their copies, marks and boards, and the entries of
 * cards in the catalogue's indexes. All else is taken for written once a record.
 */
export function isFolded(key: string): boolean {
  return /^(?:CARD#|COPY#COUNTS#|FOLD#|BOARD#|index\/(?:published|popular|courseBySlug))/.test(key);
}
