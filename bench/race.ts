import { deepEqual } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Course, Module, Points, Progress } from '../generated/schema.ts';
import { AWARDS } from '../model/award.ts';
import { startBackend, type Backend } from './backend.ts';
import type { Checks } from './checks.ts';
import type { Caller } from './client.ts';
import { shortCourse } from './course-facts.ts';
import { COMPLETE_LESSON, COURSE_BY_ID, CREATE_MODULE, ENROLL } from './documents.ts';
import { makeLearners } from './learners.ts';
import { atRest } from './measure.ts';
import { multiset, outcomeOf, UNCONNECTED, type Multiset } from './outcomes.ts';
import { publishCourse, writeCourse, type WrittenCourse } from './school.ts';

const CALLERS = 1_000;
/** Whoever is told that a retry is worth it calls again after a random pause, this often at most. */
const MOST_CALLS = 100;
const LONGEST_PAUSE_MS = 5_000;

interface Race {
  readonly name: string;
  /** What each caller ends with. */
  readonly ends: Multiset;
  /** One caller's call, and what came of it. */
  readonly call: (caller: number) => Promise<string>;
  /** What must be so once all is at rest. */
  readonly afterwards: () => Promise<void>;
}

/** A thousand callers at once: what each is answered in the end is asserted, as a multiset; how long it took is not. */
export async function runRace(checks: Checks, print: (line: string) => void): Promise<void> {
  const backend = await startBackend();
  try {
    for (const race of await races(backend, print)) {
      await checks.runs(race.name, () => run(race, backend, print));
    }
  } finally {
    await backend.stop();
  }
}

async function run({ name, ends, call, afterwards }: Race, backend: Backend, print: (line: string) => void) {
  const first: string[] = [];
  const begun = performance.now();
  const outcomes = await Promise.all(
    Array.from({ length: CALLERS }, async (_, caller) => {
      let outcome = await call(caller);
      first.push(outcome);
      for (let calls = 1; ['RateLimited', UNCONNECTED].includes(outcome) && calls < MOST_CALLS; calls += 1) {
        await delay(Math.random() * LONGEST_PAUSE_MS);
        outcome = await call(caller);
      }
      return outcome;
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  print(`${name}: ${JSON.stringify(multiset(outcomes))} in ${seconds.toFixed(1)} s (load ${loadavg()[0]?.toFixed(1)})`);
  print(`  the first answers: ${JSON.stringify(multiset(first))}`);
  deepEqual(multiset(outcomes), ends);
  await atRest(backend);
  await afterwards();
}

async function races(backend: Backend, print: (line: string) => void): Promise<Race[]> {
  const mentor = await backend.signIn({ email: 'mentor@bench.test', name: 'Mara', groups: ['Student', 'Mentor'] });
  await mentor('{ me { id } }');
  const write = async (number: number, capacity?: number): Promise<WrittenCourse> => {
    const facts = shortCourse(number, 'Races');
    return publishCourse(mentor, await writeCourse(mentor, capacity ? { ...facts, capacity } : facts));
  };
  const learners = await makeLearners(
    backend,
    Array.from({ length: CALLERS }, () => randomUUID()),
  );
  const callers = learners.map(({ ask }) => ask);
  // Connections stay open: a thousand handshakes are not what is raced.
  const opened = callers.map((ask) => outcomeOf(async () => (await ask('{ __typename }'), 'open')));
  print(`connections: ${JSON.stringify(multiset(await Promise.all(opened)))}`);
  return [
    seatRace(await write(0, 1), 1, mentor, callers),
    seatRace(await write(1, 100), 100, mentor, callers),
    await completionRace(await write(2), callers[0] ?? mentor),
    tokenRace(await write(3), mentor),
  ];
}

function seatRace(course: WrittenCourse, seats: number, mentor: Caller, callers: readonly Caller[]): Race {
  return {
    name: `${CALLERS} callers at ${seats === 1 ? 'the last seat' : `${seats} seats`}`,
    ends: { Conflict: CALLERS - seats, enrolled: seats },
    call: (caller) =>
      outcomeOf(async () => {
        await callers[caller]?.(ENROLL, { input: { courseId: course.id } });
        return 'enrolled';
      }),
    afterwards: async () => {
      const document = 'query ($id: ID!) { course(id: $id) { enrolledCount } }';
      const { course: page } = await mentor<{ course: Course }>(document, { id: course.id });
      deepEqual(page, { enrolledCount: seats });
    },
  };
}

async function completionRace(course: WrittenCourse, learner: Caller): Promise<Race> {
  const [lessonId] = course.lessonIds;
  await learner(ENROLL, { input: { courseId: course.id } });
  return {
    name: `${CALLERS} devices of one learner at a completion`,
    ends: { '100 %, 1 of 1': CALLERS },
    call: () =>
      outcomeOf(async () => {
        const { completeLesson: now } = await learner<{ completeLesson: Progress }>(COMPLETE_LESSON, {
          input: { courseId: course.id, lessonId },
        });
        return `${now.percent} %, ${now.completed} of ${now.total}`;
      }),
    afterwards: async () => {
      const { myPoints } = await learner<{ myPoints: Points }>('{ myPoints { total } }');
      deepEqual(myPoints, { total: String(AWARDS.LESSON_COMPLETED + AWARDS.COURSE_COMPLETED) });
    },
  };
}

function tokenRace(course: WrittenCourse, mentor: Caller): Race {
  const input = { courseId: course.id, title: 'One module more', clientToken: 'race' };
  const made = new Set<string>();
  return {
    name: `${CALLERS} calls with one client token`,
    ends: { made: CALLERS },
    call: () =>
      outcomeOf(async () => {
        const { createModule } = await mentor<{ createModule: Module }>(CREATE_MODULE, { input });
        made.add(createModule.id);
        return 'made';
      }),
    afterwards: async () => {
      const { course: page } = await mentor<{ course: Course }>(COURSE_BY_ID, { id: course.id });
      deepEqual(
        page.modules?.map(({ id }) => id),
        [course.modules[0]?.id, ...made],
      );
      deepEqual(made.size, 1);
    },
  };
}
