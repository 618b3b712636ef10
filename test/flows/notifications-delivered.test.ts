import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { ENROLL, writeCourse } from '../support/courses.ts';
import { idle } from '../support/levers.ts';

let backend: TestBackend;

beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend.stop());

const NOTIFICATIONS = `{ notifications { items { id userId type title text link { courseId } readAt createdAt } unreadCount } }`;
const RECEIPT = `query ($id: ID!) { notificationReceipt(notificationId: $id) { channels { channel status reason at dueAt } } }`;

describe('notifications', () => {
  it('tell a learner of the enrollment, in the app and by mail, once', async () => {
    const course = await writeCourse(backend.as('mentor'));
    const student = backend.as('student');
    await student.run(ENROLL, { input: { courseId: course.id } });
    await idle(backend);
    console.log(backend.printed.slice(-20).join('\n'));
    const { notifications } = await student.run<{ notifications: { items: { id: string; title: string; type: string }[] } }>(NOTIFICATIONS);
    console.log(JSON.stringify(notifications, null, 1));
    for (const { id } of notifications.items) console.log(JSON.stringify(await student.run(RECEIPT, { id })));
    console.log(JSON.stringify(backend.cloud.cloud.outbox.list({ to: 'student@kalpla.test' }), null, 1));
  });
});
