import { DynamoDBClient, GetItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { ConfirmSignUpCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountItem, courseItems, enrollmentItem, reviewItem } from '../../bench/bulk-items.ts';
import { bulkCourse } from '../../bench/bulk-school.ts';
import type { Caller } from '../../bench/client.ts';
import type { CourseFacts } from '../../bench/course-facts.ts';
import { COMPLETE_LESSON, ENROLL, REVIEW_COURSE } from '../../bench/documents.ts';
import { load } from '../../bench/loader.ts';
import { publishCourse, writeCourse, type WrittenCourse } from '../../bench/school.ts';
import { outlineLessons, type CourseItem } from '../../model/course.ts';
import { courseUlidOf, lessonUlidOf } from '../../model/ids.ts';
import {
  accountKey,
  cardKey,
  courseKey,
  enrollmentKey,
  lessonKey,
  reviewKey,
  slugKey,
  type Key,
} from '../../model/keys.ts';
import { openSession } from '../../seed/session.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';

interface Profile {
  readonly id: string;
  readonly displayName: string;
}

type RawItem = Record<string, AttributeValue>;

const PERSON = { email: 'bulk@example.com', name: 'Bea Bulk', password: 'Correct-horse-1' };
const NOW = '2026-01-01T00:00:00.000Z';
const SUB = '00000000-0000-4000-8000-000000000000';

let backend: TestBackend;
let raw: DynamoDBClient;
let mentor: Profile;
let sub: string;
let learner: Caller;

beforeAll(async () => {
  backend = await startTestBackend();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  raw = new DynamoDBClient({ endpoint: backend.url, region: 'us-east-1', credentials });
  mentor = await profileOf(backend.as('mentor').run);
  sub = await signUp();
  learner = (await openSession(backend.amplify, PERSON.email, PERSON.password)).run;
});
afterAll(() => backend.stop());

async function profileOf(person: Caller): Promise<Profile> {
  return (await person<{ me: Profile }>('{ me { id displayName } }')).me;
}

/** As anybody signs up, with the code from their mail. */
async function signUp(): Promise<string> {
  const { pool } = backend.operator;
  const who = { ClientId: backend.outputs.userPoolClientId, Username: PERSON.email };
  const UserAttributes = [
    { Name: 'email', Value: PERSON.email },
    { Name: 'name', Value: PERSON.name },
  ];
  const { UserSub } = await pool.send(new SignUpCommand({ ...who, Password: PERSON.password, UserAttributes }));
  const outbox = await fetch(`${backend.url}/_local/outbox?to=${encodeURIComponent(PERSON.email)}`);
  const [message] = (await outbox.json()) as { text: string }[];
  const ConfirmationCode = /\d{6}/.exec(message!.text)![0];
  await pool.send(new ConfirmSignUpCommand({ ...who, ConfirmationCode }));
  return UserSub!;
}

/** An item as DynamoDB stores it, each attribute with its type. */
async function stored({ pk, sk }: Key): Promise<RawItem> {
  const { tableName: TableName } = backend.operator;
  const { Item } = await raw.send(
    new GetItemCommand({ TableName, Key: { pk: { S: pk }, sk: { S: sk } }, ConsistentRead: true }),
  );
  return Item!;
}

/** Loads items and reads them back. */
async function loaded(...items: Key[]): Promise<RawItem[]> {
  await load(backend.operator, items.values());
  return Promise.all(items.map(stored));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  );
}

