import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { ENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import { makeLearners, signedIn } from '../support/learners.ts';
import { idle, lever, moveClock } from '../support/levers.ts';
import { DEVICES, provePhone, receiptOf, registerDevice, texts } from '../support/messages.ts';
import { CREATE_NOTIFICATION, listed, notificationInput, UPDATE_PREFERENCES } from '../support/notifications.ts';
import { signedClient } from '../support/signed-client.ts';

let backend: TestBackend;
let signed: Client;
let course: TestCourse;
let sub: string;
let number: string;
let nth = 0;

beforeAll(async () => {
  backend = await startTestBackend();
  signed = signedClient(backend.outputs.graphqlUrl);
  course = await writeCourse(backend.as('mentor'), { title: 'Bees', lessons: 1 });
});
afterAll(async () => {
  await idle(backend);
  await backend.stop();
});

/** The learner, with a token of this moment. */
const learner = (): Promise<Client> => signedIn(backend, sub);

beforeEach(async () => {
  const [made] = await makeLearners(backend, 1);
  sub = made!.sub;
  nth += 1;
  number = `+155555502${String(nth).padStart(2, '0')}`;
  const preferences = ['SMS', 'PUSH'].map((channel) => ({ type: 'ENROLLED', channel, mode: 'IMMEDIATE' }));
  await (await learner()).run(UPDATE_PREFERENCES, { input: { version: 0, preferences } });
});

/** Tells the learner something on one channel. @returns its id */
async function tell(channel: 'SMS' | 'PUSH', more: object = {}): Promise<string> {
  const input = { ...notificationInput(sub), channels: [{ channel, status: 'PENDING' }], ...more };
  await signed.run(CREATE_NOTIFICATION, { input });
  await idle(backend);
  return input.id;
}

async function fault(operation: string, kind: string, count = 1): Promise<void> {
  await lever(backend, 'POST', 'faults', { service: 'sns', operation, kind, count });
}

/** What SNS has logged is followed at once, or, where the receipt was not written yet, a minute later. */
const logged = () => moveClock(backend, { advance: 'PT2M' });
const receipt = async (id: string, channel: 'SMS' | 'PUSH') => receiptOf(await learner(), id, channel);
const pushes = () => backend.cloud.cloud.outbox.list({ channel: 'PUSH' });
const pushesOf = (id: string) => pushes().filter(({ text }) => text.includes(id));
const devices = async () =>
  (await (await learner()).run<{ devices: { items: { id: string }[] } }>(DEVICES)).devices.items.map(({ id }) => id);

describe('a learner who wants text messages', () => {
  it('gets one for an enrollment, as one message with its link, and the receipt says so', async () => {
    await provePhone(backend, await learner(), number);
    await (await learner()).run(ENROLL, { input: { courseId: course.id } });
    await idle(backend);
    expect(texts(backend, number).slice(1)).toEqual([
      `Kalpla: You are enrolled in Bees http://localhost:5173/courses/${course.id}`,
    ]);
    const { items } = await listed(await learner());
    const told = items.find(({ type }) => type === 'ENROLLED');
    expect(await receipt(String(told?.['id']), 'SMS')).toEqual({ status: 'SENT', reason: null, messages: 1 });
  });

  it('gets none without a phone, and none once the phone has replied STOP', async () => {
    expect(await receipt(await tell('SMS'), 'SMS')).toEqual({
      status: 'SKIPPED',
      reason: 'NO_PHONE_NUMBER',
      messages: 0,
    });
    await provePhone(backend, await learner(), number);
    await fault('Deliver', 'error');
    const lost = await tell('SMS');
    await logged();
    const skipped = await tell('SMS');
    expect(await receipt(lost, 'SMS')).toEqual({ status: 'BOUNCED', reason: 'OPTED_OUT', messages: 0 });
    expect(await receipt(skipped, 'SMS')).toEqual({ status: 'SKIPPED', reason: 'OPTED_OUT', messages: 0 });
    expect(texts(backend, number)).toHaveLength(1);
  });

  it('gets it after quiet hours', async () => {
    await provePhone(backend, await learner(), number);
    const now = new Date(backend.cloud.cloud.clock.now());
    const hour = (offset: number) => new Date(now.getTime() + offset * 3_600_000).toISOString().slice(11, 16);
    const quietHours = { start: hour(-1), end: hour(2) };
    await (await learner()).run(UPDATE_PREFERENCES, { input: { version: 1, quietHours } });
    const id = await tell('SMS');
    expect(await receipt(id, 'SMS')).toMatchObject({ status: 'PENDING', reason: 'QUIET_HOURS' });
    await moveClock(backend, { advance: 'PT1H' });
    expect(texts(backend, number)).toHaveLength(1);
    await moveClock(backend, { advance: 'PT1H2M' });
    expect(await receipt(id, 'SMS')).toMatchObject({ status: 'SENT', messages: 1 });
    expect(texts(backend, number)).toHaveLength(2);
  });

  it('gets it once where the answer of SNS was lost: what SNS has logged tells', async () => {
    await provePhone(backend, await learner(), number);
    await fault('Publish', 'crashAfterCommit');
    const id = await tell('SMS');
    expect(await receipt(id, 'SMS')).toMatchObject({ status: 'PENDING' });
    await moveClock(backend, { advance: 'PT3M5S' });
    expect(await receipt(id, 'SMS')).toEqual({ status: 'SENT', reason: null, messages: 1 });
    await moveClock(backend, { advance: 'PT20M' });
    expect(texts(backend, number)).toHaveLength(2);
  });

  it('gets it once where SNS has failed before it was sent, after as long as the log may take', async () => {
    await provePhone(backend, await learner(), number);
    await fault('Publish', 'error');
    const id = await tell('SMS');
    await moveClock(backend, { advance: 'PT3M5S' });
    expect([await receipt(id, 'SMS'), texts(backend, number).length]).toMatchObject([{ status: 'PENDING' }, 1]);
    await moveClock(backend, { advance: 'PT3M5S' });
    expect(await receipt(id, 'SMS')).toEqual({ status: 'SENT', reason: null, messages: 1 });
    expect(texts(backend, number)).toHaveLength(2);
  });

  it('gets it once where SNS was busy, or the event came twice', async () => {
    await provePhone(backend, await learner(), number);
    await fault('Publish', 'throttle');
    const id = await tell('SMS');
    await moveClock(backend, { advance: 'PT3M5S' });
    expect(await receipt(id, 'SMS')).toMatchObject({ status: 'SENT', messages: 1 });
    await lever(backend, 'POST', 'faults', {
      service: 'lambda',
      operation: 'Invoke',
      kind: 'crashAfterCommit',
      count: 2,
    });
    const again = await tell('SMS');
    await moveClock(backend, { advance: 'PT20M' });
    await lever(backend, 'DELETE', 'faults');
    expect(await receipt(again, 'SMS')).toMatchObject({ status: 'SENT', messages: 1 });
    expect(texts(backend, number)).toHaveLength(3);
  });
});

describe('a learner with two devices', () => {
  const tokens = () => [`fcm-token-${nth}`, `${'ab'.repeat(16)}${String(nth).padStart(4, '0')}`] as const;

  async function twoDevices(): Promise<readonly [string, string]> {
    const [fcm, apns] = tokens();
    return [await registerDevice(await learner(), fcm), await registerDevice(await learner(), apns, 'APNS')];
  }

  it('gets a notification on both, in each platform’s form, and the receipt counts them', async () => {
    await twoDevices();
    const id = await tell('PUSH', { title: 'A title', text: 'A text.', link: { courseId: 'crs_1' } });
    expect(await receipt(id, 'PUSH')).toEqual({ status: 'SENT', reason: null, messages: 2 });
    const data = { notificationId: id, type: 'ENROLLED', courseId: 'crs_1' };
    const payloads = pushesOf(id).map(({ to, text }) => [to.split('/')[1] ?? '', JSON.parse(text) as unknown]);
    expect(Object.fromEntries(payloads)).toEqual({
      GCM: { fcmV1Message: { message: { notification: { title: 'A title', body: 'A text.' }, data } } },
      APNS_SANDBOX: { aps: { alert: { title: 'A title', body: 'A text.' }, sound: 'default' }, ...data },
    });
  });

  it('gets it on the other where one was given up, which is then forgotten', async () => {
    const registered = await twoDevices();
    await fault('Deliver', 'error');
    const first = await tell('PUSH');
    // The platform has said that it does not know the first device, and SNS has logged that.
    await logged();
    expect(await receipt(first, 'PUSH')).toEqual({ status: 'SENT', reason: null, messages: 1 });
    const second = await tell('PUSH');
    expect(await receipt(second, 'PUSH')).toEqual({ status: 'SENT', reason: null, messages: 1 });
    expect([pushesOf(first).length, pushesOf(second).length]).toEqual([1, 1]);
    const left = await devices();
    expect([left.length, registered.includes(left[0] ?? '')]).toEqual([1, true]);
  });

  it('that are both gone gets none, and the receipt says why', async () => {
    await twoDevices();
    await fault('Deliver', 'error', 2);
    const first = await tell('PUSH');
    await logged();
    expect(await receipt(first, 'PUSH')).toEqual({ status: 'BOUNCED', reason: 'BOUNCE', messages: 0 });
    expect(await receipt(await tell('PUSH'), 'PUSH')).toEqual({
      status: 'SKIPPED',
      reason: 'DEVICE_GONE',
      messages: 0,
    });
    expect(await receipt(await tell('PUSH'), 'PUSH')).toEqual({ status: 'SKIPPED', reason: 'NO_DEVICE', messages: 0 });
    expect(await devices()).toEqual([]);
  });

  it('gets it once on each where the answer for one was lost', async () => {
    await twoDevices();
    await fault('Publish', 'crashAfterCommit');
    const id = await tell('PUSH');
    await moveClock(backend, { advance: 'PT3M5S' });
    expect(await receipt(id, 'PUSH')).toEqual({ status: 'SENT', reason: null, messages: 2 });
    await moveClock(backend, { advance: 'PT20M' });
    expect(pushesOf(id)).toHaveLength(2);
  });
});

describe('all receipts', () => {
  it('agree with the outbox, message by message', async () => {
    await provePhone(backend, await learner(), number);
    await registerDevice(await learner(), `fcm-last-${nth}`);
    const ids = [await tell('SMS'), await tell('PUSH'), await tell('SMS'), await tell('PUSH')];
    const counted = await Promise.all(
      ids.map(async (id, index) => (await receipt(id, index % 2 === 0 ? 'SMS' : 'PUSH')).messages ?? 0),
    );
    const sum = counted.reduce((one, other) => one + other, 0);
    const left = texts(backend, number).length - 1 + ids.flatMap((id) => pushesOf(id)).length;
    expect([sum, left]).toEqual([4, 4]);
  });
});
