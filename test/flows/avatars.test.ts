import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Avatar } from '../../generated/schema.ts';
import { uploadUlidOf, userId } from '../../model/ids.ts';
import { accountKey } from '../../model/keys.ts';
import { objectKey, uploadKey } from '../../model/upload-keys.ts';
import type { UploadItem } from '../../model/upload.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { makeLearners, signedIn, type Learner } from '../support/learners.ts';
import { endFaults, idle, lever, moveClock } from '../support/levers.ts';
import { writingNothing } from '../support/nothing-written.ts';
import { storedItem } from '../support/reviews.ts';
import { bucketOf, PNG, requestUpload, uploadFile, versionsOf } from '../support/uploads.ts';

const PICTURE = 'avatar { userId url expiresAt }';
const CHANGE = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { ${PICTURE} version } }`;
const ME = `{ me { ${PICTURE} version } }`;
const PROFILE = `query ($userId: ID!) { profile(userId: $userId) { ${PICTURE} limited } }`;
const AVATARS = 'query ($userIds: [ID!]!) { avatars(userIds: $userIds) { userId url expiresAt } }';

interface Shown {
  readonly avatar: Avatar | null;
  readonly version: number;
}

let backend: TestBackend;

beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend.stop());

async function newLearner(): Promise<Learner> {
  const [learner] = await makeLearners(backend, 1);
  if (!learner) throw new Error('no learner');
  return learner;
}

const change = async (person: Client, input: object) =>
  (await person.run<{ updateProfile: Shown }>(CHANGE, { input })).updateProfile;
const avatarsOf = async (viewer: Client, userIds: readonly string[]) =>
  (await viewer.run<{ avatars: Avatar[] }>(AVATARS, { userIds })).avatars;
const profileOf = async (viewer: Client, { sub }: Learner) =>
  (await viewer.run<{ profile: Shown }>(PROFILE, { userId: userId(sub) })).profile;

/** Somebody with a picture, whose account has version 2. */
async function pictured(): Promise<{ person: Learner; uploadId: string; url: string }> {
  const person = await newLearner();
  const { id } = await uploadFile(backend, person, PNG, { name: 'passport of Zoë.png' });
  const { avatar } = await change(person, { avatarUploadId: id, version: 1 });
  return { person, uploadId: id, url: avatar?.url ?? '' };
}

/** Changes the account behind the API's back. */
async function suspend({ sub }: Learner): Promise<void> {
  const { table, tableName: TableName } = backend.operator;
  const names = { ExpressionAttributeNames: { '#status': 'status' } };
  const values = { ExpressionAttributeValues: { ':suspended': 'SUSPENDED' } };
  const UpdateExpression = 'SET #status = :suspended';
  await table.send(new UpdateCommand({ TableName, Key: accountKey(sub), UpdateExpression, ...names, ...values }));
}

const uploadItem = ({ sub }: Learner, uploadId: string) =>
  storedItem<UploadItem>(backend, uploadKey(sub, uploadUlidOf(uploadId) ?? ''));

describe('given a picture that its person has uploaded', () => {
  it('when they choose it, then the account, the profile and lists of authors have its bytes, without its name', async () => {
    const { person, uploadId, url } = await pictured();
    const { me } = await person.run<{ me: Shown }>(ME);
    const seen = [me, await profileOf(backend.as('student'), person)].map(({ avatar }) => avatar);
    const [listed] = await avatarsOf(backend.as('mentor'), [userId(person.sub)]);
    for (const picture of [...seen, listed, { userId: userId(person.sub), url }]) {
      expect(picture?.userId).toBe(userId(person.sub));
      const response = await fetch(picture?.url ?? '');
      expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG);
      expect(response.headers.get('content-type')).toBe('image/png');
      expect(response.headers.get('content-disposition')).toBe('inline');
    }
    expect(await uploadItem(person, uploadId)).toMatchObject({ usedBy: { [userId(person.sub)]: expect.any(String) } });
    expect(await uploadItem(person, uploadId)).not.toHaveProperty('dueAt');
  });

  it('when the answer was lost and the call is repeated, then it is answered the same, and has one effect', async () => {
    const { person, uploadId } = await pictured();
    const again = await writingNothing(backend, () => change(person, { avatarUploadId: uploadId, version: 1 }));
    expect(again).toMatchObject({ avatar: { userId: userId(person.sub) }, version: 2 });
    const other = { avatarUploadId: null, version: 1 };
    const refusal = await writingNothing(backend, () => person.refusal(CHANGE, { input: other }));
    expect(refusal).toMatchObject({ errorType: 'Conflict' });
  });

  it('when two devices choose at once, then one picture is claimed, and the other call may be repeated or is stale', async () => {
    const person = await newLearner();
    const uploads = [await uploadFile(backend, person, PNG), await uploadFile(backend, person, PNG)];
    const answers = await Promise.all(
      uploads.map(({ id }) => person.ask(CHANGE, { input: { avatarUploadId: id, version: 1 } })),
    );
    const refusals = answers.flatMap(({ errors }) => errors.map(({ errorType }) => errorType));
    expect(refusals).toHaveLength(1);
    expect(['Conflict', 'RateLimited']).toContain(refusals[0]);
    const items = await Promise.all(uploads.map(({ id }) => uploadItem(person, id)));
    expect(items.flatMap((item) => Object.keys(item?.usedBy ?? {}))).toEqual([userId(person.sub)]);
  });

  it('when they change something else, then the picture stays; when they choose it again, then too', async () => {
    const { person, uploadId } = await pictured();
    expect(await change(person, { bio: 'Bees', version: 2 })).toMatchObject({ avatar: {}, version: 3 });
    const both = { bio: ' ', avatarUploadId: uploadId, version: 3 };
    expect(await change(person, both)).toMatchObject({ avatar: {}, version: 4 });
    expect(await uploadItem(person, uploadId)).not.toHaveProperty('dueAt');
  });

  it('when they take it away with something else, then both are so, in the answer and afterwards', async () => {
    const { person } = await pictured();
    await change(person, { bio: 'Bees', version: 2 });
    const document = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { bio ${PICTURE} version } }`;
    const input = { bio: '', avatarUploadId: null, displayName: 'Nobody', version: 3 };
    const gone = { bio: null, avatar: null, version: 4 };
    expect(await person.run(document, { input })).toEqual({ updateProfile: gone });
    expect(await person.run(document, { input })).toEqual({ updateProfile: gone });
    expect(await person.run(ME)).toEqual({ me: { avatar: null, version: 4 } });
    expect(await change(person, { avatarUploadId: null, version: 4 })).toEqual({ avatar: null, version: 5 });
  });
});