/** What two items for the same facts share: all but ids, times, salt, and the request that wrote them. */
function essence(item: RawItem): unknown {
  const ulids = new Map<string, string>();
  const text = JSON.stringify(sorted(item))
    .replaceAll(/"salt":\{"S":"[0-9a-f]{32}"\}/g, '"salt":{"S":"salt"}')
    .replaceAll(/[0-7][0-9A-HJKMNP-TV-Z]{25}/g, (ulid) => {
      if (!ulids.has(ulid)) ulids.set(ulid, `ulid ${ulids.size}`);
      return ulids.get(ulid)!;
    })
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'sub')
    .replaceAll(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, 'time')
    .replaceAll(/"N":"1\d{9}"/g, '"N":"seconds"')
    .replaceAll(/"N":"1\d{12}"/g, '"N":"milliseconds"')
    .replaceAll(/(ulid \d+)#[0-9a-f]"/g, '$1#digit"')
    .replaceAll(/"request":\{"S":"[^"]+"\}/g, '"request":{"S":"request"}');
  return JSON.parse(text);
}

function counter(): () => string {
  let made = 0;
  return () => `01B${String((made += 1)).padStart(23, '0')}`;
}

function bulk(facts: CourseFacts) {
  return courseItems({ facts, mentor, nextUlid: counter(), now: NOW });
}

async function published(facts: CourseFacts): Promise<WrittenCourse> {
  const author = backend.as('mentor').run;
  return publishCourse(author, await writeCourse(author, facts));
}

async function courseItem({ id }: WrittenCourse): Promise<CourseItem> {
  const { table, tableName } = backend.operator;
  const Key = courseKey(courseUlidOf(id)!);
  return (await table.send(new GetCommand({ TableName: tableName, Key }))).Item as CourseItem;
}

describe('an item that is loaded is what the API leaves for the same facts, field for field', () => {
  it('the account of somebody who signed up', async () => {
    const account = accountItem({ sub: SUB, email: PERSON.email, displayName: PERSON.name, now: NOW });
    const [mine] = await loaded(account);
    expect(essence(mine!)).toEqual(essence(await stored(accountKey(sub))));
  });

  it.each([
    ['without a capacity', bulkCourse(1)],
    ['with a capacity', { ...bulkCourse(2), capacity: 120 }],
  ])('a published course %s, its slug and its lessons', async (_, facts) => {
    const written = await published(facts);
    const ulid = courseUlidOf(written.id)!;
    const keys = [
      courseKey(ulid),
      cardKey(ulid),
      slugKey(facts.slug),
      ...written.lessonIds.map((id) => lessonKey(ulid, lessonUlidOf(id, ulid)!)),
    ];
    const theirs = await Promise.all(keys.map(stored));
    const { course, card, slug, lessons } = bulk(facts);
    const mine = await loaded(course, card, slug, ...lessons);
    expect(mine.map(essence)).toEqual(theirs.map(essence));
  });

  it.each([
    ['with nothing done', 0, 10],
    ['with a lesson done', 1, 11],
    ['with half of it done', 3, 12],
    ['that is completed', 6, 13],
  ])('an enrollment %s', async (_, done, number) => {
    const written = await published(bulkCourse(number));
    await learner(ENROLL, { input: { courseId: written.id } });
    for (const lessonId of written.lessonIds.slice(0, done)) {
      await learner(COMPLETE_LESSON, { input: { courseId: written.id, lessonId } });
    }
    const course = await courseItem(written);
    const completed = outlineLessons(course).slice(0, done);
    const [mine] = await loaded(enrollmentItem({ sub: SUB, course, completed, now: NOW }));
    expect(essence(mine!)).toEqual(essence(await stored(enrollmentKey(sub, course.ulid))));
  });

  it('a review', async () => {
    const written = await published(bulkCourse(14));
    const courseUlid = courseUlidOf(written.id)!;
    await learner(ENROLL, { input: { courseId: written.id } });
    for (const lessonId of written.lessonIds) {
      await learner(COMPLETE_LESSON, { input: { courseId: written.id, lessonId } });
    }
    await learner(REVIEW_COURSE, { input: { courseId: written.id, rating: 4, text: 'Good.' } });
    const [mine] = await loaded(reviewItem({ sub: SUB, courseUlid, rating: 4, text: 'Good.', now: NOW }));
    expect(essence(mine!)).toEqual(essence(await stored(reviewKey(courseUlid, sub))));
  });
});
