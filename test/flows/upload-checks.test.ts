import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ulid } from 'ulid';
import { objectKey, uploadKey } from '../../model/upload-keys.ts';
import type { UploadItem } from '../../model/upload.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { zip } from '../support/files.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { endFaults, idle, lever, moveClock } from '../support/levers.ts';
import { storedItem } from '../support/reviews.ts';
import {
  bucketOf,
  mediaStorage,
  PNG,
  postFile,
  requestUpload,
  UPLOAD,
  uploadFile,
  uploadOf,
  versionsOf,
} from '../support/uploads.ts';

let backend: TestBackend;
let learner: Learner;
let other: Learner;

beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend.stop());
beforeEach(async () => {
  [learner, other] = (await makeLearners(backend, 2)) as [Learner, Learner];
});

const HTML = Buffer.from('<!doctype html><script>alert(document.domain)</script>');
const ulidOf = (id: string) => id.slice('upl_'.length);
const itemOf = (id: string) => storedItem<UploadItem>(backend, uploadKey(learner.sub, ulidOf(id)));

describe('a file that has come', () => {
  it('makes its upload READY, once it was checked', async () => {
    const upload = await uploadFile(backend, learner, PNG, { name: 'Me.png' });
    expect(upload).toMatchObject({ status: 'READY', rejection: null, url: null, fields: null, name: 'Me.png' });
  });

  it('is judged by what it is, not by what it is called, and deleted where that is something else', async () => {
    const upload = await requestUpload(learner, { bytes: HTML.length, name: 'picture.png' });
    expect(await postFile(upload, HTML)).toMatchObject({ status: 204 });
    await idle(backend);
    expect(await uploadOf(learner, upload.id)).toMatchObject({ status: 'REJECTED', rejection: 'CONTENT' });
    expect(await versionsOf(backend, bucketOf(upload), objectKey(learner.sub, ulidOf(upload.id)))).toEqual([]);
  });

  it.each([
    ['people to enroll', { purpose: 'ROSTER', contentType: 'text/csv' }, Buffer.from('email\nzoë@kalpla.test\n'), null],
    [
      'people in another encoding',
      { purpose: 'ROSTER', contentType: 'text/csv' },
      Buffer.from('email', 'utf16le'),
      'TEXT',
    ],
    ['an archive', { purpose: 'RESOURCE', contentType: 'application/zip' }, zip({ 'a.txt': 'Hello' }), null],
    ['a bomb', { purpose: 'RESOURCE', contentType: 'application/zip' }, zip({ a: '\0'.repeat(20_000_000) }), 'ARCHIVE'],
  ] as const)('of a mentor is judged, too: %s', async (_, asked, content, rejection) => {
    const upload = await uploadFile(backend, backend.as('mentor'), content, asked);
    expect(upload).toMatchObject({ status: rejection ? 'REJECTED' : 'READY', rejection });
  });

  it('is the first one that was checked, whatever comes by the same form later', async () => {
    const upload = await requestUpload(learner);
    const key = objectKey(learner.sub, ulidOf(upload.id));
    await postFile(upload, PNG);
    await idle(backend);
    const before = await itemOf(upload.id);
    expect(before).toMatchObject({ status: 'READY' });
    const page = Buffer.concat([HTML, Buffer.alloc(PNG.length)]).subarray(0, PNG.length);
    expect(await postFile(upload, page)).toMatchObject({ status: 204 });
    await idle(backend);
    expect(await itemOf(upload.id)).toEqual(before);
    expect(await versionsOf(backend, bucketOf(upload), key)).toEqual([before?.versionId]);
  });

  it('is one, where several come at once, and stays it when S3 tells of them twice and in another order', async () => {
    await lever(backend, 'POST', 'faults', { service: 's3', operation: 'Deliver', kind: 'duplicate', count: 4 });
    await lever(backend, 'POST', 'faults', { service: 's3', operation: 'Deliver', kind: 'reorder', count: 2 });
    const upload = await requestUpload(learner);
    await Promise.all([PNG, PNG, PNG].map((content) => postFile(upload, content)));
    await idle(backend);
    expect((await endFaults(backend)).every((struck) => struck > 0)).toBe(true);
    const item = await itemOf(upload.id);
    expect(item?.status).toBe('READY');
    const key = objectKey(learner.sub, ulidOf(upload.id));
    expect(await versionsOf(backend, bucketOf(upload), key)).toEqual([item?.versionId]);
  });

  it('is checked again where the check has failed', async () => {
    await lever(backend, 'POST', 'faults', { service: 's3', operation: 'GetObject', kind: 'error', count: 4 });
    const { id, status } = await uploadFile(backend, learner, PNG);
    await moveClock(backend, { advance: 'PT7M' });
    const struck = await endFaults(backend);
    expect([status, (await uploadOf(learner, id)).status, struck]).toEqual(['PENDING', 'READY', [4]]);
  });

  it('is removed where no upload waits for it', async () => {
    const Bucket = bucketOf(await requestUpload(learner));
    const Key = objectKey(learner.sub, ulid());
    await mediaStorage(backend).send(new PutObjectCommand({ Bucket, Key, Body: PNG }));
    await idle(backend);
    expect(await versionsOf(backend, Bucket, Key)).toEqual([]);
  });
});

describe('an upload', () => {
  it("is nobody else's: to them it is like an id that nothing has", async () => {
    const { id } = await requestUpload(learner);
    const refusals = await Promise.all(
      [id, `upl_${'0'.repeat(26)}`, 'upl_', id.toLowerCase(), 'usr_x'].map((one) => other.refusal(UPLOAD, { id: one })),
    );
    expect(new Set(refusals.map(({ errorType, message }) => `${errorType} ${message}`)).size).toBe(1);
    expect(refusals[0]).toMatchObject({ errorType: 'NotFound' });
  });
});