describe('given an upload that can be no picture of the caller', () => {
  const refused = (person: Client, avatarUploadId: string, version = 1) =>
    writingNothing(backend, () => person.refusal(CHANGE, { input: { avatarUploadId, version } }));

  it("when it is a stranger's or none, then to the caller there is no such upload", async () => {
    const person = await newLearner();
    const { id } = await uploadFile(backend, await newLearner(), PNG);
    for (const uploadId of [id, `upl_${'0'.repeat(26)}`, 'upl_', '', 'x'.repeat(100_000)]) {
      expect(await refused(person, uploadId)).toMatchObject({
        errorType: 'NotFound',
        message: 'There is no such upload.',
      });
    }
  });

  it('when it is for something else, not checked yet or rejected, then they are told what to do', async () => {
    const mentor = backend.as('mentor');
    const { me } = await mentor.run<{ me: Shown }>(ME);
    const resource = await uploadFile(backend, mentor, PNG, { purpose: 'RESOURCE' });
    const pending = await requestUpload(mentor);
    const rejected = await uploadFile(backend, mentor, Buffer.from('<svg/>'));
    for (const [{ id }, rule] of [
      [resource, 'purpose'],
      [pending, 'ready'],
      [rejected, 'accepted'],
    ] as const) {
      const errorInfo = { field: 'avatarUploadId', rule };
      expect(await refused(mentor, id, me.version)).toMatchObject({ errorType: 'Validation', errorInfo });
    }
  });

  it('when the account has changed since, or is suspended, then nothing changes', async () => {
    const person = await newLearner();
    const { id } = await uploadFile(backend, person, PNG);
    expect(await refused(person, id, 2)).toMatchObject({ errorType: 'Conflict' });
    await suspend(person);
    expect(await refused(person, id)).toMatchObject({ errorType: 'Forbidden' });
  });
});

