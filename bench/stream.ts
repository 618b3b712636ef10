import { randomUUID } from 'node:crypto';
import { loadavg } from 'node:os';
import type { CourseItem } from '../model/course.ts';
import { userId } from '../model/ids.ts';
import { LiveConnection } from '../test/support/live-connection.ts';
import { startBackend, type Backend } from './backend.ts';
import { enrollmentItem } from './bulk-items.ts';
import type { Checks } from './checks.ts';
import { shortCourse } from './course-facts.ts';
import { ENROLL } from './documents.ts';
import { makeLearners, type BenchLearner } from './learners.ts';
import { load } from './loader.ts';
import { quantile } from './local/report.ts';
import { atRest, pull } from './measure.ts';
import { courseItem, publishCourse, writeCourse, type WrittenCourse } from './school.ts';
import { writesByConsumer, type UsageByCaller } from './stream-writes.ts';

/** Few enough for a laptop that does other things: what is written is told for a thousand. */
const RECORDS = 100;
const WATCHERS = 20;
const ON_NOTIFICATION = 'subscription ($userId: ID!) { onNotificationCreated(userId: $userId) { id userId type } }';

/**
 * How fast the real consumers follow the table's stream on this machine, and what they write. Times are this machine's:
 * only what must be so is asserted, that nothing is lost or done twice.
 */
export async function runStream(checks: Checks, print: (line: string) => void): Promise<void> {
  const backend = await startBackend();
  const say = (what: string, value: string) => {
    print(`${what.padEnd(60)} ${value}   (load ${loadavg()[0]?.toFixed(1)})`);
  };
  try {
    const mentor = await backend.signIn({ email: 'mentor@bench.test', name: 'Mara', groups: ['Student', 'Mentor'] });
    await mentor('{ me { id } }');
    const courses: WrittenCourse[] = [];
    for (let number = 0; number < 3; number += 1) {
      courses.push(await publishCourse(mentor, await writeCourse(mentor, shortCourse(number, 'Streams'))));
    }
    const [first, second, third] = courses as [WrittenCourse, WrittenCourse, WrittenCourse];
    const learners = await makeLearners(
      backend,
      Array.from({ length: RECORDS }, () => randomUUID()),
    );
    await atRest(backend);
    await checks.runs(`${RECORDS} enrollments are followed`, () => follow({ backend, course: first, learners, say }));
    await checks.runs('a notification reaches who watches', () => watch({ backend, course: third, say }));
    // Last: the clock is moved, and tokens end by it.
    await checks.runs('an hour without consumers is caught up', () =>
      catchUp({ backend, course: second, learners, say }),
    );
  } finally {
    await backend.stop();
  }
}

interface Run {
  readonly backend: Backend;
  readonly course: WrittenCourse;
  readonly learners: readonly BenchLearner[];
  readonly say: (what: string, value: string) => void;
}

async function follow({ backend, course, learners, say }: Run): Promise<void> {
  await pull(backend.url, 'DELETE', 'usage');
  const begun = performance.now();
  await enrollAll(backend, await courseItem(backend, course), learners);
  await atRest(backend);
  const seconds = secondsSince(begun);
  const usage = await pull<UsageByCaller>(backend.url, 'GET', 'usage');
  say('records a second, until all that follows is done', (RECORDS / seconds).toFixed(0));
  for (const { consumer, requests, units } of writesByConsumer(usage)) {
    const [thousand, unitsOfThousand] = [requests, units].map((sum) => ((1_000 * sum) / RECORDS).toFixed(0));
    say(`writes per 1,000 records: ${consumer}`, `${thousand} requests, ${unitsOfThousand} units`);
  }
  await expectCounts({ backend, course, enrolled: RECORDS });
}

/** Nobody can read the stream for an hour, by the cloud's clock. */
async function catchUp({ backend, course, learners, say }: Run): Promise<void> {
  const fault = { service: 'dynamodb', operation: 'GetRecords', kind: 'throttle', count: 1_000_000 };
  await pull(backend.url, 'POST', 'faults', fault);
  await enrollAll(backend, await courseItem(backend, course), learners);
  await pull(backend.url, 'PUT', 'clock', { advance: 'PT1H' });
  await pull(backend.url, 'DELETE', 'faults');
  const begun = performance.now();
  await atRest(backend);
  const seconds = secondsSince(begun);
  say(`catch-up with ${RECORDS} records after an hour: seconds`, seconds.toFixed(1));
  say('records a second meanwhile', (RECORDS / seconds).toFixed(0));
  await expectCounts({ backend, course, enrolled: RECORDS });
}

/** From a learner's call to the frame that tells them of it, over AppSync's WebSocket; one after the other, then at once. */
async function watch({ backend, course, say }: Omit<Run, 'learners'>): Promise<void> {
  const watching = await makeLearners(
    backend,
    Array.from({ length: WATCHERS }, () => randomUUID()),
  );
  const connections = await Promise.all(
    watching.map(({ token }) => LiveConnection.open(backend.outputs.graphqlUrl, { Authorization: token })),
  );
  try {
    const started = await Promise.all(
      connections.map((connection, index) =>
        connection.start(ON_NOTIFICATION, { userId: userId(watching[index]?.sub ?? '') }),
      ),
    );
    const enroll = async (index: number): Promise<number> => {
      const begun = performance.now();
      await watching[index]?.ask(ENROLL, { input: { courseId: course.id } });
      await started[index]?.next();
      return performance.now() - begun;
    };
    const alone: number[] = [];
    for (let index = 0; index < WATCHERS / 2; index += 1) alone.push(await enroll(index));
    say('from the write to the frame, one at a time: p50, p99', `${figures(alone)} ms`);
    const begun = performance.now();
    const rest = Array.from({ length: WATCHERS / 2 }, (_, index) => WATCHERS / 2 + index);
    const together = await Promise.all(rest.map(enroll));
    say(`the same, ${rest.length} at once: p50, p99`, `${figures(together)} ms`);
    say('frames a second meanwhile', (rest.length / secondsSince(begun)).toFixed(1));
  } finally {
    for (const connection of connections) connection.close();
  }
}

async function enrollAll(backend: Backend, course: CourseItem, learners: readonly BenchLearner[]): Promise<void> {
  const now = new Date().toISOString();
  const items = learners.map(({ sub }) => enrollmentItem({ sub, course, completed: [], now }));
  await load(backend.operator, items.values());
}

interface Counted {
  readonly backend: Backend;
  readonly course: WrittenCourse;
  readonly enrolled: number;
}

async function expectCounts({ backend, course, enrolled }: Counted): Promise<void> {
  const { course: page } = await backend.anybody<{ course: { enrolledCount: number } }>(
    'query ($slug: String!) { course(slug: $slug) { enrolledCount } }',
    { slug: course.facts.slug },
  );
  if (page.enrolledCount !== enrolled) throw new Error(`${page.enrolledCount} are counted of ${enrolled}.`);
}

function figures(times: readonly number[]): string {
  return `${quantile(times, 0.5).toFixed(0)}, ${quantile(times, 0.99).toFixed(0)}`;
}

function secondsSince(begun: number): number {
  return (performance.now() - begun) / 1000;
}
