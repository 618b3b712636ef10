import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { TestBackend } from './backend.ts';
import type { Client } from './client.ts';
import type { TestCourse } from './courses.ts';
import { endFaults, idle, lever } from './levers.ts';
import { Queues } from './queues.ts';
import { postFile, requestUpload } from './uploads.ts';

export const ROSTER = `query ($courseId: ID!, $status: EnrollmentStatus, $limit: Int, $nextToken: String) {
  roster(courseId: $courseId, status: $status, limit: $limit, nextToken: $nextToken) {
    items { learner { id displayName } status enrolledAt progress { courseId userId percent completed total } }
    nextToken
  }
}`;

export const REMOVE_LEARNER = `mutation ($input: RemoveLearnerInput!) {
  removeLearner(input: $input) {
    learner { id displayName } status progress { completed } removal { actorId reason removedAt }
  }
}`;

const INVITATION = 'id course { id title slug } email state invitedAt expiresAt bouncedAt';
export const INVITE = `mutation ($input: InviteLearnerInput!) { inviteLearner(input: $input) { ${INVITATION} } }`;
export const REVOKE = `mutation ($input: RevokeInvitationInput!) { revokeInvitation(input: $input) { ${INVITATION} } }`;
export const DECLINE = `mutation ($input: DeclineInvitationInput!) { declineInvitation(input: $input) { ${INVITATION} } }`;
export const ACCEPT = `mutation ($input: AcceptInvitationInput!) {
  acceptInvitation(input: $input) { course { id } status progress { completed } }
}`;
export const INVITATIONS = `query ($courseId: ID!, $limit: Int, $nextToken: String) {
  invitations(courseId: $courseId, limit: $limit, nextToken: $nextToken) { items { ${INVITATION} } nextToken }
}`;
export const MY_INVITATIONS = `{ myInvitations { items { ${INVITATION} } } }`;

export interface TestInvitation {
  readonly id: string;
  readonly email: string;
  readonly state: string;
  readonly bouncedAt: string | null;
}

export async function inviteTo(mentor: Client, { id }: TestCourse, email: string): Promise<TestInvitation> {
  const input = { clientToken: randomUUID(), courseId: id, email };
  return (await mentor.run<{ inviteLearner: TestInvitation }>(INVITE, { input })).inviteLearner;
}

const ANNOUNCEMENT = 'id courseId title text announcedAt';
export const ANNOUNCE = `mutation ($input: AnnounceInput!) { announce(input: $input) { ${ANNOUNCEMENT} } }`;
export const ANNOUNCEMENTS = `query ($courseId: ID!, $limit: Int, $nextToken: String) {
  announcements(courseId: $courseId, limit: $limit, nextToken: $nextToken) { items { ${ANNOUNCEMENT} } nextToken }
}`;

const IMPORT = 'id courseId state total processed counts { status rows }';
export const IMPORT_ROSTER = `mutation ($input: ImportRosterInput!) { importRoster(input: $input) { ${IMPORT} } }`;
export const ROSTER_IMPORT = `query ($courseId: ID!, $id: ID!) {
  rosterImport(courseId: $courseId, id: $id) { ${IMPORT} }
}`;
export const ROSTER_IMPORT_ROWS = `query (
  $courseId: ID!, $id: ID!, $status: RosterRowStatus, $limit: Int, $nextToken: String
) {
  rosterImportRows(courseId: $courseId, id: $id, status: $status, limit: $limit, nextToken: $nextToken) {
    items { row email name status reason } nextToken
  }
}`;

export interface TestImport {
  readonly id: string;
  readonly state: string;
  readonly total: number;
  readonly processed: number;
  readonly counts: readonly { readonly status: string; readonly rows: number }[];
}

/** Uploads a file for a roster. @returns the upload's id, once it can be used */
export async function uploadRoster(backend: TestBackend, person: Client, csv: string | Uint8Array): Promise<string> {
  const bytes = Buffer.from(csv).length;
  const upload = await requestUpload(person, { purpose: 'ROSTER', contentType: 'text/csv', bytes });
  await postFile(upload, csv);
  await idle(backend);
  return upload.id;
}

export async function importTo(mentor: Client, { id }: Pick<TestCourse, 'id'>, uploadId: string): Promise<TestImport> {
  const input = { clientToken: randomUUID(), courseId: id, uploadId };
  return (await mentor.run<{ importRoster: TestImport }>(IMPORT_ROSTER, { input })).importRoster;
}

export interface RosterRow {
  readonly learner: { readonly id: string; readonly displayName: string } | null;
  readonly status: string;
  readonly enrolledAt: string;
  readonly progress: { readonly percent: number; readonly completed: number };
}

interface Page {
  readonly items: readonly RosterRow[];
  readonly nextToken: string | null;
}

export async function rosterPage(client: Client, { id }: TestCourse, asked: object = {}): Promise<Page> {
  const { roster } = await client.run<{ roster: Page }>(ROSTER, { courseId: id, ...asked });
  return roster;
}

/** All pages. */
export async function wholeRoster(client: Client, course: TestCourse, asked: object = {}): Promise<RosterRow[]> {
  const rows: RosterRow[] = [];
  let nextToken: string | null = null;
  do {
    const page: Page = await rosterPage(client, course, { ...asked, nextToken });
    rows.push(...page.items);
    nextToken = page.nextToken;
  } while (nextToken);
  return rows;
}

interface Usage {
  readonly byCaller: Readonly<
    Record<string, { readonly byOperation: Readonly<Record<string, { readonly requests: number } | undefined>> }>
  >;
}

/** Counts from now on how often a run of a long job has left the rest to the next one, or has tried to. */
export async function countHandingOn(backend: TestBackend): Promise<() => Promise<number>> {
  await lever(backend, 'DELETE', 'usage');
  return async () => {
    const { byCaller } = (await lever(backend, 'GET', 'usage')) as Usage;
    return Object.entries(byCaller)
      .filter(([name]) => name.includes('RosterWork'))
      .reduce((sum, [, { byOperation }]) => sum + (byOperation['sqs:SendMessage']?.requests ?? 0), 0);
  };
}

const POLL_MS = 20;

/**
 * Begins a long job, whose first run is lost once it has done its piece: it can't say where the next one goes on, however
 * often it tries. What follows from the piece waits meanwhile, so that no other message is lost.
 */
export async function losingFirstRun<Made>(backend: TestBackend, begin: () => Promise<Made>): Promise<Made> {
  const plan = (service: string, operation: string, kind: string, count = 1_000_000) =>
    lever(backend, 'POST', 'faults', { service, operation, kind, count });
  const queues = new Queues(backend);
  await idle(backend);
  await plan('sqs', 'ReceiveMessage', 'throttle');
  const made = await begin();
  while ((await queues.waiting('kalpla-dev-roster-work')) === 0) await delay(POLL_MS);
  await endFaults(backend);
  await plan('sqs', 'SendMessage', 'error', 3);
  await plan('dynamodb', 'GetRecords', 'throttle');
  const struck = async () => ((await lever(backend, 'GET', 'faults')) as { readonly struck: number }[])[0]?.struck ?? 0;
  while ((await struck()) < 3) await delay(POLL_MS);
  await endFaults(backend);
  await idle(backend);
  return made;
}
