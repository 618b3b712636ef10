import type { Backend } from './backend.ts';
import { bulkCourse, bulkItems, courseCount, type BulkSchool } from './bulk-school.ts';
import type { Checks } from './checks.ts';
import { load } from './loader.ts';
import { atRest, EXACT_FIGURES, measure, type Figure, type Figures } from './measure.ts';
import { operationsIn } from './operations.ts';
import { courseItem, enrollLearner, type School } from './school.ts';

/** What the operations cost with so many learners. */
export interface GrowthRow {
  readonly learners: number;
  readonly courses: number;
  /** Items that were loaded, in all. */
  readonly items: number;
  readonly operations: Readonly<Record<string, Figures>>;
}

/** What must not change with the number of learners. Bytes depend on which courses are the newest. */
const FLAT = EXACT_FIGURES.filter((figure): figure is Figure => !figure.endsWith('Bytes'));

/**
 * Fills the school up to each number of learners, and measures the operations as one learner more.
 * @param sizes ascending
 */
export async function measureGrowth(
  backend: Backend,
  school: School,
  sizes: readonly number[],
  checks: Checks,
): Promise<GrowthRow[]> {
  const bulk: BulkSchool = {
    popular: [await courseItem(backend, school.courses[0]), await courseItem(backend, school.open)],
    mentor: { id: school.mentor.id, displayName: school.mentor.name },
    since: Date.now(),
  };
  const rows: GrowthRow[] = [];
  let from = 0;
  let items = 0;
  for (const learners of sizes) {
    items += await load(backend.operator, bulkItems(bulk, from, learners));
    from = learners;
    // What follows from the load is over before anybody is measured, or is the last to be on a board.
    await atRest(backend);
    const courses = courseCount(learners);
    const grown: School = {
      ...school,
      newest: Array.from({ length: 40 }, (_, index) => bulkCourse(courses - 1 - index)),
      learner: await enrollLearner(backend, school.courses, `learner-${learners}@bench.test`),
    };
    const operations: Record<string, Figures> = {};
    for (const { name, grows, run } of operationsIn(grown)) {
      if (!grows) continue;
      const answer = `${name} with ${learners} learners`;
      const figures = await checks.runs(answer, () => measure(backend, run));
      if (figures) operations[name] = figures;
    }
    rows.push({ learners, courses, items, operations });
  }
  return rows;
}

/** Slope 0: each figure is with most learners what it is with fewest. */
export function checkSlope(rows: readonly GrowthRow[], checks: Checks): void {
  const [smallest, ...larger] = rows;
  for (const [name, first] of Object.entries(smallest?.operations ?? {})) {
    const changes = larger.flatMap(({ learners, operations }) =>
      FLAT.filter((figure) => operations[name] && operations[name][figure] !== first[figure]).map(
        (figure) =>
          `${figure} is ${first[figure]} with ${smallest?.learners} learners and ${operations[name]?.[figure]} with ${learners}`,
      ),
    );
    checks.that(`${name} costs the same with any number of learners`, changes);
  }
}
