import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Notification, NotificationReceipt } from '../../generated/schema.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { userId } from '../../model/ids.ts';
import type { Client } from '../support/client.ts';
import { COMPLETE_LESSON, ENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import { makeLearners, signedIn } from '../support/learners.ts';
import { idle, moveClock } from '../support/levers.ts';

const NOTIFICATIONS = `query ($nextToken: String) {
  notifications(limit: 100, nextToken: $nextToken) { items { id userId type title readAt createdAt } }
}`;
const RECEIPT = `query ($id: ID!) {
  notificationReceipt(notificationId: $id) { notificationId channels { channel status reason at dueAt } }
}`;
const PREFER = `mutation ($input: UpdateNotificationPreferencesInput!) {
  updateNotificationPreferences(input: $input) { version quietHours { start end } }
}`;
const PROFILE = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { timeZone version } }';
const READ = 'mutation ($input: MarkNotificationsReadInput!) { markNotificationsRead(input: $input) { unreadCount } }';

let backend: TestBackend;
let sub: string;
const email = 'lena@example.com';
const courses: TestCourse[] = [];

/** The learner, with a token of this moment. */
const learner = (): Promise<Client> => signedIn(backend, sub);

async function enroll(course: TestCourse | undefined): Promise<void> {
  await (await learner()).run(ENROLL, { input: { courseId: course?.id } });
  await idle(backend);
}

async function complete(course: TestCourse | undefined): Promise<void> {
  for (const lesson of course?.lessons ?? []) {
    await (await learner()).run(COMPLETE_LESSON, { input: { courseId: course?.id, lessonId: lesson.id } });
  }
  await idle(backend);
}

async function prefer(input: object): Promise<void> {
  const { notificationPreferences } = await (
    await learner()
  ).run<{ notificationPreferences: { version: number } }>('{ notificationPreferences { version } }');
  await (await learner()).run(PREFER, { input: { version: notificationPreferences.version, ...input } });
}

async function told(title: string): Promise<Notification> {
  const { notifications } = await (await learner()).run<{ notifications: { items: Notification[] } }>(NOTIFICATIONS);
  const found = notifications.items.find((item) => item.title === title);
  if (!found) throw new Error(`The learner was not told: ${title}.`);
  return found;
}

async function emailOf(id: string | null | undefined) {
  const { notificationReceipt } = await (
    await learner()
  ).run<{ notificationReceipt: NotificationReceipt }>(RECEIPT, { id });
  const { status, reason, at, dueAt } = notificationReceipt.channels.find(({ channel }) => channel === 'EMAIL') ?? {};
  return { status, reason, at, dueAt: dueAt ?? null };
}

function subjects(): string[] {
  return backend.cloud.cloud.outbox.list({ to: email }).map(({ subject }) => subject);
}

beforeAll(async () => {
  backend = await startTestBackend();
  for (const title of ['Bees', 'Ants', 'Wasps', 'Moths', 'Gnats']) {
    courses.push(await writeCourse(backend.as('mentor'), { title, lessons: 1 }));
  }
  const [made] = await makeLearners(backend, 1, { email, displayName: 'Lena <Lund>' });
  sub = made?.sub ?? '';
  await moveClock(backend, { now: '2027-03-22T09:00:00Z' });
});
afterAll(() => backend.stop());

