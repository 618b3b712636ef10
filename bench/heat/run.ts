import { startBackend, type Backend } from '../backend.ts';
import type { Checks } from '../checks.ts';
import { fullCourse } from '../course-facts.ts';
import { load } from '../loader.ts';
import { atRest } from '../measure.ts';
import { classmates, courseItem, publishCourse, writeCourse, type WrittenCourse } from '../school.ts';
import { heatOf } from './heat.ts';
import { record, type Recording } from './record.ts';
import { faults, heatReport, type ScenarioHeat } from './report.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

const SEEDS = [1, 2, 3] as const;

/**
 * Which partition keys grow hot when a million come. The operations are done really, on the local cloud, once for each
 * first digit of a caller's sub; a seeded process of arrivals says how often each is done in a second.
 */
export async function runHeat(checks: Checks, print: (line: string) => void): Promise<void> {
  const backend = await startBackend();
  try {
    const recording = await record(backend, await openCourse(backend));
    const heats = SCENARIOS.map((scenario) => worst(recording, scenario));
    print(heatReport(heats));
    for (const heat of heats) checks.that(heat.name, faults(heat));
  } finally {
    await backend.stop();
  }
}

/** A course whose boards have more learners than they list, so that those who complete a lesson are counted. */
async function openCourse(backend: Backend): Promise<WrittenCourse> {
  const ask = await backend.signIn({ email: 'mentor@bench.test', name: 'Mara Mentor', groups: ['Student', 'Mentor'] });
  await ask('{ me { id } }');
  const course = await publishCourse(ask, await writeCourse(ask, fullCourse(0)));
  await load(backend.operator, classmates(await courseItem(backend, course)));
  await atRest(backend);
  return course;
}

function worst(recording: Recording, { name, assumes, arrivals }: Scenario): ScenarioHeat {
  const heats = SEEDS.map((seed) => ({ name, assumes, seed, ...heatOf(recording, arrivals(seed)) }));
  return heats.reduce((hottest, heat) => {
    return (heat.keys[0]?.share ?? 0) > (hottest.keys[0]?.share ?? 0) ? heat : hottest;
  });
}
