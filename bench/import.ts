import { deepEqual } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { RosterImport, Upload } from '../generated/schema.ts';
import { MOST_ROWS } from '../model/roster-import.ts';
import { startBackend, type Backend } from './backend.ts';
import { accountItem } from './bulk-items.ts';
import type { Checks } from './checks.ts';
import type { Caller } from './client.ts';
import { shortCourse } from './course-facts.ts';
import { IMPORT_ROSTER, REQUEST_UPLOAD, ROSTER_IMPORT } from './documents.ts';
import { load } from './loader.ts';
import { atRest, pull } from './measure.ts';
import { publishCourse, writeCourse } from './school.ts';
import { writesByConsumer, type UsageByCaller } from './stream-writes.ts';
import { postForm } from './upload-form.ts';

const PEOPLE = MOST_ROWS / 2;
const POLL_MS = 250;

/**
 * How long the largest roster takes, of whose people half have an account, and what it writes. Times are this machine's:
 * only what must be so is asserted, that each row has its result.
 */
export async function runImport(checks: Checks, print: (line: string) => void): Promise<void> {
  const backend = await startBackend();
  const say = (what: string, value: string) => {
    print(`${what.padEnd(60)} ${value}   (load ${loadavg()[0]?.toFixed(1)})`);
  };
  try {
    const mentor = await backend.signIn({ email: 'mentor@bench.test', name: 'Mara', groups: ['Student', 'Mentor'] });
    await mentor('{ me { id } }');
    const course = await publishCourse(mentor, await writeCourse(mentor, shortCourse(0, 'Rosters')));
    const people = Array.from({ length: PEOPLE }, (_, number) => `person-${number}@bench.test`);
    await load(backend.operator, accounts(people));
    await atRest(backend);
    const strangers = Array.from({ length: MOST_ROWS - PEOPLE }, (_, number) => `stranger-${number}@bench.test`);
    const uploadId = await upload(backend, mentor, ['email', ...people, ...strangers, ''].join('\n'));
    await checks.runs(`${MOST_ROWS} rows are worked`, () =>
      measureImport({ backend, mentor, say, courseId: course.id, uploadId }),
    );
  } finally {
    await backend.stop();
  }
}

function* accounts(emails: readonly string[]) {
  const now = new Date().toISOString();
  for (const email of emails) yield accountItem({ sub: randomUUID(), email, displayName: 'A learner', now });
}

async function upload(backend: Backend, mentor: Caller, file: string): Promise<string> {
  const input = { clientToken: 'roster', purpose: 'ROSTER', contentType: 'text/csv', bytes: file.length };
  const { requestUpload } = await mentor<{ requestUpload: Upload }>(REQUEST_UPLOAD, { input });
  await postForm(requestUpload, file);
  await atRest(backend);
  return requestUpload.id;
}

interface Run {
  readonly backend: Backend;
  readonly mentor: Caller;
  readonly say: (what: string, value: string) => void;
  readonly courseId: string;
  readonly uploadId: string;
}

async function measureImport({ backend, mentor, say, courseId, uploadId }: Run): Promise<void> {
  await pull(backend.url, 'DELETE', 'usage');
  const begun = performance.now();
  const seconds = () => ((performance.now() - begun) / 1000).toFixed(1);
  const input = { clientToken: 'import', courseId, uploadId };
  let { importRoster: made } = await mentor<{ importRoster: RosterImport }>(IMPORT_ROSTER, { input });
  say('seconds until the answer', seconds());
  while (made.state === 'RUNNING') {
    await delay(POLL_MS);
    made = (await mentor<{ rosterImport: RosterImport }>(ROSTER_IMPORT, { courseId, id: made.id })).rosterImport;
  }
  say('seconds until each row has its result', seconds());
  await atRest(backend);
  say('seconds until all are told, by mail too', seconds());
  const usage = await pull<UsageByCaller>(backend.url, 'GET', 'usage');
  for (const { consumer, requests, units } of writesByConsumer(usage)) {
    say(`writes: ${consumer}`, `${requests} requests, ${units.toFixed(0)} units`);
  }
  deepEqual(made.counts, [
    { status: 'ENROLLED', rows: PEOPLE },
    { status: 'INVITED', rows: MOST_ROWS - PEOPLE },
  ]);
}
