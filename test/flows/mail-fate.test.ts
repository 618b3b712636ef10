import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Notification, NotificationReceipt } from '../../generated/schema.ts';
import type { ContactItem } from '../../model/contact.ts';
import { contactKey } from '../../model/keys.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { COMPLETE_LESSON, ENROLL, UNENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import { settled } from '../support/hostility.ts';
import { makeLearners, signedIn, type LearnerOptions } from '../support/learners.ts';
import { endFaults, lever, moveClock } from '../support/levers.ts';
import { LIST, putNotification, RECEIPT } from '../support/notifications.ts';
import { deadLetterQueues, Queues } from '../support/queues.ts';

let backend: TestBackend;
let queues: Queues;
const courses: TestCourse[] = [];

beforeAll(async () => {
  backend = await startTestBackend();
  queues = new Queues(backend);
  for (const title of ['Bees', 'Ants']) {
    courses.push(await writeCourse(backend.as('mentor'), { title, lessons: 1 }));
  }
});
afterAll(async () => {
  const letters = (await Promise.all(deadLetterQueues().map((name) => queues.letters(name)))).flat();
  await backend.stop();
  expect(letters).toEqual([]);
});

/** Longer than a failed message is hidden. */
const RETRY_AFTER = { advance: 'PT4M' };

function strike(service: string, operation: string, kind: string, count = 1): Promise<unknown> {
  return lever(backend, 'POST', 'faults', { service, operation, kind, count });
}

class Reader {
  readonly sub: string;
  readonly email: string;

  constructor(sub: string, email: string) {
    this.sub = sub;
    this.email = email;
  }

  /** With a token of this moment. */
  client(): Promise<Client> {
    return signedIn(backend, this.sub);
  }

  async enroll(course: TestCourse | undefined): Promise<void> {
    await (await this.client()).run(ENROLL, { input: { courseId: course?.id } });
    await settled(backend);
  }

  async complete(course: TestCourse | undefined): Promise<void> {
    const input = { courseId: course?.id, lessonId: course?.lessons[0]?.id };
    await (await this.client()).run(COMPLETE_LESSON, { input });
    await settled(backend);
  }

  /** What the receipt of the notification with this title says of the mail. */
  async receipt(title: string) {
    const { notifications } = await (
      await this.client()
    ).run<{ notifications: { items: Notification[] } }>(LIST, { limit: 100 });
    const { id } = notifications.items.find((item) => item.title === title) ?? {};
    return this.receiptOf(id ?? '');
  }

  async receiptOf(id: string) {
    const { notificationReceipt } = await (
      await this.client()
    ).run<{ notificationReceipt: NotificationReceipt }>(RECEIPT, { id });
    const { status, reason } = notificationReceipt.channels.find(({ channel }) => channel === 'EMAIL') ?? {};
    return { status, reason };
  }

  /** Subjects of the mails that arrived. */
  mails(): string[] {
    return backend.cloud.cloud.outbox.list({ to: this.email }).map(({ subject }) => subject);
  }

  async suppressed() {
    const { pk, sk } = contactKey(this.sub);
    const contact = (await backend.items()).find((item) => item.pk === pk && item.sk === sk) as ContactItem | undefined;
    return contact?.suppressed?.reason;
  }
}

/** Somebody who has been welcomed. */
async function newReader(options: LearnerOptions = {}): Promise<Reader> {
  const [learner] = await makeLearners(backend, 1, options);
  const sub = learner?.sub ?? '';
  await settled(backend);
  return new Reader(sub, options.email ?? `${sub}@kalpla.test`);
}

const WELCOME = 'Welcome to Kalpla';
const BEES = 'You are enrolled in Bees';
const ANTS = 'You are enrolled in Ants';
const SENT = { status: 'SENT', reason: null };
const PENDING = { status: 'PENDING', reason: null };

describe('given a mail that comes back for good', () => {
  it('then its receipt says so, and no other is sent to that address', async () => {
    const reader = await newReader();
    await strike('ses', 'Deliver', 'error');
    await reader.enroll(courses[0]);
    expect(await endFaults(backend)).toEqual([1]);
    expect(await reader.receipt(BEES)).toEqual({ status: 'BOUNCED', reason: 'BOUNCE' });
    expect(await reader.suppressed()).toBe('BOUNCE');
    await reader.enroll(courses[1]);
    expect(await reader.receipt(ANTS)).toEqual({ status: 'SKIPPED', reason: 'SUPPRESSED' });
    expect(await reader.receipt(WELCOME)).toEqual(SENT);
    expect(reader.mails()).toEqual([WELCOME]);
  });
});