describe('given who may see a person', () => {
  it('when they look, then they see the picture, and nobody else does', async () => {
    const { person } = await pictured();
    const viewers = () => [backend.anybody, backend.as('student'), backend.as('admin'), person];
    const seen = async (privacy: string, version: number) => {
      await change(person, { privacy, version });
      const profiles = viewers().map(async (viewer) => (await profileOf(viewer, person)).avatar !== null);
      const lists = viewers().map(async (viewer) => (await avatarsOf(viewer, [userId(person.sub)])).length === 1);
      expect(await Promise.all(lists)).toEqual(await Promise.all(profiles));
      return Promise.all(profiles);
    };
    expect(await seen('PUBLIC', 2)).toEqual([true, true, true, true]);
    expect(await seen('MEMBERS', 3)).toEqual([false, true, true, true]);
    expect(await seen('PRIVATE', 4)).toEqual([false, false, false, true]);
    await change(person, { privacy: 'PUBLIC', version: 5 });
    await suspend(person);
    expect(await profileOf(backend.as('student'), person)).toEqual({ avatar: null, limited: true });
    expect(await avatarsOf(backend.as('student'), [userId(person.sub)])).toEqual([]);
  });
});

describe('given the authors of a list', () => {
  it('when their pictures are asked for, then those who have one are there, once, in the order of the ids', async () => {
    const [first, second] = [await pictured(), await pictured()];
    const ids = [second, first, second].map(({ person }) => userId(person.sub));
    const none = [userId((await newLearner()).sub), `usr_${'0'.repeat(36)}`, 'usr_x', '', 'x'.repeat(100_000)];
    const shown = await avatarsOf(first.person, [...none, ...ids]);
    expect(shown.map((avatar) => avatar.userId)).toEqual(ids.slice(0, 2));
    const bytes = await Promise.all(shown.map(async ({ url }) => (await fetch(url)).status));
    expect(bytes).toEqual([200, 200]);
    expect([await avatarsOf(first.person, []), await avatarsOf(first.person, none)]).toEqual([[], []]);
  });

  it('when there are more than a hundred, then that is a Validation; a hundred are answered', async () => {
    const [id = ''] = (await makeLearners(backend, 1)).map(({ sub }) => userId(sub));
    const many = Array.from({ length: 100 }, (_, nth) => `usr_${String(nth).padStart(36, '0')}`);
    expect(await avatarsOf(backend.as('student'), many)).toEqual([]);
    expect(await backend.anybody.refusal(AVATARS, { userIds: [...many, id] })).toMatchObject({
      errorType: 'Validation',
      errorInfo: { field: 'userIds', rule: 'length' },
    });
  });
});

describe('the signature', () => {
  it('is asked for where the picture is, under any name, and nowhere else', async () => {
    const { person } = await pictured();
    const aliased = 'query { me { ...more } } fragment more on User { face: avatar { there: url } }';
    expect(await person.run(aliased)).toEqual({ me: { face: { there: expect.stringContaining('http') } } });
    await idle(backend);
    await lever(backend, 'POST', 'faults', { service: 'lambda', operation: 'Invoke', kind: 'error', count: 1000 });
    try {
      expect(await person.run('{ me { version } }')).toEqual({ me: { version: 2 } });
      expect(await person.refusal(ME)).toMatchObject({ errorType: 'Internal' });
    } finally {
      await endFaults(backend);
    }
  });

  it('ends by the clock; a picture that was replaced vanishes a day later, and the new one stays', async () => {
    const { person, uploadId, url } = await pictured();
    const asked = await requestUpload(person);
    const next = await uploadFile(backend, person, PNG);
    const replaced = await change(person, { avatarUploadId: next.id, version: 2 });
    expect(replaced.avatar?.url).toContain(uploadUlidOf(next.id));
    await moveClock(backend, { advance: 'PT16M' });
    expect((await fetch(url)).status).toBe(403);
    expect(await uploadItem(person, uploadId)).toMatchObject({ status: 'READY', usedBy: {} });
    await moveClock(backend, { advance: 'PT25H' });
    expect(await uploadItem(person, uploadId)).toBeNull();
    const old = objectKey(person.sub, uploadUlidOf(uploadId) ?? '');
    expect(await versionsOf(backend, bucketOf(asked), old)).toEqual([]);
    const again = await signedIn(backend, person.sub);
    const { me } = await again.run<{ me: Shown }>(ME);
    expect((await fetch(me.avatar?.url ?? '')).status).toBe(200);
  });
});