/** Berlin is one hour ahead of UTC, and two from Sunday 2027-03-28, 02:00, on. */
describe("a learner's week in Berlin, in which clocks are put forward", () => {
  it('Monday morning: she chooses quiet hours, and to hear of enrollments once a day', async () => {
    const { me } = await (await learner()).run<{ me: { version: number } }>('{ me { version } }');
    await (await learner()).run(PROFILE, { input: { version: me.version, timeZone: 'Europe/Berlin' } });
    await prefer({
      quietHours: { start: '22:00', end: '07:00' },
      preferences: [{ type: 'ENROLLED', channel: 'EMAIL', mode: 'DAILY' }],
    });
    expect(subjects()).toEqual(['Welcome to Kalpla']);
  });

  it('enrolls twice: both wait for the digest of Tuesday, 8:00 in Berlin', async () => {
    await enroll(courses[0]);
    await enroll(courses[1]);
    expect(await emailOf((await told('You are enrolled in Ants')).id)).toEqual({
      status: 'PENDING',
      reason: 'DAILY_DIGEST',
      at: null,
      dueAt: '2027-03-23T07:00:00.000Z',
    });
  });

  it('completes a course at 23:30: the mail waits for the end of the quiet hours', async () => {
    await moveClock(backend, { now: '2027-03-22T22:30:00Z' });
    await complete(courses[0]);
    expect(await emailOf((await told('You have completed Bees')).id)).toMatchObject({
      status: 'PENDING',
      reason: 'QUIET_HOURS',
      dueAt: '2027-03-23T06:00:00.000Z',
    });
    await moveClock(backend, { now: '2027-03-23T05:58:00Z' });
    expect(subjects()).toEqual(['Welcome to Kalpla']);
  });

  it('Tuesday: it comes at 7:00, the digest at 8:00, without what she has read in the app', async () => {
    await moveClock(backend, { now: '2027-03-23T06:01:00Z' });
    expect(subjects()).toEqual(['Welcome to Kalpla', 'You have completed Bees']);
    const read = await told('You are enrolled in Ants');
    await (await learner()).run(READ, { input: { ids: [read.id] } });
    await moveClock(backend, { now: '2027-03-23T07:01:00Z' });
    expect(subjects().slice(2)).toEqual(['You are enrolled in Bees']);
    expect(await emailOf(read.id)).toMatchObject({ status: 'SKIPPED', reason: 'ALREADY_READ' });
    const mail = backend.cloud.cloud.outbox.list({ to: email }).at(-1);
    expect(mail?.html).toContain('Lena &lt;Lund&gt;');
    expect(mail?.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
  });

  it('Wednesday: she would rather hear of enrollments once a week', async () => {
    await moveClock(backend, { now: '2027-03-24T09:00:00Z' });
    await prefer({ preferences: [{ type: 'ENROLLED', channel: 'EMAIL', mode: 'WEEKLY' }] });
    await enroll(courses[2]);
    await enroll(courses[3]);
    expect(await emailOf((await told('You are enrolled in Moths')).id)).toMatchObject({
      reason: 'WEEKLY_DIGEST',
      // Monday at 8:00 is six o'clock in UTC: the clocks have been put forward by then.
      dueAt: '2027-03-29T06:00:00.000Z',
    });
  });

  it('Saturday, 23:30: what waits for Sunday, 7:00, waits one hour less', async () => {
    await moveClock(backend, { now: '2027-03-27T22:30:00Z' });
    await complete(courses[2]);
    expect(await emailOf((await told('You have completed Wasps')).id)).toMatchObject({
      dueAt: '2027-03-28T05:00:00.000Z',
    });
    await moveClock(backend, { now: '2027-03-28T04:59:00Z' });
    expect(subjects()).toHaveLength(3);
    await moveClock(backend, { now: '2027-03-28T05:01:00Z' });
    expect(subjects().slice(3)).toEqual(['You have completed Wasps']);
  });

  it('Sunday: with one click of her mail program she hears no more of completed courses', async () => {
    const mail = backend.cloud.cloud.outbox.list({ to: email }).at(-1);
    const url = /<(.*)>/.exec(String(mail?.headers['List-Unsubscribe']))?.[1] ?? '';
    expect(await (await fetch(url)).text()).toContain('<button>Unsubscribe</button>');
    const forged = await fetch(url.replace(/token=\w{4}/, 'token=0000'), { method: 'POST' });
    expect(forged.status).toBe(404);
    await moveClock(backend, { now: '2027-03-28T10:00:00Z' });
    // To look at the page changes nothing.
    await complete(courses[3]);
    expect(await emailOf((await told('You have completed Moths')).id)).toMatchObject({ status: 'SENT' });
    for (let click = 0; click < 2; click += 1) {
      const clicked = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      });
      expect([clicked.status, await clicked.text()]).toEqual([200, expect.stringContaining('You are unsubscribed')]);
    }
    await complete(courses[1]);
    expect(await emailOf((await told('You have completed Ants')).id)).toMatchObject({
      status: 'SKIPPED',
      reason: 'SWITCHED_OFF',
    });
  });

  it('Monday: the weekly digest brings both enrollments; all receipts agree with the outbox', async () => {
    await moveClock(backend, { now: '2027-03-29T05:59:00Z' });
    expect(subjects()).toHaveLength(5);
    await moveClock(backend, { now: '2027-03-29T06:01:00Z' });
    expect(subjects().slice(5)).toEqual(['Your week on Kalpla: 2 news']);
    await moveClock(backend, { advance: 'PT3H' });

    const { notifications } = await (await learner()).run<{ notifications: { items: Notification[] } }>(NOTIFICATIONS);
    const mails = backend.cloud.cloud.outbox.list({ to: email });
    const counts = new Map<string, number>();
    for (const { id, title } of notifications.items) {
      const { status } = await emailOf(id);
      const count = mails.filter(({ text }) => text.split('\n').includes(title ?? '')).length;
      expect(count, `${title}: ${status}`).toBe(status === 'SENT' ? 1 : 0);
      counts.set(status ?? '', (counts.get(status ?? '') ?? 0) + 1);
    }
    // Her points have brought her to two levels, which no mail tells unless one asks for it.
    expect(Object.fromEntries(counts)).toEqual({ SENT: 7, SKIPPED: 2 + 2 });
    expect(new Set(notifications.items.map(({ userId }) => userId))).toEqual(new Set([userId(sub)]));
  });
});