describe('given a reader who complains of a mail', () => {
  it('then it has arrived, and no other is sent', async () => {
    const reader = await newReader();
    await strike('ses', 'Deliver', 'crashAfterCommit');
    await reader.enroll(courses[0]);
    expect(await endFaults(backend)).toEqual([1]);
    expect(await reader.receipt(BEES)).toEqual(SENT);
    expect(await reader.suppressed()).toBe('COMPLAINT');
    await reader.enroll(courses[1]);
    expect(await reader.receipt(ANTS)).toEqual({ status: 'SKIPPED', reason: 'SUPPRESSED' });
    expect(reader.mails()).toEqual([WELCOME, BEES]);
  });

  it('then what SES accepts for the same address of another account, and does not send, is no mail sent', async () => {
    const email = 'complains@example.com';
    const reader = await newReader({ email });
    await strike('ses', 'Deliver', 'crashAfterCommit');
    await reader.enroll(courses[0]);
    const namesake = await newReader({ email });
    expect(await namesake.receipt(WELCOME)).toEqual({ status: 'SKIPPED', reason: 'SUPPRESSED' });
    expect(await namesake.suppressed()).toBe('COMPLAINT');
    expect(reader.mails()).toEqual([WELCOME, BEES]);
    await endFaults(backend);
  });
});

describe('given a mail that could not be brought at the time', () => {
  it('then that stops no other', async () => {
    const reader = await newReader();
    await strike('ses', 'Deliver', 'throttle');
    await reader.enroll(courses[0]);
    expect(await endFaults(backend)).toEqual([1]);
    expect(await reader.suppressed()).toBeUndefined();
    await reader.enroll(courses[1]);
    expect(await reader.receipt(ANTS)).toEqual(SENT);
    expect(reader.mails()).toEqual([WELCOME, ANTS]);
  });
});

describe('given SES that', () => {
  it.each([
    ['is not reached', 'error'],
    ['has too much to do', 'throttle'],
    ['sends the mail, and its answer is lost', 'crashAfterCommit'],
  ])('%s, then the mail is sent once, later', async (_, kind) => {
    const reader = await newReader();
    await strike('ses', 'SendEmail', kind);
    await reader.enroll(courses[0]);
    expect(await endFaults(backend)).toEqual([1]);
    expect(await reader.receipt(BEES)).toEqual(PENDING);
    await moveClock(backend, RETRY_AFTER);
    expect(await reader.receipt(BEES)).toEqual(SENT);
    expect(reader.mails()).toEqual([WELCOME, BEES]);
  });
});

describe('given a delivery that crashes', () => {
  let reader: Reader;

  beforeAll(async () => {
    reader = await newReader();
    // Its mail has a link to unsubscribe: the reader's token is there from now on.
    await reader.enroll(courses[0]);
  });

  it.each([
    ['before it begins', 'lambda', 'Invoke', 'error', 1],
    ['when all is done', 'lambda', 'Invoke', 'crashAfterCommit', 1],
    // As often as the SDK tries: the mail has left, and nobody has noted it.
    ['between the mail and its note', 'dynamodb', 'UpdateItem', 'error', 4],
    ['between the note and its answer', 'dynamodb', 'UpdateItem', 'crashAfterCommit', 4],
    ['before it has said that it begins', 'dynamodb', 'PutItem', 'error', 4],
    // The SDK's second try finds what the first has put.
    ['once it has said that it begins', 'dynamodb', 'PutItem', 'crashAfterCommit', 2],
  ])('%s, then there is one mail, and its receipt', async (moment, service, operation, kind, count) => {
    const title = `A crash ${moment}`;
    const id = await putNotification(backend, reader.sub, {
      change: {
        type: 'ENROLLED',
        title,
        channels: { EMAIL: { status: 'PENDING', dueAt: new Date(backend.cloud.cloud.clock.now()).toISOString() } },
      },
    });
    await settled(backend);
    await strike(service, operation, kind, count);
    const userId = `usr_${reader.sub}`;
    const message = { entity: 'DueNotification', userId, notificationId: id, channel: 'EMAIL' };
    await queues.send('kalpla-dev-deliver', JSON.stringify(message));
    await settled(backend);
    expect(await endFaults(backend)).toEqual([count]);
    // What never reached the function comes again at once; what has failed, once it is visible again.
    expect(await reader.receiptOf(id)).toEqual(service === 'lambda' ? SENT : PENDING);
    await moveClock(backend, RETRY_AFTER);
    expect(await reader.receiptOf(id)).toEqual(SENT);
    expect(reader.mails().filter((subject) => subject === title)).toEqual([title]);
  });
});

describe('given a reader who unsubscribes with one click', () => {
  it('then mails of that type come no more, and others do', async () => {
    const reader = await newReader();
    await reader.enroll(courses[0]);
    const mail = backend.cloud.cloud.outbox.list({ to: reader.email }).at(-1);
    const url = /<(.*)>/.exec(String(mail?.headers['List-Unsubscribe']))?.[1] ?? '';
    const { status } = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect(status).toBe(200);
    await (await reader.client()).run(UNENROLL, { input: { courseId: courses[0]?.id } });
    await reader.enroll(courses[1]);
    expect(await reader.receipt(ANTS)).toEqual({ status: 'SKIPPED', reason: 'SWITCHED_OFF' });
    await reader.complete(courses[1]);
    expect(await reader.receipt('You have completed Ants')).toEqual(SENT);
    expect(reader.mails()).toEqual([WELCOME, BEES, 'You have completed Ants']);
  });
});
