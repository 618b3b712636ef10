import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pointsKey } from '../../model/keys.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { writeCourse, type TestCourse } from '../support/courses.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { idle } from '../support/levers.ts';
import { listed, RECEIPT, UPDATE_PREFERENCES } from '../support/notifications.ts';
import { learn } from '../support/points.ts';
import { DELETE_REVIEW, REPLY, writeReview, type TestReview } from '../support/reviews.ts';

let backend: TestBackend;
let course: TestCourse;
let learner: Learner;
let review: TestReview;
const email = 'lou@example.com';
const mentorEmail = 'mentor@kalpla.test';

beforeAll(async () => {
  backend = await startTestBackend();
  course = await writeCourse(backend.as('mentor'), { title: 'Bees & <Honey>', lessons: 4 });
  [learner] = (await makeLearners(backend, 1, { email, displayName: 'Lou Lind' })) as [Learner];
  const byMail = (type: string) => ({ type, channel: 'EMAIL', mode: 'IMMEDIATE' });
  await backend
    .as('mentor')
    .run(UPDATE_PREFERENCES, { input: { version: 0, preferences: [byMail('REVIEW_RECEIVED')] } });
  await learner.run(UPDATE_PREFERENCES, { input: { version: 0, preferences: [byMail('LEVEL_REACHED')] } });
  await idle(backend);
});
afterAll(() => backend.stop());

/** Titles of one type that somebody was told, in the app and by mail. */
async function told(client: Client, type: string, to: string) {
  await idle(backend);
  const { items } = await listed(client, { limit: 100 });
  const ofType = items.filter((item) => item['type'] === type);
  const titles = ofType.map(({ title }) => String(title));
  const mails = backend.cloud.cloud.outbox.list({ to, channel: 'EMAIL' });
  return { titles, subjects: mails.map(({ subject }) => subject).filter((one) => titles.includes(one)), ofType, mails };
}

async function setPoints(total: number): Promise<void> {
  const { table, tableName } = backend.operator;
  await table.send(
    new UpdateCommand({
      TableName: tableName,
      Key: pointsKey(learner.sub),
      UpdateExpression: 'SET #total = :total',
      ExpressionAttributeNames: { '#total': 'total' },
      ExpressionAttributeValues: { ':total': total },
    }),
  );
  await idle(backend);
}

describe('a learner who reaches a level', () => {
  it('is told of it, in the app and by mail as preferred', async () => {
    await learn(learner, course, 4);
    const { titles, subjects, ofType } = await told(learner, 'LEVEL_REACHED', email);
    expect([titles, subjects]).toEqual([['You have reached level 2'], ['You have reached level 2']]);
    const { notificationReceipt } = await learner.run<{ notificationReceipt: { channels: object[] } }>(RECEIPT, {
      id: ofType[0]?.['id'],
    });
    expect(notificationReceipt.channels).toMatchObject([
      { channel: 'IN_APP', status: 'SENT' },
      { channel: 'EMAIL', status: 'SENT' },
      { channel: 'SMS', status: 'SKIPPED', reason: 'SWITCHED_OFF' },
      { channel: 'PUSH', status: 'SKIPPED', reason: 'NO_DEVICE' },
    ]);
  });

  it('is told once of each level, though points are taken back and it is reached again', async () => {
    await setPoints(90);
    await setPoints(140);
    expect((await told(learner, 'LEVEL_REACHED', email)).subjects).toEqual(['You have reached level 2']);
    await setPoints(250);
    const { titles, subjects } = await told(learner, 'LEVEL_REACHED', email);
    expect([titles.length, subjects.at(-1)]).toEqual([2, 'You have reached level 3']);
    await setPoints(140);
  });
});

describe('a mentor whose course is reviewed', () => {
  const title = 'A new review of Bees & <Honey>';

  it('is told, with a link to the review and without the name of its author', async () => {
    review = await writeReview(learner, course, { rating: 4, text: 'Clear and short.' });
    const { titles, subjects, ofType, mails } = await told(backend.as('mentor'), 'REVIEW_RECEIVED', mentorEmail);
    expect([titles, subjects]).toEqual([[title], [title]]);
    expect(ofType[0]).toMatchObject({ link: { courseId: course.id, reviewId: review.id } });
    const mail = mails.find(({ subject }) => subject === title);
    expect(mail?.html).toContain('A new review of Bees &amp; &lt;Honey&gt;');
    expect(`${mail?.html} ${mail?.text} ${JSON.stringify(ofType)}`).not.toContain('Lou Lind');
    expect((await told(learner, 'REVIEW_RECEIVED', email)).titles).toEqual([]);
  });

  it('is not told again when the author deletes it and writes another', async () => {
    await learner.run(DELETE_REVIEW, { input: { courseId: course.id } });
    review = await writeReview(learner, course, { rating: 2, text: 'On second thought.' });
    expect((await told(backend.as('mentor'), 'REVIEW_RECEIVED', mentorEmail)).subjects).toEqual([title]);
  });
});

describe('a learner whose review the mentor replies to', () => {
  it('is told of each reply, and nobody else is', async () => {
    const reply = (text: string, version: number) =>
      backend.as('mentor').run<{ replyToReview: TestReview }>(REPLY, { input: { reviewId: review.id, text, version } });
    const { replyToReview } = await reply('Thank you.', review.version);
    const title = 'A reply to your review of Bees & <Honey>';
    const { subjects, ofType } = await told(learner, 'REVIEW_REPLIED', email);
    expect(subjects).toEqual([title]);
    expect(ofType).toMatchObject([{ title, link: { courseId: course.id, reviewId: review.id } }]);
    await reply('Thank you very much.', replyToReview.version);
    expect((await told(learner, 'REVIEW_REPLIED', email)).subjects).toEqual([title, title]);
    expect((await told(backend.as('mentor'), 'REVIEW_REPLIED', mentorEmail)).titles).toEqual([]);
  });
});
